// Promises that hold whatever happens: 1000 random lives, each from its own seed. Sanitizers, which
// make each of them slow, see every tenth.
#include "tests/pipeline/random_life.h"

#include <gtest/gtest.h>

namespace lineman {
namespace {

constexpr std::uint64_t kSeedsEach = 100;
#ifdef LINEMAN_SANITIZED
constexpr std::uint64_t kStride = 10;
#else
constexpr std::uint64_t kStride = 1;
#endif
constexpr int kSteps = 200;

class RandomLifeTest : public testing::TestWithParam<std::uint64_t> {};

// A life that aborts made an illegal move; its seed is the last one announced.
TEST_P(RandomLifeTest, KeepsEveryPromise) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kSeedsEach; seed += kStride) {
    RandomLife life(seed);
    const std::string broken = life.Live(kSteps);
    ASSERT_EQ(broken, "") << "seed " << seed << "\n" << life.LastEntries();
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomLifeTest, testing::Range<std::uint64_t>(0, 1000, kSeedsEach));

}  // namespace
}  // namespace lineman
