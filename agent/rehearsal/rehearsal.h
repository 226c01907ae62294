// Whole lines against a world, in virtual time: the pipeline that ships, the simulator, and nothing
// outside. Same plan, same record, to the byte.
//
// A power cut of the world takes the agent away and brings another one on the same store; a clock
// that is set, sleep, operators and new passwords happen as the world says.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engines/simulator/simulator.h"
#include "rehearsal/breach.h"
#include "rehearsal/chronicle.h"
#include "rehearsal/kiosk.h"
#include "rehearsal/rehearsal_stage.h"
#include "rehearsal/virtual_env.h"
#include "rehearsal/world_events.h"

namespace lineman {

struct RehearsalPlan {
  std::vector<ProfilePtr> profiles;  // whatever their engines: all dial into the world
  std::shared_ptr<const PluginSet> plugins = nullptr;
  simulator::World world;
  Duration span{0};
  std::uint64_t seed = 1;
  WallTime start{};       // where the world has no start of its own
  bool detailed = false;  // keep what a report draws
  Recorder record = {};   // every entry; may be empty
  MakeStage stage = {};   // what lines meet instead of the world, from `start` on; may be empty
  bool after_power_up = false;  // with a stage: the machine has just started
};

// When a rehearsal begins: the world's start, else the plan's.
WallTime StartOf(const RehearsalPlan& plan);

// How often each function of a plugin ran, by the hook it is for.
using HookRuns = std::map<PluginKey, std::array<int, kHookCount>>;

class Rehearsal {
 public:
  explicit Rehearsal(const RehearsalPlan& plan);
  ~Rehearsal();
  Rehearsal(const Rehearsal&) = delete;
  Rehearsal& operator=(const Rehearsal&) = delete;

  // Plays to the end. `progress` is told every simulated day how much of the span is over, 0 to 1;
  // it may be empty.
  void Run(const std::function<void(double)>& progress);

  // In the order of the plan's profiles.
  const std::vector<Chronicle>& chronicles() const { return chronicles_; }
  const HookRuns& hook_runs() const { return hook_runs_; }
  const std::vector<Breach>& breaches() const { return watch_.breaches(); }
  std::vector<std::string> expectations() const { return watch_.expectations(); }
  int account_locks() const { return simulator_.account_locks(); }
  Instant start() const { return start_; }
  WallTime start_wall() const { return start_wall_; }

 private:
  void Begin(bool after_power_cut);
  void CutPower(Duration off_for, bool power_up = true);
  std::unique_ptr<RehearsalStage> SetStage();
  void Record(const Entry& entry);

  const RehearsalPlan& plan_;
  WallTime start_wall_;
  VirtualEnv env_;
  Instant start_;
  Simulator simulator_;
  std::unique_ptr<RehearsalStage> stage_;  // null: the world
  Kiosk kiosk_;
  std::unique_ptr<WorldEvents> events_;
  std::map<std::string, std::size_t> lines_;  // profile, its place in chronicles_
  std::vector<Chronicle> chronicles_;
  HookRuns hook_runs_;
  BreachWatch watch_;
  std::uint64_t sequence_ = 0;
};

}  // namespace lineman
