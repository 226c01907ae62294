#include "base/suggest.h"

#include <gtest/gtest.h>

#include <array>

namespace lineman {
namespace {

constexpr std::array<std::string_view, 8> kKeys = {"holdoff",      "backoff",      "budgets",
                                                   "stable_after", "open_circuit", "caps",
                                                   "start_spread", "user"};

TEST(Nearest, ForgivesOneSlipInThreeLetters) {
  EXPECT_EQ(Nearest("hold_off", kKeys), "holdoff");
  EXPECT_EQ(Nearest("holdof", kKeys), "holdoff");
  EXPECT_EQ(Nearest("opencircuit", kKeys), "open_circuit");
  EXPECT_EQ(Nearest("budget", kKeys), "budgets");
  EXPECT_EQ(Nearest("stable-afer", kKeys), "stable_after");
}

TEST(Nearest, CountsASwapOfNeighboursAsOneSlip) {
  EXPECT_EQ(Nearest("cpas", kKeys), "caps");
  EXPECT_EQ(Nearest("usre", kKeys), "user");
}

TEST(Nearest, DoesNotMindCapitals) { EXPECT_EQ(Nearest("HoldOff", kKeys), "holdoff"); }

TEST(Nearest, IsNothingWhenNoneIsNear) {
  EXPECT_EQ(Nearest("telephone", kKeys), "");
  EXPECT_EQ(Nearest("", kKeys), "");
  EXPECT_EQ(Nearest("cups1", kKeys), "");
  EXPECT_EQ(Nearest("xy", kKeys), "");
  EXPECT_EQ(Nearest("user", {}), "");
}

TEST(Nearest, PrefersTheNearerAndThenTheFirst) {
  constexpr std::array<std::string_view, 3> kNumbers = {"number_a", "number_b", "numbers"};
  EXPECT_EQ(Nearest("number", kNumbers), "numbers");
  EXPECT_EQ(Nearest("number_c", kNumbers), "number_a");
}

TEST(Nearest, NeverOffersAWordWithNoLetterInCommon) {
  constexpr std::array<std::string_view, 2> kShort = {"a", "tcp"};
  EXPECT_EQ(Nearest("b", kShort), "");
}

TEST(Nearest, LeavesMonstrousWordsAlone) {
  EXPECT_EQ(Nearest(std::string(100'000, 'h'), kKeys), "");
}

TEST(DidYouMean, IsAHalfSentence) {
  EXPECT_EQ(DidYouMean("hold_off", kKeys), " (did you mean 'holdoff'?)");
  EXPECT_EQ(DidYouMean("telephone", kKeys), "");
}

}  // namespace
}  // namespace lineman
