#include "rehearsal/rehearsal.h"

#include <utility>

namespace lineman {
namespace {

// A clock that stands before this has lost its battery; stories take the same moment.
constexpr WallTime kClockTrustedFrom{std::chrono::hours(24 * 10'957)};  // 2000-01-01
constexpr Duration kDay = std::chrono::hours(24);

WallTime StartOf(const RehearsalPlan& plan) {
  return plan.world.start ? plan.world.zone.ToWall(*plan.world.start) : plan.start;
}

}  // namespace

void Rehearsal::Programs::Run(const std::string& profile, const RunProgram& program,
                              std::function<void(ProgramEnd)> done) {
  simulator_.CommandRan(JoinCommand(program.command));
  pretended_.Run(profile, program, std::move(done));
}

Rehearsal::Rehearsal(const RehearsalPlan& plan)
    : plan_(plan),
      start_wall_(StartOf(plan)),
      env_(start_wall_, plan.seed),
      start_(env_.Now()),
      simulator_(env_, plan.world),
      store_(env_),
      watch_(plan.world.expect) {
  chronicles_.reserve(plan.profiles.size());
  for (const ProfilePtr& profile : plan.profiles) {
    lines_[profile->name] = chronicles_.size();
    chronicles_.emplace_back(plan.detailed);
  }
}
Rehearsal::~Rehearsal() = default;

void Rehearsal::Begin(bool after_power_cut) {
  hooks_ = MakeHooks(env_, plan_.plugins);
  hooks_->WatchRuns([this](const PluginKey& plugin, HookIndex hook) {
    ++hook_runs_[plugin].at(static_cast<std::size_t>(hook));
  });
  driver_ = std::make_unique<Driver>(
      DriverPorts{.env = env_,
                  .store = store_,
                  .hooks = *hooks_,
                  .secrets = secrets_,
                  .vault = vault_,
                  .programs = programs_,
                  .prober = prober_,
                  .engine = [this](const std::string&) { return &simulator_; },
                  .record = [this](const Entry& entry) { Record(entry); }},
      PipelineOptions{kClockTrustedFrom});
  const simulator::Age begun = after_power_cut ? simulator_.age() : simulator::Age{-1};
  events_ = std::make_unique<WorldEvents>(
      env_, simulator_, *driver_,
      WorldEvents::Handlers{.power_cut = [this](Duration off_for) { CutPower(off_for); },
                            .clock = [this](Duration by) { env_.JumpClock(by); },
                            .new_credentials = [this] { secrets_.Change(); }});
  driver_->Start(plan_.profiles, after_power_cut);
  events_->Start(begun);
}

// By way of the loop: whoever told of it is part of what goes.
void Rehearsal::CutPower(Duration off_for) {
  env_.CallAt(env_.Now(), [this, off_for] {
    if (driver_ == nullptr) return;
    events_.reset();
    driver_.reset();
    hooks_.reset();
    for (Chronicle& chronicle : chronicles_) chronicle.PowerOff(env_.Now());
    env_.CallAt(env_.Now() + off_for, [this] {
      for (Chronicle& chronicle : chronicles_) chronicle.PowerOn(env_.Now());
      Begin(true);
    });
  });
}

void Rehearsal::Record(const Entry& entry) {
  const auto line = lines_.find(entry.profile);
  if (line != lines_.end()) {
    Chronicle& chronicle = chronicles_[line->second];
    watch_.Before(entry.profile, chronicle, entry.at);
    chronicle.Note(entry);
    watch_.After(entry.profile, chronicle, entry.at);
    watch_.Locks(entry.profile, chronicle, entry.at, simulator_.account_locks());
  }
  if (!plan_.record) return;
  Entry numbered = entry;
  numbered.sequence = ++sequence_;  // each agent counts from 1
  plan_.record(numbered);
}

void Rehearsal::Run(const std::function<void(double)>& progress) {
  Begin(false);
  const Instant end = start_ + plan_.span;
  while (env_.Now() < end) {
    env_.RunUntil(std::min(end, env_.Now() + kDay));
    if (progress)
      progress(static_cast<double>((env_.Now() - start_).count()) /
               static_cast<double>(plan_.span.count()));
  }
  for (const ProfilePtr& profile : plan_.profiles) {
    Chronicle& chronicle = chronicles_[lines_.at(profile->name)];
    watch_.Before(profile->name, chronicle, end);
    chronicle.Finish(end);
    watch_.Finish(profile->name, chronicle, end);
  }
}

}  // namespace lineman
