#include "control/line_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lineman {
namespace {

std::vector<std::string> All(LineReader& reader) {
  std::vector<std::string> lines;
  while (std::optional<std::string> line = reader.Next()) lines.push_back(*std::move(line));
  return lines;
}

using Lines = std::vector<std::string>;

TEST(LineReaderTest, CutsAtLineFeedsWhereverThePortionsEnd) {
  const std::string text = "one\ntwo\r\n\n three \nfour";
  for (std::size_t portion = 1; portion <= text.size(); ++portion) {
    LineReader reader(100);
    Lines lines;
    for (std::size_t at = 0; at < text.size(); at += portion) {
      reader.Feed(std::string_view(text).substr(at, portion));
      for (std::string& line : All(reader)) lines.push_back(std::move(line));
    }
    EXPECT_EQ(lines, (Lines{"one", "two", "", " three "})) << portion;
    EXPECT_TRUE(reader.HasBegun());
    EXPECT_FALSE(reader.IsTooLong());
  }
}

TEST(LineReaderTest, LinesThatWaitAreKeptWhileMoreIsFed) {
  LineReader reader(100);
  reader.Feed("a\nb\nc");
  EXPECT_EQ(reader.Next(), "a");
  reader.Feed("d\ne\n");
  EXPECT_EQ(All(reader), (Lines{"b", "cd", "e"}));
  EXPECT_FALSE(reader.HasBegun());
}

TEST(LineReaderTest, TheLongestLineIsTakenAndOneByteMoreIsTooLong) {
  LineReader reader(4);
  reader.Feed("1234\n");
  EXPECT_EQ(reader.Next(), "1234");
  reader.Feed("1234");
  EXPECT_FALSE(reader.IsTooLong());
  reader.Feed("5");
  EXPECT_TRUE(reader.IsTooLong());
  reader.Feed("\n1\n");
  EXPECT_EQ(reader.Next(), std::nullopt);
}

TEST(LineReaderTest, LinesBeforeOneThatIsTooLongAreStillTaken) {
  LineReader reader(4);
  reader.Feed("1\n12345\n2\n");
  EXPECT_FALSE(reader.IsTooLong());
  EXPECT_EQ(All(reader), (Lines{"1"}));
  EXPECT_TRUE(reader.IsTooLong());
}

}  // namespace
}  // namespace lineman
