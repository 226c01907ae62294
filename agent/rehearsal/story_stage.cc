#include "rehearsal/story_stage.h"

#include <algorithm>
#include <utility>

namespace lineman {
namespace {

// A clock that stands before this has lost its battery. Any moment between the epoch and the
// stories people write serves; a fixed one keeps them the same for ever.
constexpr WallTime kClockTrustedFrom{std::chrono::hours(24 * 10'957)};  // 2000-01-01

// Years 1 to 9998: what the calendar can show whatever the zone.
constexpr WallTime kFirstWall{std::chrono::hours(24 * -719'162LL)};
constexpr WallTime kLastWall{std::chrono::hours(24 * 2'932'531LL)};

}  // namespace

StoryStage::StoryStage(const Story& story, const StoryLimits& limits)
    : limits_(limits),
      end_(Instant{} + limits.time),
      env_(story.profiles.front()->zone.ToWall(story.start), story.seed),
      store_(env_),
      plugins_(story.plugins),
      secrets_(env_),
      programs_(env_, story.programs),
      prober_(env_),
      engine_(env_, [this](const std::string& profile, const Answer& answer) {
        HearAnswer(profile, answer);
      }) {}

void StoryStage::Reload(const StoryCast& cast) {
  plugins_ = cast.plugins;
  hooks_->Use(plugins_);
  driver_->Reload(cast.profiles);
}

void StoryStage::Start(const std::vector<ProfilePtr>& profiles, bool after_power_up) {
  hooks_ = MakeHooks(env_, plugins_);
  DriverPorts ports{.env = env_,
                    .store = store_,
                    .hooks = *hooks_,
                    .secrets = secrets_,
                    .vault = vault_,
                    .programs = programs_,
                    .prober = prober_,
                    .engine = [this](const std::string&) { return &engine_; },
                    .record = [this](const Entry& entry) { Record(entry); }};
  driver_ = std::make_unique<Driver>(std::move(ports), PipelineOptions{kClockTrustedFrom});
  driver_->Start(profiles, after_power_up);
}

bool StoryStage::IsTooMuch() { return tasks_ > limits_.tasks || record_.size() > limits_.entries; }

StoryStage::Ran StoryStage::Settle() {
  while (env_.RunNext(env_.Now())) {
    ++tasks_;
    if (IsTooMuch()) return Ran::kTooMuch;
  }
  return Ran::kTimeIsUp;
}

StoryStage::Ran StoryStage::RunUntil(Instant end, const std::function<bool()>& done) {
  bool first = true;
  while (true) {
    if (Settle() == Ran::kTooMuch) return Ran::kTooMuch;
    if (done()) return Ran::kDone;
    // A hang-up at the very end may still be answered by the story itself.
    const bool moves_on = first || env_.Now() < end;
    first = false;
    if (moves_on && engine_.EndHungUp()) continue;
    if (!env_.RunNext(end)) return Ran::kTimeIsUp;
    if (++tasks_; IsTooMuch()) return Ran::kTooMuch;
  }
}

bool StoryStage::SetClock(WallTime to) {
  if (to < kFirstWall || to > kLastWall) return false;
  env_.JumpClock(to - env_.Wall());
  return true;
}

const Slot& StoryStage::slot(const std::string& profile) const {
  const Pipeline& pipeline = driver_->pipeline();
  return pipeline.slot(pipeline.Find(profile).value_or(0));
}

std::vector<Entry> StoryStage::TakeRecord() {
  std::vector<Entry> entries;
  entries.reserve(record_.size());
  for (Recorded& recorded : record_) entries.push_back(std::move(recorded.entry));
  record_.clear();
  return entries;
}

void StoryStage::Record(const Entry& entry) {
  record_.push_back({entry, nullptr});
  // Each agent counts from 1; the story's record goes on over a power cut.
  record_.back().entry.sequence = record_.size();
}

// The decision to answer is on the record just before the engine gets the answer.
void StoryStage::HearAnswer(const std::string& profile, const Answer& answer) {
  const auto last = std::find_if(record_.rbegin(), record_.rend(), [&](const Recorded& recorded) {
    const Entry& entry = recorded.entry;
    return entry.kind == Entry::Kind::kDecision && entry.what == "answer" &&
           entry.profile == profile;
  });
  if (last != record_.rend()) last->answer = std::make_unique<Answer>(answer);
}

}  // namespace lineman
