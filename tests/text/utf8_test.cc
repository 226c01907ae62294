#include "text/utf8.h"

#include <gtest/gtest.h>

namespace lineman {
namespace {

// The code of a text that is one character; a NUL when it is none.
char32_t Only(std::string_view text) {
  const Utf8Char character = DecodeUtf8(text, 0);
  return character.bytes == text.size() ? character.code : 0;
}

TEST(Utf8, EveryCharacterReadsBack) {
  for (char32_t code = 1; code <= 0x10FFFF; ++code) {
    if (code == 0xD800) code = 0xE000;
    std::string text;
    AppendUtf8(text, code);
    ASSERT_EQ(Only(text), code);
    ASSERT_EQ(CountUtf8(text), 1U);
  }
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndTheRest) {
  for (const std::string_view bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3("}) {
    EXPECT_EQ(DecodeUtf8(bad, 0).bytes, 0U) << testing::PrintToString(bad);
  }
}

TEST(Utf8, DecodesFromTheMiddle) {
  EXPECT_EQ(DecodeUtf8("aü€", 1).code, 0xFCU);
  EXPECT_EQ(DecodeUtf8("aü€", 3).code, 0x20ACU);
  EXPECT_EQ(DecodeUtf8("aü€", 2).bytes, 0U);
  EXPECT_EQ(CountUtf8("aü€😀"), 4U);
}

TEST(Utf8, PrintableIsWhatYamlSays) {
  for (const char32_t yes :
       {U'\t', U'\n', U'\r', U' ', U'~', U'\u0085', U'\u00A0', U'\uFFFD', U'😀'})
    EXPECT_TRUE(IsPrintable(yes)) << static_cast<unsigned>(yes);
  for (const char32_t no : {U'\0', U'\x1B', U'\x7F', U'\x80', U'\x9F', U'\uFFFE', U'\uFFFF'})
    EXPECT_FALSE(IsPrintable(no)) << static_cast<unsigned>(no);
}

}  // namespace
}  // namespace lineman
