#include "journal/stamp.h"

#include <gtest/gtest.h>

namespace lineman {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr WallTime kBuild{hours(24 * 365 * 56)};
constexpr WallTime kNoon = kBuild + hours(24 * 100 + 12);

TEST(BootBegan, InTheSameBootWhateverTheWallClockSays) {
  const Stamp seen{"a", hours(5), kNoon};
  EXPECT_EQ(BootBegan(seen, {"a", hours(6), kNoon + hours(1)}, kBuild), kNoon - hours(5));
  EXPECT_EQ(BootBegan(seen, {"a", hours(6), kNoon - hours(999)}, kBuild), kNoon - hours(1005));
  EXPECT_EQ(BootBegan(seen, {"a", hours(6), WallTime{}}, kBuild), WallTime{} - hours(6));
}

TEST(BootBegan, InABootBeforeAsItsClockSaid) {
  const Stamp seen{"a", hours(5), kNoon};
  EXPECT_EQ(BootBegan(seen, {"b", minutes(1), kNoon + hours(8)}, kBuild), kNoon - hours(5));
}

TEST(BootBegan, CountsNoTimeOffWhenTheClockWentBackOrWasNeverSet) {
  const Stamp now{"b", minutes(1), kNoon};
  const WallTime latest = kNoon - minutes(1) - hours(5);
  EXPECT_EQ(BootBegan({"a", hours(5), kNoon + hours(1)}, now, kBuild), latest);
  EXPECT_EQ(BootBegan({"a", hours(5), WallTime{hours(5)}}, now, kBuild), latest);
  const Stamp dead_battery{"b", minutes(1), WallTime{minutes(1)}};
  EXPECT_EQ(BootBegan({"a", hours(5), kNoon}, dead_battery, kBuild), WallTime{-hours(5)});
  EXPECT_EQ(BootBegan({"a", hours(5), WallTime{hours(5)}}, dead_battery, kBuild),
            WallTime{-hours(5)});
}

TEST(BootBegan, WithoutANameIsAnotherBootEachTime) {
  EXPECT_EQ(BootBegan({"", hours(5), kNoon}, {"", minutes(1), kNoon + hours(8)}, kBuild),
            kNoon - hours(5));
}

}  // namespace
}  // namespace lineman
