#include "base/chance.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <set>
#include <string>

namespace lineman {
namespace {

// A change of the algorithm changes every story and every recorded rehearsal: these numbers are
// the promise that it does not happen unnoticed, on any platform.
TEST(Chance, GivesTheNumbersItHasAlwaysGiven) {
  EXPECT_EQ(Chance(0).Bits("", "", 0), 16869070043802833413U);
  EXPECT_EQ(Chance(1).Bits("head-office", "backoff", 0), 16020080169170509251U);
  EXPECT_EQ(Chance(1).Bits("head-office", "backoff", 1), 2394355761279643466U);
  EXPECT_EQ(Chance(1).Bits("till-7", "backoff", 0), 5466380151587555662U);
  EXPECT_EQ(Chance(0xffffffffffffffffU).Bits("ü", "spread", 0xffffffffffffffffU),
            8240187848516071414U);
  EXPECT_EQ(Chance(1).Between(1, 6, "die", "throw", 0), 1);
  EXPECT_EQ(Chance(1).Between(-1000, 1000, "die", "throw", 1), 989);
}

TEST(Chance, DependsOnEachPartOfItsKey) {
  const std::set<std::uint64_t> draws = {Chance(1).Bits("a", "b", 0), Chance(2).Bits("a", "b", 0),
                                         Chance(1).Bits("b", "b", 0), Chance(1).Bits("a", "c", 0),
                                         Chance(1).Bits("a", "b", 1), Chance(1).Bits("b", "a", 0),
                                         Chance(1).Bits("ab", "", 0), Chance(1).Bits("", "ab", 0)};
  EXPECT_EQ(draws.size(), 8U);
}

TEST(Chance, DoesNotDependOnTheOrderOfDraws) {
  const Chance chance(5);
  const std::uint64_t first = chance.Bits("line", "backoff", 3);
  for (std::uint64_t i = 0; i < 100; ++i) chance.Bits("another line", "backoff", i);
  EXPECT_EQ(chance.Bits("line", "backoff", 3), first);
  EXPECT_EQ(Chance(chance.seed()).Bits("line", "backoff", 3), first);
}

TEST(Chance, BitsAreEvenlySpread) {
  constexpr int kDraws = 20'000;
  std::array<int, 64> ones = {};
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const std::uint64_t bits = Chance(9).Bits("spread", "bits", i);
    for (std::size_t bit = 0; bit < 64; ++bit) ones.at(bit) += static_cast<int>((bits >> bit) & 1U);
  }
  for (const int count : ones) EXPECT_NEAR(count, kDraws * 0.5, 400);  // over five deviations
}

TEST(Chance, NeighboursInTheCounterDifferInHalfTheirBits) {
  int differing = 0;
  for (std::uint64_t i = 0; i < 1000; ++i)
    differing += std::popcount(Chance(1).Bits("a", "b", i) ^ Chance(1).Bits("a", "b", i + 1));
  EXPECT_NEAR(differing, 32'000, 800);
}

TEST(Chance, BetweenReachesBothEndsAndNothingElse) {
  std::array<int, 6> throws = {};
  for (std::uint64_t i = 0; i < 60'000; ++i) {
    const std::int64_t eyes = Chance(3).Between(1, 6, "die", "throw", i);
    ASSERT_GE(eyes, 1);
    ASSERT_LE(eyes, 6);
    ++throws.at(static_cast<std::size_t>(eyes - 1));
  }
  for (const int count : throws) EXPECT_NEAR(count, 10'000, 500);
}

TEST(Chance, BetweenTakesAnyRange) {
  const Chance chance(3);
  EXPECT_EQ(chance.Between(7, 7, "a", "b", 0), 7);
  EXPECT_EQ(chance.Between(7, 3, "a", "b", 0), 7);
  bool negative = false;
  bool positive = false;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const std::int64_t any = chance.Between(INT64_MIN, INT64_MAX, "a", "b", i);
    negative = negative || any < 0;
    positive = positive || any > 0;
    const std::int64_t low = chance.Between(INT64_MIN, INT64_MIN + 1, "a", "b", i);
    EXPECT_LE(low, INT64_MIN + 1);
  }
  EXPECT_TRUE(negative && positive);
}

TEST(Chance, HappensAsOftenAsSaid) {
  int happened = 0;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    EXPECT_FALSE(Chance(4).Happens(0, "a", "b", i));
    EXPECT_TRUE(Chance(4).Happens(1'000'000, "a", "b", i));
    happened += Chance(4).Happens(250'000, "a", "b", i) ? 1 : 0;
  }
  EXPECT_NEAR(happened, 25'000, 700);
}

}  // namespace
}  // namespace lineman
