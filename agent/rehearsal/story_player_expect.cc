// How a story's expectations are met.
#include <fmt/format.h>

#include <algorithm>

#include "base/duration.h"
#include "rehearsal/story_player.h"
#include "rehearsal/story_report.h"

namespace lineman {

StoryPlayer::Failure StoryPlayer::Do(const Step& step, const ExpectStep& expect) {
  const Expectation& expectation = expect.expectation;
  const Instant until = Until(expectation.within);
  if (expectation.nothing) {
    if (Failure failure = ExpectNothing(step, expectation)) return failure;
    return ExpectNow(step, expectation, stage_.now());
  }
  if (expectation.IsAboutEntry()) {
    if (Failure failure = ExpectEntry(step, expectation, until)) return failure;
  }
  return ExpectNow(step, expectation, until);
}

Instant StoryPlayer::Until(const std::optional<Duration>& within) const {
  return std::min(stage_.now() + within.value_or(Duration{0}), stage_.end());
}

StoryPlayer::Failure StoryPlayer::ExpectEntry(const Step& step, const Expectation& expectation,
                                              Instant until) {
  const Profile& profile = story_.ProfileOf(step);
  Matched& matched = matched_[profile.name];
  std::size_t looked_at = matched.next;
  const auto is_found = [&] {
    for (; looked_at < stage_.record().size(); ++looked_at) {
      const Recorded& recorded = stage_.record()[looked_at];
      const Entry& entry = recorded.entry;
      if (!expectation.MayMean(entry) || entry.profile != profile.name) continue;
      const DecisionSeen seen{entry, recorded.answer.get(), entry.at - matched.at};
      if (Compare(expectation, seen, profile).first_otherwise.empty()) return true;
    }
    return false;
  };
  bool found = is_found();
  if (!found && expectation.within) {
    const StoryStage::Ran ran = stage_.RunUntil(until, is_found);
    if (ran == StoryStage::Ran::kTooMuch) return TooMuch(step);
    found = ran == StoryStage::Ran::kDone;
  }
  if (!found) return NotAsExpected(step, expectation, "");
  matched = {looked_at + 1, stage_.record()[looked_at].entry.at};
  return std::nullopt;
}

bool StoryPlayer::IsSo(const std::string& profile, const Expectation& expectation) const {
  const Slot& slot = stage_.slot(profile);
  return (!expectation.line || slot.line.state() == *expectation.line) &&
         (!expectation.wanted || slot.wanted.wanted == *expectation.wanted);
}

StoryPlayer::Failure StoryPlayer::ExpectNow(const Step& step, const Expectation& expectation,
                                            Instant until) {
  const std::string& name = story_.ProfileOf(step).name;
  if (IsSo(name, expectation)) return std::nullopt;
  if (expectation.within) {
    const auto is_so = [&] { return IsSo(name, expectation); };
    switch (stage_.RunUntil(until, is_so)) {
      case StoryStage::Ran::kDone:
        return std::nullopt;
      case StoryStage::Ran::kTooMuch:
        return TooMuch(step);
      case StoryStage::Ran::kTimeIsUp:
        break;
    }
  }
  const Slot& slot = stage_.slot(name);
  return NotAsExpected(
      step, expectation,
      fmt::format("{}, {}wanted{}", StateOf(name), slot.wanted.wanted ? "" : "not ",
                  slot.wanted.why.empty() ? "" : ": " + slot.wanted.why));
}

bool StoryPlayer::HasDecision(std::size_t first, const std::string& profile) const {
  const auto& record = stage_.record();
  return std::any_of(record.begin() + static_cast<std::ptrdiff_t>(first), record.end(),
                     [&](const Recorded& recorded) {
                       const Entry& entry = recorded.entry;
                       const bool acts =
                           entry.kind == Entry::Kind::kDecision || entry.what == "ran";
                       return acts && entry.profile == profile;
                     });
}

StoryPlayer::Failure StoryPlayer::ExpectNothing(const Step& step, const Expectation& expectation) {
  const std::string& name = story_.ProfileOf(step).name;
  const std::size_t first = expectation.within ? step_began_ : last_step_began_;
  std::size_t looked_at = first;
  const auto is_decided = [&] {
    const bool decided = HasDecision(looked_at, name);
    looked_at = stage_.record().size();
    return decided;
  };
  bool decided = is_decided();
  if (!decided && expectation.within) {
    const StoryStage::Ran ran = stage_.RunUntil(Until(expectation.within), is_decided);
    if (ran == StoryStage::Ran::kTooMuch) return TooMuch(step);
    decided = ran == StoryStage::Ran::kDone;
  }
  if (!decided) return std::nullopt;
  return fmt::format("  expected: {}\n  happened since then:\n{}",
                     InOneLine(*step.node->Find("expect")),
                     DescribeHappened(stage_.record(), first, name, matched_[name].at));
}

std::string StoryPlayer::NotAsExpected(const Step& step, const Expectation& expectation,
                                       const std::string& otherwise) const {
  const Profile& profile = story_.ProfileOf(step);
  const auto found = matched_.find(profile.name);
  const Matched matched = found == matched_.end() ? Matched{} : found->second;
  std::string text = fmt::format("  expected: {}\n", InOneLine(*step.node->Find("expect")));
  if (!otherwise.empty()) text += fmt::format("  but now:  {}\n", otherwise);
  text += fmt::format("  happened since {}:\n", matched.next == 0 ? "the start" : "the last match");
  text += DescribeHappened(stage_.record(), matched.next, profile.name, matched.at);
  if (expectation.IsAboutEntry()) {
    text += DescribeNearest(stage_.record(), matched.next, expectation, profile, matched.at);
  }
  return text;
}

}  // namespace lineman
