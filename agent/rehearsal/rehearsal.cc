#include "rehearsal/rehearsal.h"

#include <utility>

namespace lineman {
namespace {

constexpr Duration kDay = std::chrono::hours(24);

}  // namespace

WallTime StartOf(const RehearsalPlan& plan) {
  return plan.world.start ? plan.world.zone.ToWall(*plan.world.start) : plan.start;
}

Rehearsal::Rehearsal(const RehearsalPlan& plan)
    : plan_(plan),
      start_wall_(StartOf(plan)),
      env_(start_wall_, plan.seed),
      start_(env_.Now()),
      simulator_(env_, plan.world),
      stage_(SetStage()),
      kiosk_({.env = env_,
              .engine = stage_ ? stage_->engine() : static_cast<Engine&>(simulator_),
              .prober = stage_ ? &stage_->prober() : nullptr,
              .command_ran = [this](std::string_view line) { simulator_.CommandRan(line); },
              .record = [this](const Entry& entry) { Record(entry); }},
             plan.profiles, plan.plugins),
      watch_(plan.world.expect) {
  kiosk_.WatchHooks([this](const PluginKey& plugin, HookIndex hook) {
    ++hook_runs_[plugin].at(static_cast<std::size_t>(hook));
  });
  chronicles_.reserve(plan.profiles.size());
  for (const ProfilePtr& profile : plan.profiles) {
    lines_[profile->name] = chronicles_.size();
    chronicles_.emplace_back(plan.detailed).Begin(start_);
  }
}
Rehearsal::~Rehearsal() = default;

std::unique_ptr<RehearsalStage> Rehearsal::SetStage() {
  if (!plan_.stage) return nullptr;
  return plan_.stage(
      env_, {.tell = [this](const Happening& what) { kiosk_.Tell("", what); },
             .restart = [this](Duration off_for, bool power_up) { CutPower(off_for, power_up); },
             .set_clock = [this](Duration by) { env_.JumpClock(by); },
             .change_credentials = [this] { kiosk_.ChangePasswords(); }});
}

void Rehearsal::Begin(bool after_power_cut) {
  if (stage_) return kiosk_.PowerOn(after_power_cut);
  const simulator::Age begun = after_power_cut ? simulator_.age() : simulator::Age{-1};
  events_ = std::make_unique<WorldEvents>(
      env_, simulator_,
      WorldEvents::Handlers{.tell = [this](const std::string& profile,
                                           const Happening& what) { kiosk_.Tell(profile, what); },
                            .power_cut = [this](Duration off_for) { CutPower(off_for); },
                            .clock = [this](Duration by) { env_.JumpClock(by); },
                            .new_credentials = [this] { kiosk_.ChangePasswords(); }});
  kiosk_.PowerOn(after_power_cut);
  events_->Start(begun);
}

// By way of the loop: whoever told of it is part of what goes.
void Rehearsal::CutPower(Duration off_for, bool power_up) {
  env_.CallAt(env_.Now(), [this, off_for, power_up] {
    if (!kiosk_.IsOn()) return;
    events_.reset();
    kiosk_.PowerOff();
    for (Chronicle& chronicle : chronicles_) chronicle.PowerOff(env_.Now());
    env_.CallAt(env_.Now() + off_for, [this, power_up] {
      for (Chronicle& chronicle : chronicles_) chronicle.PowerOn(env_.Now());
      Begin(power_up);
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
  Begin(stage_ && plan_.after_power_up);
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
