// Entries of the record in a person's words.
#include "control/decision_words.h"

#include <gtest/gtest.h>

namespace lineman {
namespace {

// 2026-11-21 23:59 UTC.
constexpr WallTime kLate{std::chrono::seconds(1'795'305'540)};

Entry Decision(const std::string& what, std::optional<Duration> after = std::nullopt) {
  Entry entry;
  entry.kind = Entry::Kind::kDecision;
  entry.wall = kLate;
  entry.profile = "kiosk";
  entry.what = what;
  entry.after = after;
  entry.by = "policy";
  return entry;
}

TEST(DecisionWords, NameTheMomentAndTheDayWhereItIsAnotherOne) {
  Entry entry = Decision("redial", std::chrono::seconds(30));
  entry.number = "100";
  EXPECT_EQ(Sentence(entry, Zone()), "dials 100 again at 23:59:30, by policy");
  entry.after = std::chrono::minutes(2);
  EXPECT_EQ(Sentence(entry, Zone()), "dials 100 again at 2026-11-22 00:01:00, by policy");
}

TEST(DecisionWords, SayEveryDecisionThereIs) {
  EXPECT_EQ(Sentence(Decision("dial"), Zone()), "dialled, by policy");
  EXPECT_EQ(Sentence(Decision("hold_off", Duration{0}), Zone()),
            "dials nothing until 23:59:00, by policy");
  EXPECT_EQ(Sentence(Decision("open_circuit", Duration{0}), Zone()),
            "gave up timed dials, and probes at 23:59:00, by policy");
  EXPECT_EQ(Sentence(Decision("open_circuit"), Zone()), "gave up timed dials, by policy");
  EXPECT_EQ(Sentence(Decision("stop"), Zone()), "stopped, by policy");
  EXPECT_EQ(Sentence(Decision("ask_operator"), Zone()), "asks a person to answer, by policy");
  EXPECT_EQ(Sentence(Decision("hang_up"), Zone()), "hung up, by policy");
  Entry answer = Decision("answer");
  answer.answer = "callback_number: 100";
  EXPECT_EQ(Sentence(answer, Zone()), "answered callback_number: 100, by policy");
}

TEST(DecisionWords, DoNotSayTheSameTwice) {
  Entry entry = Decision("hang_up");
  entry.detail = "redial";
  EXPECT_EQ(Sentence(entry, Zone()), "hung up: redial, by policy");
  entry.why = {"the operator said redial"};
  EXPECT_EQ(SentenceWithReason(entry, Zone()), "hung up, by policy: the operator said redial");
  entry.why.emplace_back("cap 2 dials per 10m: 9m longer");
  entry.by = "limit caps";
  EXPECT_EQ(SentenceWithReason(entry, Zone()),
            "hung up, by limit caps: cap 2 dials per 10m: 9m longer");
}

TEST(DecisionWords, SayWhatWasCountedAndWhatItWas) {
  Entry entry = Decision("redial");
  EXPECT_EQ(Counted(entry), "");
  Counters counters;
  counters.attempts = 2;
  entry.before = counters;
  CountOf(counters.failures, Cause::kLine) = 1;
  counters.tries = 3;
  entry.now = counters;
  EXPECT_EQ(Counted(entry), "attempts 2, failures line 0 -> 1, tries of the login 0 -> 3");
}

}  // namespace
}  // namespace lineman
