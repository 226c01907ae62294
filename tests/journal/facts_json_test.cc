#include "journal/facts_json.h"

#include <gtest/gtest.h>

namespace lineman {
namespace {

using std::chrono::hours;

LineFacts Everything() {
  LineFacts facts;
  facts.will = {OperatorWill::Word::kDown, WallTime{hours(500'000)}};
  facts.dials = 77;
  facts.attempts = 5;
  CountOf(facts.failures, Cause::kLine) = 3;
  CountOf(facts.failures, Cause::kInternal) = 1;
  facts.number_attempts = {{"+4930", 2}, {"100", 3}};
  facts.next_number = 1;
  facts.version = 0xFEDCBA9876543210;
  facts.changes = 2;
  facts.circuit =
      OpenCircuit{Cause::kCredentials,      "budget \"credentials\": spent", 2, true, true,
                  WallTime{hours(499'999)}, WallTime{hours(500'001)}};
  facts.rotation = Rotation{false};
  facts.last_end = WallTime{hours(499'998)};
  facts.attempt = AttemptFacts{.id = 78,
                               .dial = 5,
                               .number = "+49 30",
                               .number_index = -1,
                               .user = "kiosk-17",
                               .domain = "HQ",
                               .login = LoginKey{"hq\\kiosk-17", 0xFEDCBA9876543210},
                               .spent = LoginKey{"other", 0},
                               .sends = Sends::kNew,
                               .probe = true,
                               .connected = WallTime{hours(499'990)},
                               .proven = true};
  return facts;
}

TEST(FactsJson, IsReadAsItWasWritten) {
  for (const LineFacts& facts : {LineFacts{}, Everything()}) {
    const Result<LineFacts> read = ReadFacts(WriteFacts(facts));
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(*read, facts) << WriteFacts(facts);
  }
}

TEST(FactsJson, OfAnOlderVersionLacksWhatThatDidNotKnow) {
  const Result<LineFacts> read = ReadFacts(R"({"dials": 3, "unheard_of": {"a": 1}})");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->dials, 3U);
  EXPECT_EQ(read->will, OperatorWill{});
}

TEST(FactsJson, ThatWasTamperedWithIsRefused) {
  for (const char* text : {"", "[]", R"({"rotation": 1})", R"({"rotation": {"try_new": 1}})", "3",
                           "{", R"({"dials": "3"})", R"({"attempts": -1})", R"({"attempts": 1e9})",
                           R"({"attempts": 9999999999})", R"({"will": 3})", R"({"circuit": []})",
                           R"({"failures": {"line": "x"}})", R"({"number_attempts": [1]})",
                           R"({"attempt": {"number_index": -2}})", R"({"attempt": {"spent": 1}})",
                           R"({"circuit": {"at_longest": 1}})", R"({"circuit": {"why": 1}})"}) {
    EXPECT_FALSE(ReadFacts(text).has_value()) << text;
  }
}

TEST(FactsJson, ShiftsEveryTime) {
  LineFacts facts = Everything();
  ShiftFacts(facts, -hours(3));
  EXPECT_EQ(facts.will.until, WallTime{hours(499'997)});
  EXPECT_EQ(facts.circuit->opened, WallTime{hours(499'996)});
  EXPECT_EQ(facts.circuit->next_probe, WallTime{hours(499'998)});
  EXPECT_EQ(facts.last_end, WallTime{hours(499'995)});
  EXPECT_EQ(facts.attempt->connected, WallTime{hours(499'987)});
  // An `up` lasts until the schedule changes, and schedules are read off the clock.
  facts.will.word = OperatorWill::Word::kUp;
  ShiftFacts(facts, -hours(3));
  EXPECT_EQ(facts.will.until, WallTime{hours(499'997)});
  LineFacts none;
  ShiftFacts(none, hours(1));
  EXPECT_EQ(none, LineFacts{});
}

}  // namespace
}  // namespace lineman
