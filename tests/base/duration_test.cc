#include "base/duration.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/chance.h"

namespace lineman {
namespace {

std::int64_t Milliseconds(std::string_view text) {
  const Result<Duration> duration = ParseDuration(text);
  EXPECT_TRUE(duration) << text << ": " << duration.error().message;
  return duration ? duration->count() : -1;
}

std::string Refusal(std::string_view text) {
  const Result<Duration> duration = ParseDuration(text);
  return duration ? "read as " + FormatDuration(*duration) : duration.error().message;
}

TEST(ParseDuration, ReadsEveryUnit) {
  EXPECT_EQ(Milliseconds("250ms"), 250);
  EXPECT_EQ(Milliseconds("5s"), 5000);
  EXPECT_EQ(Milliseconds("5m"), 300'000);
  EXPECT_EQ(Milliseconds("2h"), 7'200'000);
  EXPECT_EQ(Milliseconds("30d"), 2'592'000'000);
  EXPECT_EQ(Milliseconds("1w"), 604'800'000);
}

TEST(ParseDuration, AddsPartsFromTheLargestDown) {
  EXPECT_EQ(Milliseconds("1h30m"), 5'400'000);
  EXPECT_EQ(Milliseconds("1w2d3h4m5s6ms"), 788'645'006);
  EXPECT_EQ(Milliseconds("90m"), 5'400'000);
  EXPECT_EQ(Milliseconds("1h90m"), 9'000'000);
}

TEST(ParseDuration, TakesAFractionOfTheLastPart) {
  EXPECT_EQ(Milliseconds("2.5s"), 2500);
  EXPECT_EQ(Milliseconds("1h0.5m"), 3'630'000);
  EXPECT_EQ(Milliseconds("0.001s"), 1);
  EXPECT_EQ(Milliseconds("1.5w"), 907'200'000);
  EXPECT_EQ(Milliseconds("0.3333333333333s"), 333);
}

TEST(ParseDuration, TakesZeroWithAndWithoutUnit) {
  EXPECT_EQ(Milliseconds("0"), 0);
  EXPECT_EQ(Milliseconds("0s"), 0);
  EXPECT_EQ(Milliseconds("0h0m"), 0);
}

TEST(ParseDuration, RefusesABareNumberAndOffersUnits) {
  EXPECT_EQ(Refusal("5"), "'5' has no unit: write 5s for seconds, 5m for minutes or 5h for hours");
  EXPECT_EQ(Refusal("1.5"),
            "'1.5' has no unit: write 1.5s for seconds, 1.5m for minutes or 1.5h for hours");
  EXPECT_EQ(Refusal("00"),
            "'00' has no unit: write 00s for seconds, 00m for minutes or 00h for hours");
}

TEST(ParseDuration, RefusesWhatNobodyCanAddUp) {
  for (const std::string_view text :
       {"", "s", "-5s", "+5s", " 5s", "5s ", "5 s", "5s1h", "5s5s", "1,5s", "1.s", ".5s", "1.5h30m",
        "1h-1m", "five", "1.2.3s", "5S"}) {
    EXPECT_EQ(Refusal(text), fmt::format("'{}' is not a duration: write a number with a unit, such "
                                         "as 30s, 5m, 1h30m or 250ms",
                                         text));
  }
}

TEST(ParseDuration, RefusesPartsWithoutUnitAfterOthers) {
  EXPECT_EQ(Refusal("1h30"), "'1h30' ends without a unit: each number needs one, as in 1h30m");
}

TEST(ParseDuration, NamesAnUnknownUnit) {
  EXPECT_EQ(Refusal("5min"),
            "'5min' has the unknown unit 'min': the units are ms, s, m, h, d and w");
  EXPECT_EQ(Refusal("3y"), "'3y' has the unknown unit 'y': the units are ms, s, m, h, d and w");
}

TEST(ParseDuration, RefusesMoreThanTenYears) {
  EXPECT_EQ(ParseDuration("3653d"), kLongestDuration);
  for (const std::string_view text :
       {"3653d1ms", "3654d", "522w", "9999999999999999999999999s", "999999999999w",
        "315619200001ms", "521.9w", "3653.1d", "87672h1m"}) {
    EXPECT_EQ(Refusal(text), fmt::format("'{}' is longer than ten years", text));
  }
}

TEST(FormatDuration, WritesTheShortestExactSpelling) {
  EXPECT_EQ(FormatDuration(Duration(0)), "0s");
  EXPECT_EQ(FormatDuration(Duration(1)), "1ms");
  EXPECT_EQ(FormatDuration(Duration(90'000)), "1m30s");
  EXPECT_EQ(FormatDuration(Duration(1500)), "1s500ms");
  EXPECT_EQ(FormatDuration(Duration(86'400'000)), "1d");
  EXPECT_EQ(FormatDuration(Duration(1'209'600'000)), "14d");
  EXPECT_EQ(FormatDuration(Duration(-5000)), "-5s");
}

TEST(FormatDuration, IsReadBackExactly) {
  for (const std::int64_t ms : {0LL, 1LL, 999LL, 1000LL, 1001LL, 59'999LL, 60'000LL, 3'599'999LL,
                                3'600'000LL, 86'399'999LL, 86'400'000LL, 604'800'000LL}) {
    EXPECT_EQ(Milliseconds(FormatDuration(Duration(ms))), ms);
  }
  EXPECT_EQ(ParseDuration(FormatDuration(kLongestDuration)), kLongestDuration);
}

TEST(FormatDuration, IsReadBackExactlyWhateverTheValue) {
  const Chance chance(11);
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const std::int64_t longest = kLongestDuration.count() >> (i % 39);
    const Duration duration(chance.Between(0, longest, "duration", "round trip", i));
    ASSERT_EQ(ParseDuration(FormatDuration(duration)), duration) << duration.count();
  }
}

TEST(FormatRoughly, GivesTwoUnitsAtMost) {
  EXPECT_EQ(FormatRoughly(Duration(0)), "0s");
  EXPECT_EQ(FormatRoughly(Duration(5)), "5ms");
  EXPECT_EQ(FormatRoughly(Duration(1500)), "1.5s");
  EXPECT_EQ(FormatRoughly(Duration(12'400)), "12s");
  EXPECT_EQ(FormatRoughly(Duration(3'723'004)), "1h2m");
  EXPECT_EQ(FormatRoughly(Duration(90'000'000)), "1d1h");
  EXPECT_EQ(FormatRoughly(Duration(3'600'000)), "1h");
}

TEST(FormatRoughly, RoundsToTheNearestAndCarries) {
  EXPECT_EQ(FormatRoughly(Duration(3'599'600)), "1h");
  EXPECT_EQ(FormatRoughly(Duration(59'700)), "1m");
  EXPECT_EQ(FormatRoughly(Duration(86'399'999)), "1d");
  EXPECT_EQ(FormatRoughly(Duration(9'990)), "10s");
  EXPECT_EQ(FormatRoughly(Duration(1000)), "1s");
  EXPECT_EQ(FormatRoughly(Duration(86'400'000 * 3 + 3'600'000 * 5 + 1'800'000)), "3d6h");
}

TEST(FormatRoughly, WritesNegativesLikeTheirOpposites) {
  EXPECT_EQ(FormatRoughly(Duration(-3'723'004)), "-1h2m");
  EXPECT_EQ(FormatRoughly(Duration(-1500)), "-1.5s");
}

}  // namespace
}  // namespace lineman
