#include "engines/rasapi/utf16.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lineman::rasapi {
namespace {

std::string ThereAndBack(std::string_view text) {
  char16_t field[64] = {};
  return PutUtf16(text, field) ? FromUtf16(field) : "does not fit";
}

TEST(Utf16, TextsComeBackAsTheyWent) {
  for (const std::string_view text :
       {"", "office", "Büro Köln", "東京支店", "\U0001F4DE home", "\xEF\xBF\xBF"})
    EXPECT_EQ(ThereAndBack(text), text);
}

TEST(Utf16, UnitsAreWindows) {
  char16_t field[8] = {};
  ASSERT_TRUE(PutUtf16("ü東\U0001F4DE", field));
  EXPECT_EQ(std::u16string(field), u"ü東\U0001F4DE");
  EXPECT_EQ(Utf16Length("ü東\U0001F4DE"), 4U);
}

TEST(Utf16, WhatDoesNotFitIsNotCut) {
  char16_t field[4] = {u'x', u'x', u'x', u'x'};
  EXPECT_TRUE(PutUtf16("abc", field));
  EXPECT_FALSE(PutUtf16("abcd", field));
  EXPECT_TRUE(std::ranges::all_of(field, [](char16_t unit) { return unit == 0; }));
  EXPECT_FALSE(PutUtf16("ab\U0001F4DE", field)) << "a character of two units";
}

TEST(Utf16, WhatIsNoTextIsReplaced) {
  EXPECT_EQ(ThereAndBack("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(ThereAndBack("a\xC3"), "a\uFFFD") << "cut short";
  EXPECT_EQ(ThereAndBack("\xC3z"), "\uFFFDz");
  EXPECT_EQ(ThereAndBack("\xE0\x80\x80"), "\uFFFD") << "longer than need be";
  EXPECT_EQ(ThereAndBack("\xED\xA0\x80"), "\uFFFD") << "half of a pair";
  const char16_t lone[] = {u'a', 0xD83D, u'z', 0xDCDE, 0xD83D};
  EXPECT_EQ(FromUtf16(lone), "a\uFFFDz\uFFFD\uFFFD");
}

}  // namespace
}  // namespace lineman::rasapi
