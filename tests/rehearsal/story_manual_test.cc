// The example in config/STORIES.md is true: it passes, and fails in the words shown.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/rehearsal/story_testing.h"

namespace lineman {
namespace {

std::string Manual() {
  std::ifstream file(std::string(LINEMAN_SOURCE_DIR) + "/config/STORIES.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The block between ``` that begins with `first`.
std::string Block(const std::string& manual, const std::string& first) {
  const std::size_t begin = manual.find("\n" + first);
  if (begin == std::string::npos) return {};
  return manual.substr(begin + 1, manual.find("```", begin) - begin - 1);
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
  return text;
}

// What is said of a story, with the files where the manual has them.
std::string Play(const std::string& story) {
  const std::string profile = Block(Manual(), "profile: kiosk\n");
  const std::string complaint = RunText(story, {{"kiosk.yaml", profile}}).Complaint();
  return Replaced(Replaced(complaint, "t.story.yaml", "profiles/kiosk.story.yaml"), "kiosk.yaml",
                  "profiles/kiosk.yaml");
}

TEST(StoryManual, HasAnExampleThatPasses) {
  const std::string story = Block(Manual(), "story: a busy number");
  ASSERT_FALSE(story.empty());
  EXPECT_EQ(Play(story), "");
}

TEST(StoryManual, ShowsAFailureAsItIs) {
  const std::string story =
      Replaced(Block(Manual(), "story: a busy number"), "after: 30s", "after: 60s");
  EXPECT_EQ(Play(story), Block(Manual(), "a busy number is left for the next one: step 3"));
}

}  // namespace
}  // namespace lineman
