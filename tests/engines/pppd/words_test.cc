#include "engines/pppd/words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lineman::pppd {
namespace {

using Words = std::vector<std::string>;

TEST(WordsTest, PlainWordsStandAsTheyAre) {
  EXPECT_EQ(JoinWords({"modem-failed", "676", "BUSY"}), "modem-failed 676 BUSY");
  EXPECT_EQ(SplitWords("modem-failed 676 BUSY"), (Words{"modem-failed", "676", "BUSY"}));
  EXPECT_EQ(SplitWords("go"), (Words{"go"}));
}

TEST(WordsTest, WhatWouldBreakALineIsEscapedInCapitals) {
  EXPECT_EQ(JoinWords({"modem-said", "RING\r\n 100%"}), "modem-said RING%0D%0A%20100%25");
  EXPECT_EQ(JoinWords({"dial", "ATDT*99***1#"}), "dial ATDT*99***1#");
  EXPECT_EQ(JoinWords({"user", "m\xC3\xBCller\x7F~!"}), "user m%C3%BCller%7F~!");
}

TEST(WordsTest, AnEmptyWordIsALonePercentSign) {
  EXPECT_EQ(JoinWords({"modem-connected", ""}), "modem-connected %");
  EXPECT_EQ(JoinWords({""}), "%");
  EXPECT_EQ(SplitWords("modem-connected %"), (Words{"modem-connected", ""}));
  EXPECT_EQ(SplitWords("%"), (Words{""}));
}

TEST(WordsTest, EveryByteComesBack) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  const Words words = {"verb", all, "", all};
  const std::string line = JoinWords(words);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(SplitWords(line), words);
}

TEST(WordsTest, AnEscapeThatNeedNotBeIsUnderstood) { EXPECT_EQ(SplitWords("%67o"), (Words{"go"})); }

TEST(WordsTest, ABadEscapeIsAnError) {
  for (const char* line : {"a%", "%4", "a%4", "%zz", "%0a", "%%", "% %G0"}) {
    EXPECT_FALSE(SplitWords(line)) << line;
  }
  EXPECT_EQ(SplitWords("%0a").error().message,
            "a '%' without two hexadecimal digits in capitals after it");
}

TEST(WordsTest, AnEmptyWordThatIsNotSpelledIsAnError) {
  for (const char* line : {"", " ", "a  b", " a", "a "}) {
    EXPECT_FALSE(SplitWords(line)) << '"' << line << '"';
  }
  EXPECT_EQ(SplitWords("a  b").error().message, "an empty word: words have one space between them");
}

TEST(WordsTest, AByteThatHadToBeEscapedIsAnError) {
  for (const char* line : {"a\tb", "go\r", "go\n", "m\xC3\xBCller", "\x7F"}) {
    EXPECT_FALSE(SplitWords(line)) << line;
  }
  EXPECT_EQ(SplitWords("go\r").error().message, "a byte 0x0D that is not escaped");
}

TEST(WordsTest, TheLongestLineIsReadAndOneByteMoreIsAnError) {
  const std::string longest(kLongestLine, 'x');
  EXPECT_EQ(SplitWords(longest), (Words{longest}));
  EXPECT_EQ(SplitWords(longest + "x").error().message, "a line of more than 4096 bytes");
}

}  // namespace
}  // namespace lineman::pppd
