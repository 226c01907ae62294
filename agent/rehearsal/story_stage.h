// The agent as a story has it: the shipping pipeline between a virtual clock, a store that outlives
// power cuts, and an engine that says what the story says.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/memory_store.h"
#include "pipeline/load_plugins.h"
#include "rehearsal/scripted_engine.h"
#include "rehearsal/story_ports.h"
#include "rehearsal/story_script.h"
#include "rehearsal/virtual_env.h"

namespace lineman {

// An entry of the record, and the answer itself where the decision was to answer.
struct Recorded {
  Entry entry;
  std::unique_ptr<Answer> answer;
};

class StoryStage {
 public:
  StoryStage(const Story& story, const StoryLimits& limits);

  // Everything as files have it now.
  void Reload(const StoryCast& cast);
  // The agent starts. Without power before: its lines spread their first dials.
  void Start(const std::vector<ProfilePtr>& profiles, bool after_power_up);
  void CutPower() { driver_.reset(); }

  enum class Ran { kDone, kTimeIsUp, kTooMuch };
  // Runs what is due now; kTooMuch when there is no end of it.
  Ran Settle();
  // Lets time pass until `end`, or until `done` holds at some moment before or at `end`. What hung
  // up and owes its `disconnected` gives it before time moves on.
  Ran RunUntil(Instant end, const std::function<bool()>& done);
  // Sets the wall clock; false when no calendar reaches there.
  bool SetClock(WallTime to);

  Instant now() const { return env_.Now(); }
  WallTime wall() const { return env_.Wall(); }
  Instant end() const { return end_; }  // of the longest story
  Driver& driver() { return *driver_; }
  const Slot& slot(const std::string& profile) const;
  ScriptedConnection* connection(const std::string& profile) const { return engine_.Find(profile); }
  StorySecrets& secrets() { return secrets_; }
  StoryProber& prober() { return prober_; }
  const std::vector<Recorded>& record() const { return record_; }
  std::vector<Entry> TakeRecord();

 private:
  void Record(const Entry& entry);
  void HearAnswer(const std::string& profile, const Answer& answer);
  bool IsTooMuch();

  StoryLimits limits_;
  Instant end_;
  VirtualEnv env_;
  MemoryStore store_;
  std::shared_ptr<const PluginSet> plugins_;
  std::unique_ptr<LuaHooks> hooks_;
  StorySecrets secrets_;
  MemoryVault vault_;
  StoryPrograms programs_;
  StoryProber prober_;
  ScriptedEngine engine_;
  std::vector<Recorded> record_;
  std::size_t tasks_ = 0;
  std::unique_ptr<Driver> driver_;
};

}  // namespace lineman
