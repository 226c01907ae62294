// When things happen: spans, listed moments, times of day, and chance.
#include "engines/simulator/when.h"

#include <gtest/gtest.h>

#include "rehearsal/virtual_env.h"
#include "tests/engines/simulator/playground.h"

namespace lineman::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Draw kDraw{"somebody", "test"};

class WhenTest : public testing::Test {
 protected:
  // From Monday 2026-03-02 08:00 in Berlin.
  VirtualEnv env_{kMonday, 1};
  Zone berlin_ = *Zone::Find("Europe/Berlin");
  WorldClock clock_{env_, env_.Now(), berlin_.ToWall(*ParseLocal("2026-03-02T08:00")), berlin_};

  std::vector<Age> All(const Moments& moments, Age until) {
    std::vector<Age> all;
    for (Age after{-1};;) {
      const std::optional<Age> next = moments.Next(clock_, after, until, kDraw);
      if (!next) return all;
      EXPECT_GT(*next, after);
      EXPECT_LE(*next, until);
      all.push_back(after = *next);
    }
  }
};

TEST_F(WhenTest, ASpanIncludesItsStartAndNotItsEnd) {
  const When when{.from = minutes(10), .until = hours(2), .during = {}};
  EXPECT_FALSE(when.SpanHolds(clock_, minutes(10) - Duration{1}));
  EXPECT_TRUE(when.SpanHolds(clock_, minutes(10)));
  EXPECT_TRUE(when.SpanHolds(clock_, hours(2) - Duration{1}));
  EXPECT_FALSE(when.SpanHolds(clock_, hours(2)));
}

TEST_F(WhenTest, AWindowIsReadOffTheWorldsCalendar) {
  const When when{.until = {}, .during = {*ParseWeekWindow("Tue 09:00-10:00")}};
  EXPECT_FALSE(when.SpanHolds(clock_, hours(1)));
  EXPECT_TRUE(when.SpanHolds(clock_, hours(25)));
  EXPECT_FALSE(when.SpanHolds(clock_, hours(26)));
}

TEST_F(WhenTest, AChanceOfAThirdIsAThirdOverAYear) {
  const When when{.until = {}, .during = {}, .per_million = 333'333};
  int held = 0;
  for (int hour = 0; hour < 8760; ++hour) held += when.Holds(clock_, hours(hour), kDraw) ? 1 : 0;
  EXPECT_NEAR(held, 2920, 130);  // three standard deviations
}

TEST_F(WhenTest, ListedMomentsComeInOrderHoweverTheyAreWritten) {
  Moments moments;
  moments.at = {hours(3), hours(1), hours(2)};
  EXPECT_EQ(All(moments, hours(3)), (std::vector<Age>{hours(1), hours(2), hours(3)}));
  EXPECT_EQ(All(moments, hours(3) - Duration{1}).size(), 2U);
}

TEST_F(WhenTest, MomentsOutsideTheirSpanDoNotCount) {
  Moments moments;
  moments.at = {hours(1), hours(2), hours(3)};
  moments.when.from = hours(2);
  moments.when.until = hours(3);
  EXPECT_EQ(All(moments, hours(9)), std::vector<Age>{hours(2)});
}

TEST_F(WhenTest, ATimeOfDayStrikesOnceADayAlsoWhenTheClocksGoForward) {
  Moments moments;
  moments.daily = *ParseTimeOfDay("03:30");
  const std::vector<Age> all = All(moments, hours(24 * 30));
  ASSERT_EQ(all.size(), 30U);
  EXPECT_EQ(all.front(), hours(19) + minutes(30));
  // Sunday 2026-03-29, the 27th of them: 23 hours long in Berlin.
  EXPECT_EQ(all[26] - all[25], hours(23));
}

TEST_F(WhenTest, WeekdaysAreAWindow) {
  Moments moments;
  moments.daily = *ParseTimeOfDay("12:00");
  moments.when.during = {*ParseWeekWindow("Sat,Sun 00:00-24:00")};
  EXPECT_EQ(All(moments, hours(24 * 7)).size(), 2U);
}

TEST_F(WhenTest, AMeanTimeIsKeptOverTheYears) {
  Moments moments;
  moments.mean = hours(6);
  const std::size_t struck = All(moments, hours(24 * 365 * 2)).size();
  EXPECT_NEAR(static_cast<double>(struck), 2920, 165);  // three standard deviations
}

TEST_F(WhenTest, LookingInSmallStepsFindsTheSameMoments) {
  Moments moments;
  moments.at = {hours(5), hours(77)};
  moments.daily = hours(4);
  moments.mean = hours(3);
  moments.when.per_million = 700'000;
  std::vector<Age> stepwise;
  for (Age after{-1}; after < hours(100); after += seconds(97)) {
    Age from = after;
    while (const auto next = moments.Next(clock_, from, after + seconds(97), kDraw))
      stepwise.push_back(from = *next);
  }
  std::vector<Age> at_once = All(moments, stepwise.back());
  EXPECT_GT(at_once.size(), 20U);
  EXPECT_EQ(at_once, stepwise);
}

TEST_F(WhenTest, WhomItIsAboutChangesWhenItStrikes) {
  Moments moments;
  moments.mean = hours(3);
  const auto first = moments.Next(clock_, Age{0}, hours(1000), {"one", "drop"});
  EXPECT_EQ(first, moments.Next(clock_, Age{0}, hours(1000), {"one", "drop"}));
  EXPECT_NE(first, moments.Next(clock_, Age{0}, hours(1000), {"two", "drop"}));
  EXPECT_NE(first, moments.Next(clock_, Age{0}, hours(1000), {"one", "stall"}));
  EXPECT_NE(first, moments.Next(clock_, Age{0}, hours(1000), {"one", "drop", 1}));
}

TEST_F(WhenTest, AMomentThatNeverComesDoesNotHang) {
  Moments moments;
  moments.mean = Duration{1};
  moments.when.per_million = 0;
  EXPECT_FALSE(moments.Next(clock_, Age{0}, hours(24 * 3650), kDraw));
}

}  // namespace
}  // namespace lineman::simulator
