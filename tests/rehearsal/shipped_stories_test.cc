// Every story in the tree: those of the shipped profiles and plugins, and those in tests/stories,
// which say in the administrator's words what the policy does.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/rehearsal/story_testing.h"

namespace lineman {
namespace {

class ShippedStories : public testing::TestWithParam<std::string> {};

TEST_P(ShippedStories, Pass) {
  const StoriesRun run = RunFile(GetParam());
  EXPECT_FALSE(run.results.empty());
  EXPECT_EQ(run.Complaint(), "");
}

TEST_P(ShippedStories, HaveTheSameRecordTwice) {
  const StoriesRun first = RunFile(GetParam());
  const StoriesRun second = RunFile(GetParam());
  ASSERT_EQ(first.results.size(), second.results.size());
  for (std::size_t i = 0; i < first.results.size(); ++i) {
    EXPECT_EQ(ToJsonLines(first.results[i].record), ToJsonLines(second.results[i].record));
  }
}

std::string NameOfFile(const testing::TestParamInfo<std::string>& info) {
  std::string name = std::filesystem::path(info.param).stem().stem().string();
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name + "_" + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedStories, testing::ValuesIn(lineman::ShippedStories()),
                         NameOfFile);

}  // namespace
}  // namespace lineman
