// Texts that are refused before YAML is looked at: encodings, control characters, emptiness, size.
#include <gtest/gtest.h>

#include "tests/text/yaml_text.h"

namespace lineman {
namespace {

using namespace std::string_literals;  // NOLINT(google-build-using-namespace): "…\0…"s

TEST(YamlText, ThatIsEmptyIsAnErrorAtItsStart) {
  for (const std::string_view nothing :
       {"", "\n", " \n\t\n", "# a comment\n", "\n  # one\n\t# two", "\xEF\xBB\xBF", "\r\n"}) {
    EXPECT_EQ(FindingsOfMapping(nothing),
              "t:1:1: error: the file is empty: expected lines such as 'key: value'\n");
  }
}

TEST(YamlText, OverTheLimitOfBytesIsNotRead) {
  std::string too_much;
  too_much.resize(10'000'000, 'a');
  EXPECT_EQ(FindingsOf(too_much),
            "t:1:1: error: the file has 10000000 bytes, more than the 1048576 that are read\n");
  YamlLimits limits;
  limits.bytes = 5;
  EXPECT_EQ(FindingsOf("a: 12", limits), "");
  EXPECT_EQ(FindingsOf("a: 123", limits),
            "t:1:1: error: the file has 6 bytes, more than the 5 that are read\n");
}

TEST(YamlText, InUtf16IsNamedWithAndWithoutMark) {
  for (const std::string& wide : {"\xFF\xFE"
                                  "a\0:\0"s,
                                  "\xFE\xFF"
                                  "\0a\0:"s,
                                  "a\0:\0 \0b\0"s, "\0a\0:\0 \0b"s, "#\0"s, "\xFF\xFE"s}) {
    EXPECT_EQ(FindingsOf(wide), "t:1:1: error: the file is UTF-16, save it as UTF-8\n");
  }
}

TEST(YamlText, InUtf32IsNamedWithAndWithoutMark) {
  for (const std::string& wide :
       {"\xFF\xFE\0\0a\0\0\0"s, "\0\0\xFE\xFF\0\0\0a"s, "a\0\0\0:\0\0\0"s, "\0\0\0a\0\0\0:"s}) {
    EXPECT_EQ(FindingsOf(wide), "t:1:1: error: the file is UTF-32, save it as UTF-8\n");
  }
}

TEST(YamlText, InLatin1IsRefusedAtTheExactCharacter) {
  EXPECT_EQ(FindingsOf("a: 1\nort: K\xF6ln\n"),
            "t:2:7: error: the byte 0xF6 is not UTF-8, the file is perhaps latin-1: save it as "
            "UTF-8\n");
  EXPECT_EQ(FindingsOf("größe: \xE9"),
            "t:1:8: error: the byte 0xE9 is not UTF-8, the file is perhaps latin-1: save it as "
            "UTF-8\n");
}

TEST(YamlText, WithANulByteIsRefusedAtTheExactCharacter) {
  EXPECT_EQ(FindingsOf("user: kiosk\nä: x\0y\n"s),
            "t:2:5: error: a NUL byte: this is no text file, or it is damaged\n");
  EXPECT_EQ(FindingsOf("\0"s),
            "t:1:1: error: a NUL byte: this is no text file, or it is damaged\n");
  EXPECT_EQ(FindingsOf("\0\0"s),
            "t:1:1: error: a NUL byte: this is no text file, or it is damaged\n");
}

TEST(YamlText, WithOtherControlCharactersIsRefused) {
  EXPECT_EQ(
      FindingsOf("a: \x1B[1m"),
      "t:1:4: error: the control character U+001B may not be in the file: remove it, or write "
      "it as an escape in double quotes\n");
  EXPECT_EQ(FindingsOf("a: b\x04\n: d").substr(0, 43),
            "t:1:5: error: the control character U+0004 ");
  EXPECT_EQ(FindingsOf("a: \x7F").substr(0, 42), "t:1:4: error: the control character U+007F");
  EXPECT_EQ(FindingsOf("a: \u0090").substr(0, 42), "t:1:4: error: the control character U+0090");
}

TEST(YamlText, WithALoneCarriageReturnIsRefused) {
  EXPECT_EQ(FindingsOf("a: 1\rb: 2\r"),
            "t:1:5: error: a carriage return without a line feed: save the file with LF or CRLF "
            "line ends\n");
}

TEST(YamlText, WithAByteOrderMarkInsideIsRefused) {
  EXPECT_EQ(FindingsOf("a: 1\n\uFEFFb: 2\n"),
            "t:2:1: error: a byte order mark inside the text: were two files joined? Remove it\n");
}

TEST(YamlMapping, IsTheOnlyDocument) {
  EXPECT_EQ(FindingsOfMapping("a: 1\n---\nb: 1\n"),
            "t:3:1: error: a second document begins here: this file may have only one, so remove "
            "the '---' or use two files\n");
  EXPECT_EQ(FindingsOfMapping("--- {a: 1}\n...\n"), "");
}

TEST(YamlMapping, IsNoListAndNoText) {
  EXPECT_EQ(FindingsOfMapping("# x\n- a\n- b\n"),
            "t:2:1: error: expected 'key: value' lines: the file is no mapping\n");
  EXPECT_EQ(FindingsOfMapping("hello\n"),
            "t:1:1: error: expected 'key: value' lines: the file is no mapping\n");
  EXPECT_EQ(FindingsOfMapping("---\n# nothing\n"),
            "t:3:1: error: the document is empty: expected lines such as 'key: value'\n");
  EXPECT_EQ(FindingsOfMapping("user:kiosk\n"),
            "t:1:1: error: expected 'key: value' lines: write a blank after each ':'\n");
}

}  // namespace
}  // namespace lineman
