#include "policy/schedule.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/policy/profile_testing.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

Profile Scheduled(const std::string& windows) {
  return Read("profile: kiosk\ntimezone: Europe/Berlin\nonline: [" + windows + "]\n");
}

bool IsWanted(const Profile& profile, WallTime wall) {
  WantedInput input;
  input.wall = wall;
  return ComputeWanted(profile, input).wanted;
}

// How long a line is wanted in the span, to the minute.
Duration WantedIn(const Profile& profile, std::string_view from, std::string_view to) {
  Duration wanted{0};
  for (WallTime at = At(from, Berlin()); at < At(to, Berlin()); at += 1min) {
    if (IsWanted(profile, at)) wanted += 1min;
  }
  return wanted;
}

TEST(ScheduleTest, AWindowIncludesItsBeginningAndNotItsEnd) {
  const Profile profile = Scheduled("'Mon-Fri 07:00-19:00'");
  EXPECT_FALSE(IsWanted(profile, At("2026-03-02T06:59", Berlin())));
  EXPECT_TRUE(IsWanted(profile, At("2026-03-02T07:00", Berlin())));
  EXPECT_TRUE(IsWanted(profile, At("2026-03-02T18:59", Berlin())));
  EXPECT_FALSE(IsWanted(profile, At("2026-03-02T19:00", Berlin())));
  EXPECT_FALSE(IsWanted(profile, At("2026-03-07T12:00", Berlin())));
}

TEST(ScheduleTest, AWindowPastMidnightBelongsToItsFirstDay) {
  const Profile profile = Scheduled("'Fri 22:00-06:00'");
  EXPECT_TRUE(IsWanted(profile, At("2026-03-06T23:00", Berlin())));
  EXPECT_TRUE(IsWanted(profile, At("2026-03-07T05:59", Berlin())));
  EXPECT_FALSE(IsWanted(profile, At("2026-03-06T05:00", Berlin())));
  EXPECT_FALSE(IsWanted(profile, At("2026-03-07T22:00", Berlin())));
}

TEST(ScheduleTest, TheNightTheClockGoesForwardIsAnHourShort) {
  EXPECT_EQ(WantedIn(Scheduled("'01:00-04:00'"), "2026-03-29T00:00", "2026-03-29T12:00"), 2h);
  EXPECT_EQ(WantedIn(Scheduled("'02:30-03:30'"), "2026-03-29T00:00", "2026-03-29T12:00"), 30min);
  EXPECT_EQ(WantedIn(Scheduled("'02:00-03:00'"), "2026-03-29T00:00", "2026-03-29T12:00"), 0min);
}

TEST(ScheduleTest, TheNightTheClockGoesBackIsAnHourLong) {
  EXPECT_EQ(WantedIn(Scheduled("'01:00-04:00'"), "2026-10-25T00:00", "2026-10-25T12:00"), 4h);
  EXPECT_EQ(WantedIn(Scheduled("'02:30-03:30'"), "2026-10-25T00:00", "2026-10-25T12:00"), 2h);
}

// A time that comes twice means the first: the window must not open again an hour later, when
// nothing would close it before the next day.
TEST(ScheduleTest, AWindowThatEndsInTheHourThatComesTwiceOpensOnce) {
  const Profile profile = Scheduled("'01:30-02:30'");
  EXPECT_EQ(WantedIn(profile, "2026-10-25T00:00", "2026-10-25T12:00"), 1h);
  const WallTime again = At("2026-10-25T02:29", Berlin()) + 1h;  // 02:29 for the second time
  EXPECT_FALSE(IsWanted(profile, again));
  EXPECT_EQ(NextScheduleChange(profile, again), At("2026-10-26T01:30", Berlin()));
}

TEST(ScheduleTest, AWindowOfTheWholeDayNeverChanges) {
  EXPECT_EQ(NextScheduleChange(Scheduled("'00:00-24:00'"), At("2026-03-02T08:00")), std::nullopt);
  EXPECT_EQ(NextScheduleChange(Read("profile: k\n"), At("2026-03-02T08:00")), std::nullopt);
}

TEST(ScheduleTest, AnUntrustedClockCountsAsOpenAndIsLookedAtAgain) {
  WantedInput input;
  input.wall = At("1970-01-01T00:10");
  input.clock_trusted = false;
  const WantedView view = ComputeWanted(Scheduled("'Mon 07:00-08:00'"), input);
  EXPECT_TRUE(view.wanted);
  EXPECT_EQ(view.look_again, input.now + 1min);
}

// A year in steps of 13 minutes: whatever is wanted stays so until the change that was announced.
TEST(ScheduleTest, EveryChangeOfAYearIsAnnouncedAndInTheFuture) {
  for (const char* windows :
       {"'Mon-Fri 07:00-19:00', 'Sat 09:00-13:00'", "'22:00-06:00'", "'01:30-02:30'",
        "'02:30-03:30'", "'Sun 02:00-03:00', 'Sun 02:59-02:58'"}) {
    const Profile profile = Scheduled(windows);
    const WallTime end = At("2027-01-01T00:00");
    std::optional<WallTime> change;
    bool open = false;
    for (WallTime at = At("2026-01-01T00:00"); at < end; at += 13min) {
      if (!change || at >= *change) {
        open = IsWanted(profile, at);
        change = NextScheduleChange(profile, at);
        ASSERT_TRUE(change && *change > at) << windows;
        ASSERT_EQ(IsWanted(profile, *change - 1ms), open) << windows;
        ASSERT_NE(IsWanted(profile, *change), open) << windows;
      }
      ASSERT_EQ(IsWanted(profile, at), open) << windows << " at " << FormatWall(at, Berlin());
    }
  }
}

TEST(ScheduleTest, TheOperatorsWordComesFirstAndExpires) {
  const Profile profile = Scheduled("'Mon 07:00-19:00'");
  WantedInput input;
  input.wall = At("2026-03-02T08:00", Berlin());
  input.will = {OperatorWill::Word::kDown, input.wall + 2h};
  const WantedView down = ComputeWanted(profile, input);
  EXPECT_FALSE(down.wanted);
  EXPECT_EQ(down.why, "the operator said down");
  EXPECT_EQ(down.look_again, input.now + 2h);
  input.wall += 2h;
  EXPECT_TRUE(ComputeWanted(profile, input).wanted);
  input.will = {OperatorWill::Word::kDown, std::nullopt};
  EXPECT_FALSE(ComputeWanted(profile, input).wanted);
  EXPECT_EQ(ComputeWanted(profile, input).look_again, std::nullopt);
}

TEST(ScheduleTest, AManualLineWaitsForTheOperator) {
  const Profile profile = Read("profile: k\nonline: manual\n");
  WantedInput input;
  EXPECT_FALSE(ComputeWanted(profile, input).wanted);
  input.will.word = OperatorWill::Word::kUp;
  EXPECT_TRUE(ComputeWanted(profile, input).wanted);
}

TEST(ScheduleTest, AStandbyWaitsForTheOtherToBeDownAndThenForItToStayUp) {
  const Profile profile =
      Read("profile: k\nonline: {standby_for: main, after: 3m, failback_after: 10m}\n");
  WantedInput input;
  input.now = Instant{} + 1h;
  const auto wanted = [&](bool online, Duration since, bool before) {
    input.primary = PrimaryLine{true, online, input.now - since};
    input.wanted_before = before;
    return ComputeWanted(profile, input).wanted;
  };
  EXPECT_FALSE(wanted(false, 3min - 1ms, false));
  EXPECT_TRUE(wanted(false, 3min, false));
  EXPECT_TRUE(wanted(true, 10min - 1ms, true));
  EXPECT_FALSE(wanted(true, 10min, true));
  EXPECT_FALSE(wanted(true, 1s, false));
  input.primary = PrimaryLine{false, false, Instant{}};
  EXPECT_FALSE(ComputeWanted(profile, input).wanted);
}

TEST(DailyRedialTest, TheMomentIsInTheWindowTheSameEachDayAndEachMachinesOwn) {
  const Profile profile =
      Read("profile: kiosk\ntimezone: Europe/Berlin\nredial_daily: '23:30-00:30'\n");
  std::set<Duration> moments;
  for (std::uint64_t machine = 0; machine < 50; ++machine) {
    const Chance chance(machine);
    WallTime at = At("2026-01-01T00:00", Berlin());
    std::optional<Duration> moment;
    for (int day = 0; day < 40; ++day) {
      const auto next = NextDailyRedial(profile, chance, at);
      ASSERT_TRUE(next && *next > at && *next <= at + 25h);
      at = *next;
      const LocalTime local = Berlin().ToLocal(at);
      EXPECT_TRUE(profile.redial_daily->Contains(local.since_midnight)) << FormatLocal(local);
      EXPECT_EQ(local.since_midnight, moment.value_or(local.since_midnight));
      moment = local.since_midnight;
    }
    moments.insert(*moment);
  }
  EXPECT_GT(moments.size(), 45U);
}

TEST(DailyRedialTest, WithoutAWindowThereIsNone) {
  EXPECT_EQ(NextDailyRedial(Read("profile: k\n"), Chance(1), At("2026-01-01T00:00")), std::nullopt);
}

}  // namespace
}  // namespace lineman
