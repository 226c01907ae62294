#include "base/zone.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/chance.h"

namespace lineman {
namespace {

Zone In(std::string_view name) {
  const Result<Zone> zone = Zone::Find(name);
  EXPECT_TRUE(zone) << zone.error().message;
  return zone.value_or(Zone());
}

LocalTime At(std::string_view text) {
  const Result<LocalTime> local = ParseLocal(text);
  EXPECT_TRUE(local) << local.error().message;
  return local.value_or(LocalTime{});
}

// A moment given in UTC.
WallTime Utc(std::string_view text) { return Zone().ToWall(At(text)); }

std::string InUtc(WallTime at) { return FormatLocal(Zone().ToLocal(at)); }

// What a clock in the zone shows at a moment of UTC, and when a clock there shows a reading.
std::string Shows(const Zone& zone, std::string_view utc) {
  return FormatLocal(zone.ToLocal(Utc(utc)));
}
std::string When(const Zone& zone, std::string_view local) { return InUtc(zone.ToWall(At(local))); }

TEST(Zone, UtcIsThereWithoutData) {
  EXPECT_EQ(Zone().name(), "UTC");
  EXPECT_EQ(In("UTC").name(), "UTC");
  EXPECT_EQ(FormatLocal(Zone().ToLocal(WallTime{})), "1970-01-01T00:00");
}

TEST(Zone, OfThisMachineHasAName) { EXPECT_FALSE(Zone::OfThisMachine().name().empty()); }

TEST(Zone, UnknownNamesAreErrorsWithAWayOut) {
  for (const std::string_view name : {"Europe/Berln", "", "CET+1", "../etc/passwd"}) {
    const Result<Zone> zone = Zone::Find(name);
    ASSERT_FALSE(zone) << name;
    EXPECT_EQ(zone.error().message,
              fmt::format("'{}' is not a time zone: use an IANA name such as Europe/Berlin or UTC",
                          name));
  }
}

TEST(Zone, BerlinIsOneHourAheadInWinterAndTwoInSummer) {
  const Zone berlin = In("Europe/Berlin");
  EXPECT_EQ(berlin.name(), "Europe/Berlin");
  EXPECT_EQ(Shows(berlin, "2026-01-15T11:00"), "2026-01-15T12:00");
  EXPECT_EQ(Shows(berlin, "2026-07-15T10:00"), "2026-07-15T12:00");
  EXPECT_EQ(When(berlin, "2026-01-15T12:00"), "2026-01-15T11:00");
  EXPECT_EQ(When(berlin, "2026-07-15T12:00"), "2026-07-15T10:00");
}

TEST(Zone, AReadingTheClockSkipsMeansTheMomentItWentForward) {
  const Zone berlin = In("Europe/Berlin");
  EXPECT_EQ(Shows(berlin, "2026-03-29T00:59:59.999"), "2026-03-29T01:59:59.999");
  EXPECT_EQ(Shows(berlin, "2026-03-29T01:00"), "2026-03-29T03:00");
  EXPECT_EQ(When(berlin, "2026-03-29T01:59:59.999"), "2026-03-29T00:59:59.999");
  EXPECT_EQ(When(berlin, "2026-03-29T02:00"), "2026-03-29T01:00");
  EXPECT_EQ(When(berlin, "2026-03-29T02:30"), "2026-03-29T01:00");
  EXPECT_EQ(When(berlin, "2026-03-29T02:59:59.999"), "2026-03-29T01:00");
  EXPECT_EQ(When(berlin, "2026-03-29T03:00"), "2026-03-29T01:00");
}

TEST(Zone, AReadingTheClockShowsTwiceMeansTheFirst) {
  const Zone berlin = In("Europe/Berlin");
  EXPECT_EQ(Shows(berlin, "2026-10-25T00:30"), "2026-10-25T02:30");
  EXPECT_EQ(Shows(berlin, "2026-10-25T01:30"), "2026-10-25T02:30");
  EXPECT_EQ(When(berlin, "2026-10-25T02:00"), "2026-10-25T00:00");
  EXPECT_EQ(When(berlin, "2026-10-25T02:30"), "2026-10-25T00:30");
  EXPECT_EQ(When(berlin, "2026-10-25T03:00"), "2026-10-25T02:00");
}

TEST(Zone, TheSouthHasItsSummerInJanuary) {
  const Zone sydney = In("Australia/Sydney");
  EXPECT_EQ(Shows(sydney, "2026-01-15T01:00"), "2026-01-15T12:00");
  EXPECT_EQ(Shows(sydney, "2026-07-15T02:00"), "2026-07-15T12:00");
  EXPECT_EQ(When(sydney, "2026-10-04T02:30"), "2026-10-03T16:00");  // forward
  EXPECT_EQ(When(sydney, "2026-04-05T02:30"), "2026-04-04T15:30");  // back
}

TEST(Zone, SomeZonesMoveByHalfAnHourOrSkipADay) {
  EXPECT_EQ(Shows(In("Asia/Kolkata"), "2026-01-01T00:00"), "2026-01-01T05:30");
  const Zone lord_howe = In("Australia/Lord_Howe");
  EXPECT_EQ(When(lord_howe, "2026-10-04T02:15"), "2026-10-03T15:30");
  EXPECT_EQ(When(In("Pacific/Apia"), "2011-12-30T12:00"), "2011-12-30T10:00");
}

TEST(Zone, ReachesFrom1970To2100AndOverLeapDays) {
  const Zone berlin = In("Europe/Berlin");
  EXPECT_EQ(Shows(berlin, "1970-01-01T00:00"), "1970-01-01T01:00");
  EXPECT_EQ(Shows(berlin, "2028-02-28T23:00"), "2028-02-29T00:00");
  EXPECT_EQ(Shows(berlin, "2100-02-28T23:00"), "2100-03-01T00:00");
  EXPECT_EQ(Shows(berlin, "2100-07-01T10:00"), "2100-07-01T12:00");
  EXPECT_EQ(When(berlin, "2100-12-31T23:59:59"), "2100-12-31T22:59:59");
}

TEST(Zone, KeepsItsRulesAfterTheLastYearThatIsListed) {
  const Zone berlin = In("Europe/Berlin");
  EXPECT_EQ(When(berlin, "2038-03-28T02:30"), "2038-03-28T01:00");
  EXPECT_EQ(Shows(berlin, "2038-10-31T00:59"), "2038-10-31T02:59");
  EXPECT_EQ(Shows(berlin, "2038-10-31T01:00"), "2038-10-31T02:00");
  EXPECT_EQ(When(berlin, "2040-02-29T12:00"), "2040-02-29T11:00");
  EXPECT_EQ(When(berlin, "2096-03-25T02:00"), "2096-03-25T01:00");
  EXPECT_EQ(Shows(berlin, "2036-12-31T23:30"), "2037-01-01T00:30");
  EXPECT_EQ(Shows(berlin, "2037-12-31T23:30"), "2038-01-01T00:30");
  EXPECT_EQ(Shows(In("Australia/Sydney"), "2060-01-15T01:00"), "2060-01-15T12:00");
  EXPECT_EQ(Shows(In("Asia/Tokyo"), "2060-07-15T01:00"), "2060-07-15T10:00");
}

TEST(Zone, EveryMomentComesBackOutsideOfTheHourShownTwice) {
  const Zone berlin = In("Europe/Berlin");
  const Chance chance(2);
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const WallTime at{Duration(chance.Between(0, 4'102'444'800'000, "zone", "moment", i))};
    const Duration back = at - berlin.ToWall(berlin.ToLocal(at));
    ASSERT_TRUE(back == Duration(0) || back == std::chrono::hours(1)) << InUtc(at);
    ASSERT_EQ(berlin.ToLocal(berlin.ToWall(berlin.ToLocal(at))), berlin.ToLocal(at)) << InUtc(at);
  }
}

TEST(LocalTime, KnowsItsCalendarDay) {
  const LocalTime leap = At("2028-02-29T08:00");
  EXPECT_EQ(leap.year(), 2028);
  EXPECT_EQ(leap.month(), 2);
  EXPECT_EQ(leap.day(), 29);
  EXPECT_EQ(leap.weekday(), Weekday::kTuesday);
  EXPECT_EQ(At("1970-01-01").weekday(), Weekday::kThursday);
  EXPECT_EQ(At("2026-03-01").weekday(), Weekday::kSunday);
  EXPECT_EQ(At("2026-03-02").weekday(), Weekday::kMonday);
  EXPECT_EQ(NameOf(Weekday::kMonday), "Mon");
  EXPECT_EQ(NameOf(Weekday::kSunday), "Sun");
}

TEST(LocalTime, IsOrderedAsAClockAdvances) {
  EXPECT_LT(At("2026-03-01T23:59:59.999"), At("2026-03-02"));
  EXPECT_LT(At("2026-03-02T07:59"), At("2026-03-02T08:00"));
  EXPECT_EQ(At("2026-03-02"), At("2026-03-02 00:00"));
}

TEST(FormatLocal, WritesSecondsOnlyWhereThereAreSome) {
  EXPECT_EQ(FormatLocal(At("2026-03-02T08:00")), "2026-03-02T08:00");
  EXPECT_EQ(FormatLocal(At("2026-03-02T08:00:05")), "2026-03-02T08:00:05");
  EXPECT_EQ(FormatLocal(At("2026-03-02T08:00:00.007")), "2026-03-02T08:00:00.007");
}

TEST(FormatLocal, IsReadBackWhateverTheTime) {
  const Chance chance(3);
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const auto days = static_cast<int>(chance.Between(0, 47'847, "local", "day", i));
    const Duration steps[] = {Duration(1), Duration(1000), Duration(60'000)};
    const Duration step = steps[i % 3];
    const LocalTime local{
        days, step * chance.Between(0, 86'400'000 / step.count() - 1, "local", "time", i)};
    ASSERT_EQ(ParseLocal(FormatLocal(local)), local) << FormatLocal(local);
  }
}

TEST(ParseLocal, RefusesWhatIsNoDate) {
  for (const std::string_view text : {"",
                                      "2026",
                                      "2026-3-2",
                                      "2026-02-29",
                                      "2026-13-01",
                                      "2026-00-01",
                                      "2026-01-00",
                                      "2026-04-31",
                                      "2026-03-02T",
                                      "2026-03-02T8:00",
                                      "2026-03-02T24:00",
                                      "2026-03-02T08:60",
                                      "2026-03-02T08:00:60",
                                      "2026-03-02T08:00:",
                                      "2026-03-02T08:00:01.5",
                                      "2026-03-02T08:00.500",
                                      "2026-03-02T08:00Z",
                                      "2026-03-02X08:00",
                                      "02.03.2026",
                                      "2026-03-02T08:00 ",
                                      " 2026-03-02",
                                      "-026-03-02"}) {
    const Result<LocalTime> local = ParseLocal(text);
    ASSERT_FALSE(local) << text;
    EXPECT_EQ(local.error().message,
              fmt::format("'{}' is not a date and time: write 2026-03-02T08:00", text));
  }
}

TEST(FormatWall, WritesTheSecondInTheZone) {
  EXPECT_EQ(FormatWall(Utc("2026-07-15T10:00:05.999"), In("Europe/Berlin")), "2026-07-15 12:00:05");
  EXPECT_EQ(FormatWall(WallTime{Duration(-1)}, Zone()), "1969-12-31 23:59:59");
}

}  // namespace
}  // namespace lineman
