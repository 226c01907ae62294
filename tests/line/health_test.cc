#include "line/health.h"

#include <gtest/gtest.h>

#include <string_view>

namespace lineman {
namespace {

// Notes results of probe 0, '+' for a pass and '-' for a failure, and tells for each whether the
// link was doubtful after it: "d" or ".".
std::string After(ProbeThresholds thresholds, std::string_view results) {
  Health health;
  health.Reset({thresholds});
  std::string doubtful;
  for (const char result : results) {
    health.Note(0, result == '+');
    doubtful += health.IsDoubtful() ? 'd' : '.';
  }
  return doubtful;
}

TEST(HealthTest, ThreeFailuresInARowMakeALinkDoubtful) {
  EXPECT_EQ(After({3, 2}, "---"), "..d");
  EXPECT_EQ(After({3, 2}, "--+--+--+"), ".........");
  EXPECT_EQ(After({3, 2}, "+++---"), ".....d");
}

TEST(HealthTest, TwoPassesInARowMakeItGoodAgain) {
  EXPECT_EQ(After({3, 2}, "---++"), "..dd.");
  EXPECT_EQ(After({3, 2}, "---+-+-+-++"), "..dddddddd.");
}

TEST(HealthTest, AfterItRecoveredItTakesThreeFailuresAnew) {
  EXPECT_EQ(After({3, 2}, "---++--+---"), "..dd......d");
}

TEST(HealthTest, ThresholdsOfOneFollowEveryResult) { EXPECT_EQ(After({1, 1}, "-+-+-"), "d.d.d"); }

TEST(HealthTest, OneProbeThatPassesProvesTheLink) {
  Health health;
  health.Reset({{1, 1}, {1, 1}});
  health.Note(0, false);
  EXPECT_FALSE(health.IsDoubtful());
  health.Note(1, false);
  EXPECT_TRUE(health.IsDoubtful());
  health.Note(0, true);
  EXPECT_FALSE(health.IsDoubtful());
}

TEST(HealthTest, WithoutProbesALinkIsNeverDoubtful) {
  Health health;
  health.Reset({});
  health.Note(0, false);
  EXPECT_FALSE(health.IsDoubtful());
}

TEST(HealthTest, ResultsOfProbesThatAreNotThereAreDropped) {
  Health health;
  health.Reset({{1, 1}});
  health.Note(1, false);
  health.Note(-1, false);
  EXPECT_FALSE(health.IsDoubtful());
}

TEST(HealthTest, ANewLinkBeginsHealthy) {
  Health health;
  health.Reset({{1, 1}});
  health.Note(0, false);
  health.Reset({{2, 1}});
  health.Note(0, false);
  EXPECT_FALSE(health.IsDoubtful());
}

}  // namespace
}  // namespace lineman
