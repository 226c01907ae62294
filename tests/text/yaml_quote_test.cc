#include <gtest/gtest.h>

#include <array>

#include "base/chance.h"
#include "tests/text/yaml_text.h"
#include "text/utf8.h"

namespace lineman {
namespace {

TEST(QuoteYaml, LeavesAloneWhatEveryReaderTakesForText) {
  for (const std::string_view plain :
       {"kiosk-17", "head-office", "5s", "1h30m", "30d", "20%", "Europe/Berlin", "the office",
        "/etc/lineman/secrets", "10a", "Büro", "CORP\\kiosk", "stick-power", "_x", "v1.2",
        "nothing"})
    EXPECT_EQ(QuoteYaml(plain), plain);
}

TEST(QuoteYaml, QuotesWhatSomeReaderTakesForSomethingElse) {
  for (const std::string_view risky :
       {"",      "+49 30 555", "*99#",  "5",         "0555",     "1e3",    "0x1F",   "10.0.0.1",
        "03:00", "2026-03-02", "1_000", "yes",       "No",       "ON",     "y",      "null",
        "~",     "true",       ".inf",  ".5",        "-1",       "- a",    "-",      "?",
        "a: b",  "a:",         "a #b",  "#31#030",   "@x",       "`x`",    "%x",     "&a",
        "!x",    "|",          ">",     "[a]",       "{a}",      "a, b",   "'a'",    "=",
        "<<",    "---",        "...",   "trailing ", " leading", "a\\nb:", "tcp:443"}) {
    const std::string quoted = QuoteYaml(risky);
    EXPECT_EQ(quoted.front(), '"') << risky;
    EXPECT_EQ(quoted.back(), '"') << risky;
  }
}

TEST(QuoteYaml, WritesEscapesThatAreShort) {
  EXPECT_EQ(QuoteYaml("a\"b\\c\n\t\r: "), R"("a\"b\\c\n\t\r: ")");
  EXPECT_EQ(QuoteYaml("\x1B[2J\x7F"), R"("\x1B[2J\x7F")");
  EXPECT_EQ(QuoteYaml("\u0085\u00A0\u2028\uFEFF"), R"("\u0085\u00A0\u2028\uFEFF")");
}

TEST(QuoteYaml, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(QuoteYaml("gr\xFC\xDF"), "\"gr\uFFFD\uFFFD\"");
}

std::string ReadBack(const std::string& written) {
  const YamlPtr root = RootOf("k: " + written + "\nl: [" + written + "]\n");
  if (!root || !root->Find("k")->IsScalar() || !root->Find("l")->items.at(0)->IsScalar())
    return "not a text";
  if (root->Find("l")->items.at(0)->scalar != root->Find("k")->scalar) return "differs in a list";
  return root->Find("k")->scalar;
}

TEST(QuoteYaml, ReadsBackWhateverItWas) {
  constexpr std::array<char32_t, 24> kCharacters = {
      'a', 'Z', '0', '9', ' ', ':', '#', '-',  '\'', '"',  '\\',   '\n',
      '*', '&', '[', '}', ',', '?', '!', '\t', 0xE9, 0x85, 0x2028, 0x1F600};
  const Chance chance(7);
  for (std::uint64_t i = 0; i < 5000; ++i) {
    std::string text;
    const std::int64_t length = chance.Between(0, 9, "text", "length", i);
    for (std::int64_t k = 0; k < length; ++k)
      AppendUtf8(text, kCharacters.at(static_cast<std::size_t>(
                           chance.Between(0, kCharacters.size() - 1, "text", "character",
                                          i * 100 + static_cast<std::uint64_t>(k)))));
    ASSERT_EQ(ReadBack(QuoteYaml(text)), text) << QuoteYaml(text);
  }
}

TEST(QuoteYaml, ReadsBackEveryCharacterButNul) {
  for (char32_t code = 1; code < 0x3100; ++code) {
    std::string text = "a";
    AppendUtf8(text, code);
    ASSERT_EQ(ReadBack(QuoteYaml(text)), text) << static_cast<unsigned>(code);
  }
}

}  // namespace
}  // namespace lineman
