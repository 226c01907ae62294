#include "tray/phrase.h"

#include <gtest/gtest.h>

#include "tests/tray/lines.h"

namespace lineman {
namespace {

TEST(Phrase, PutsTextsAndMomentsIntoTheirPlaces) {
  const Phrase phrase{"%2 waits until %1", {kMorning + std::chrono::minutes(392), "kiosk"}};
  EXPECT_EQ(Plain(phrase, Zone(), kMorning), "kiosk waits until 14:32");
}

TEST(Phrase, TellsTheDayOfAnotherDay) {
  const Phrase phrase{"until %1", {kMorning + std::chrono::hours(24)}};
  EXPECT_EQ(Plain(phrase, Zone(), kMorning), "until 2026-03-03 08:00");
}

TEST(Phrase, DoesNotFillWhatWasFilledIn) {
  const Phrase phrase{"%1 and %2", {"100 %2", "b"}};
  EXPECT_EQ(Plain(phrase, Zone(), kMorning), "100 %2 and b");
}

TEST(Phrase, KeepsPercentSignsThatAreNoPlaces) {
  EXPECT_EQ(Plain({"100 %, %1 %", {"5"}}, Zone(), kMorning), "100 %, 5 %");
}

TEST(Phrase, Counts) {
  EXPECT_EQ(Plain(NumberPhrase("%n line(s) online", 1), Zone(), kMorning), "1 line online");
  EXPECT_EQ(Plain(NumberPhrase("%n line(s) online", 3), Zone(), kMorning), "3 lines online");
}

}  // namespace
}  // namespace lineman
