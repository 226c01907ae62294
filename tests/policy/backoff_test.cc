#include "policy/backoff.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/policy/profile_testing.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

TEST(BackoffTest, DoublesToItsLongestPauseAndStaysThere) {
  const Backoff backoff;  // the worked example of the header
  constexpr std::array<Duration, 8> kPauses = {5s, 10s, 20s, 40s, 80s, 160s, 5min, 5min};
  for (std::size_t i = 0; i < kPauses.size(); ++i) {
    EXPECT_EQ(backoff.Pause(static_cast<int>(i) + 1), kPauses.at(i)) << i + 1;
  }
  for (const int n : {9, 10, 31, 32, 33, 63, 64, 65, 1000, 1'000'000, INT32_MAX}) {
    EXPECT_EQ(backoff.Pause(n), 5min) << n;
  }
}

TEST(BackoffTest, NeverShrinksAsFailuresGrow) {
  for (const std::int64_t factor : {1000, 1001, 1100, 1500, 3333, 10'000}) {
    const Backoff backoff{7ms, factor, std::chrono::days(7), 0};
    Duration before{0};
    for (int n = 1; n < 2000; ++n) {
      const Duration pause = backoff.Pause(n);
      ASSERT_GE(pause, before) << factor << " " << n;
      ASSERT_LE(pause, backoff.max);
      before = pause;
    }
  }
}

TEST(BackoffTest, ReachesTheLongestSettingsWithoutOverflow) {
  const Backoff backoff{std::chrono::days(1), 10'000, std::chrono::days(30), 1'000'000};
  EXPECT_EQ(backoff.Pause(2), std::chrono::days(10));
  EXPECT_EQ(backoff.Pause(3), std::chrono::days(30));
  EXPECT_EQ(backoff.Pause(1'000'000), std::chrono::days(30));
}

TEST(BackoffTest, AFactorOfOneNeverGrows) {
  const Backoff backoff{7s, 1000, 5min, 0};
  for (const int n : {1, 2, 3, 1'000'000}) EXPECT_EQ(backoff.Pause(n), 7s);
}

TEST(BackoffTest, ASmallFactorGrowsByAMillisecondAtLeast) {
  const Backoff backoff{1ms, 1001, 1h, 0};
  EXPECT_EQ(backoff.Pause(2), 2ms);
  EXPECT_EQ(backoff.Pause(1'000'000), 1h);
}

TEST(BackoffTest, AFirstPauseOverTheLongestIsTheLongest) {
  const Backoff backoff{10min, 2000, 5min, 0};
  EXPECT_EQ(backoff.Pause(1), 5min);
}

TEST(BackoffTest, NothingDoubledIsNothing) {
  const Backoff backoff{0s, 2000, 5min, 1'000'000};
  EXPECT_EQ(backoff.Pause(1'000'000), 0s);
  EXPECT_EQ(backoff.Jittered(3, Chance(1), "kiosk", 3), 0s);
}

TEST(BackoffTest, FailuresBeforeTheFirstPauseLikeTheFirst) {
  const Backoff backoff;
  EXPECT_EQ(backoff.Pause(0), 5s);
  EXPECT_EQ(backoff.Pause(-5), 5s);
}

TEST(BackoffTest, JitterStaysInItsBoundsAndReachesBothSides) {
  for (const std::int64_t jitter : {0, 1, 200'000, 1'000'000}) {
    for (const Duration first : {Duration(1ms), Duration(250ms), Duration(1500ms), Duration(10s)}) {
      const Backoff backoff{first, 1000, 5min, jitter};
      const std::int64_t reach = first.count() * jitter / 1'000'000;
      std::int64_t least = first.count();
      std::int64_t most = first.count();
      for (std::uint64_t counter = 0; counter < 4000; ++counter) {
        const auto pause = backoff.Jittered(1, Chance(7), "kiosk", counter).count();
        ASSERT_GE(pause, first.count() - reach);
        ASSERT_LE(pause, first.count() + reach);
        least = std::min(least, pause);
        most = std::max(most, pause);
      }
      // Four thousand draws come within a hundredth of both ends.
      EXPECT_LE(least, first.count() - reach + reach / 100) << jitter << " " << first.count();
      EXPECT_GE(most, first.count() + reach - reach / 100) << jitter << " " << first.count();
    }
  }
}

TEST(BackoffTest, JitterGoesOnAtTheLongestPause) {
  const Backoff backoff;
  EXPECT_NE(backoff.Jittered(100, Chance(1), "kiosk", 100),
            backoff.Jittered(100, Chance(1), "kiosk", 101));
  EXPECT_NE(backoff.Jittered(100, Chance(1), "kiosk", 100),
            backoff.Jittered(100, Chance(2), "kiosk", 100));
}

// These never change: a rehearsal of last year must show what happened last year.
TEST(BackoffTest, DrawsThePinnedPauses) {
  const Backoff backoff;
  EXPECT_EQ(backoff.Jittered(1, Chance(1), "kiosk", 1).count(), 4708);
  EXPECT_EQ(backoff.Jittered(2, Chance(1), "kiosk", 2).count(), 8532);
  EXPECT_EQ(backoff.Jittered(100, Chance(42), "pump", 100).count(), 354769);
}

TEST(BackoffTest, TheProfileGivesItsOwnNumbers) {
  const Profile profile = Read(
      "profile: kiosk\nretry: {backoff: {first: 1500ms, factor: 1.25, max: 1h, jitter: 2.5%}}\n");
  EXPECT_EQ(profile.backoff.first, 1500ms);
  EXPECT_EQ(profile.backoff.factor_milli, 1250);
  EXPECT_EQ(profile.backoff.max, 1h);
  EXPECT_EQ(profile.backoff.jitter_per_million, 25'000);
}

}  // namespace
}  // namespace lineman
