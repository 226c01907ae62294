// A kiosk's record, played against rules: what happened beside what would have happened.
//
// The rules run in the pipeline that ships, in virtual time from the record's first entry on; what
// they meet is what the record shows (replay_tape.h). Same plan, same replay, to the byte.
#pragma once

#include <memory>

#include "rehearsal/line_record.h"
#include "rehearsal/rehearsal.h"
#include "rehearsal/replay_tape.h"

namespace lineman {

class ReplayStage;

struct ReplayPlan {
  ProfilePtr profile;  // of the record's line, with the rules to be tried
  std::shared_ptr<const PluginSet> plugins = nullptr;
  LineRecord record;
  Duration span{0};  // 0: the record's own, at least a millisecond
  std::uint64_t seed = 1;
  simulator::Expectations expect = {};  // of what would have happened
  Recorder heard = {};                  // every entry of what would have; may be empty
};

// What the record cannot vouch for.
struct Unobserved {
  Duration of{0};    // the rules had the line dialling or online for so long
  Duration time{0};  // … of which the record's own line was neither, so long
  int dials = 0;     // that met the last observation, as there was none of their own time
};

// In millionths; none of nothing.
std::int64_t UnobservedShare(const Unobserved& unobserved);

class Replay {
 public:
  explicit Replay(ReplayPlan plan);
  ~Replay();
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  // Plays to the end; `progress` as in Rehearsal::Run.
  void Run(const std::function<void(double)>& progress);

  const Chronicle& happened() const { return happened_; }
  const Chronicle& would_have() const { return rehearsal_->chronicles().front(); }
  Unobserved unobserved() const;
  const RehearsalPlan& plan() const { return plan_; }
  const Rehearsal& rehearsal() const { return *rehearsal_; }
  Instant end() const { return Instant{} + plan_.span; }

 private:
  const LineRecord record_;
  const ReplayTape tape_;
  RehearsalPlan plan_;
  const Chronicle happened_;
  ReplayStage* stage_ = nullptr;  // of the rehearsal
  std::unique_ptr<Rehearsal> rehearsal_;
};

}  // namespace lineman
