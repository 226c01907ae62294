// Texts made to take long or to fill the memory: what stops them. What they cost is measured in
// tests/bench/yaml_hostile_bench.cc.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/text/yaml_text.h"

namespace lineman {
namespace {

constexpr std::size_t kMost = 1U << 20U;

std::string Repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  text.resize(bytes);
  return text;
}

std::string IndentedDeeper(std::string_view piece) {
  std::string text;
  for (std::string blanks; text.size() + blanks.size() + piece.size() < kMost; blanks += ' ')
    text += blanks + std::string(piece);
  return text;
}

TEST(YamlDepth, Of20000IsAnsweredAtTheFirstLevelTooMany) {
  constexpr std::string_view kDeep = "nested deeper than 64 levels\n";
  EXPECT_EQ(FindingsOf(Repeated("- ", 40'000)), "t:1:129: error: " + std::string(kDeep));
  EXPECT_EQ(FindingsOf(Repeated("[", 20'000) + Repeated("]", 20'000)),
            "t:1:65: error: " + std::string(kDeep));
  EXPECT_EQ(FindingsOf("k: " + Repeated("{a: ", 80'000) + Repeated("}", 20'000)),
            "t:1:256: error: " + std::string(kDeep));
  EXPECT_EQ(FindingsOf(IndentedDeeper("a:\n")), "t:65:65: error: " + std::string(kDeep));
  EXPECT_EQ(FindingsOf(IndentedDeeper("-\n")), "t:65:65: error: " + std::string(kDeep));
  EXPECT_EQ(FindingsOf(IndentedDeeper("?\n")), "t:65:65: error: " + std::string(kDeep));
}

TEST(YamlDepth, OfBracketsThatNeverCloseIsAnsweredToo) {
  for (const std::string& text : {Repeated("[", 20'000), Repeated("{a: ", 80'000)})
    EXPECT_NE(FindingsOf(text).find("nested deeper than 64 levels"), std::string::npos);
}

TEST(YamlDepth, OfTheLimitIsRead) {
  EXPECT_EQ(FindingsOf(Repeated("[", 64) + Repeated("]", 64)), "");
  YamlLimits limits;
  limits.depth = 2;
  EXPECT_EQ(FindingsOf("a: [b, c]", limits), "");
  EXPECT_EQ(FindingsOf("a: [b, [c]]", limits), "t:1:8: error: nested deeper than 2 levels\n");
}

TEST(YamlDepth, CountsWhatAnAliasBringsAlong) {
  YamlLimits limits;
  limits.depth = 3;
  EXPECT_EQ(FindingsOf("a: &x [[1]]\nb: *x\n", limits), "");
  EXPECT_EQ(FindingsOf("a: &x [[1]]\nb: [*x]\n", limits),
            "t:2:5: error: nested deeper than 3 levels\n");
}

std::string Laughs(int generations) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < generations; ++i) {
    const std::string before = fmt::format("*a{}", i - 1);
    const std::vector<std::string> ten(10, before);
    text += fmt::format("a{}: &a{} [{}]\n", i, i, fmt::join(ten, ", "));
  }
  return text;
}

TEST(YamlAliases, ThatMultiplyAreStoppedByTheLimitOfNodes) {
  EXPECT_EQ(FindingsOf(Laughs(4)), "");
  EXPECT_EQ(
      FindingsOf(Laughs(50)),
      "t:5:45: error: more than 100000 keys and values, every use of an alias counted anew\n");
}

TEST(YamlAliases, ThatMultiplyTextAreStoppedByTheLimitOfBytes) {
  const std::string text =
      "a: &a " + Repeated("x", 200'000) + "\nb: [" + Repeated("*a, ", 4000) + "]";
  EXPECT_EQ(FindingsOf(text),
            "t:2:41: error: more than 2097152 bytes of text, every use of an alias counted anew\n");
}

TEST(YamlLimits, OfNodesCountsAllDocuments) {
  YamlLimits limits;
  limits.nodes = 5;
  EXPECT_EQ(FindingsOf("a: 1\n---\n[b]\n", limits), "");
  EXPECT_EQ(FindingsOf("a: 1\n---\n[b, c]\n", limits),
            "t:3:5: error: more than 5 keys and values, every use of an alias counted anew\n");
}

TEST(YamlLimits, OfOneValueIsAQuarterOfAMebibyte) {
  EXPECT_EQ(FindingsOf("a: 1\nb: \"" + Repeated("x", 250'000) + "\"\n"), "");
  EXPECT_EQ(FindingsOf("a: 1\nb: \"" + Repeated("x", 300'000) + "\"\n"),
            "t:2:1: error: after this follows a value of more than 256 KiB: write it in parts, and "
            "lists one item a line\n");
  EXPECT_EQ(FindingsOf(Repeated("# a long licence\n", 500'000) + "\na: 1\n"), "");
}

TEST(YamlLimits, LeaveRoomForALargeTextOfManyKeys) {
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += fmt::format("key-{}: value-{}\n", i, i);
  EXPECT_EQ(FindingsOfMapping(text), "");
}

}  // namespace
}  // namespace lineman
