// What is read from YAML that is right: values, their kinds and their places.
#include <gtest/gtest.h>

#include "tests/text/yaml_text.h"

namespace lineman {
namespace {

constexpr std::string_view kProfile = R"(# a kiosk
profile: head-office
numbers: ["+49 30 555 0100", +49 30 555 0101, '*99#']
user: kiosk-17
password: {file: /etc/lineman/secrets/head-office}
rules:
  - name: busy
    when: {error: [line_busy, no_answer]}
  - stop: the office
      must fix this
)";

TEST(YamlTree, HoldsAProfileAsItIsWritten) {
  EXPECT_EQ(TreeOf(kProfile),
            "{profile: head-office, numbers: ['+49 30 555 0100', +49 30 555 0101, '*99#'], "
            "user: kiosk-17, password: {file: /etc/lineman/secrets/head-office}, "
            "rules: [{name: busy, when: {error: [line_busy, no_answer]}}, "
            "{stop: the office must fix this}]}");
}

TEST(YamlTree, KnowsThePlaceOfEveryKeyAndValue) {
  const YamlPtr root = RootOf(kProfile);
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->place.ToString(), "t:2:1");
  EXPECT_EQ(root->FindEntry("numbers")->key_place.ToString(), "t:3:1");
  EXPECT_EQ(root->Find("numbers")->place.ToString(), "t:3:10");
  EXPECT_EQ(root->Find("numbers")->items[1]->place.ToString(), "t:3:30");
  EXPECT_EQ(root->Find("password")->FindEntry("file")->key_place.ToString(), "t:5:12");
  EXPECT_EQ(root->Find("rules")->place.ToString(), "t:7:3");
  EXPECT_EQ(root->Find("rules")->items[0]->place.ToString(), "t:7:5");
  EXPECT_EQ(root->Find("rules")->items[1]->Find("stop")->place.ToString(), "t:9:11");
}

TEST(YamlTree, CountsColumnsInCharacters) {
  const YamlPtr root = RootOf("büro: {straße: ä, stadt: \"Köln ☎ 😀\", x: y}\n");
  ASSERT_NE(root, nullptr);
  const YamlNode& office = *root->Find("büro");
  EXPECT_EQ(office.place.ToString(), "t:1:7");
  EXPECT_EQ(office.FindEntry("straße")->key_place.ToString(), "t:1:8");
  EXPECT_EQ(office.Find("straße")->place.ToString(), "t:1:16");
  EXPECT_EQ(office.Find("stadt")->place.ToString(), "t:1:26");
  EXPECT_EQ(office.FindEntry("x")->key_place.ToString(), "t:1:38");
}

TEST(YamlTree, ColumnsStayExactOnALineOfHundredsOfKilobytes) {
  std::string text = "a: [";
  for (int i = 0; i < 20'000; ++i) text += "'ü€', ";
  const YamlPtr root = RootOf(text + "x]");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->Find("a")->items.back()->place.column, 5 + 20'000 * 6);
}

TEST(YamlTree, IsTheSameWithByteOrderMarkAndWindowsLineEnds) {
  const std::string_view text =
      "\xEF\xBB\xBF"
      "a: 1\r\nb: |\r\n  two\r\n  lines\r\nc: \"folded\r\n  text\"\r\n";
  EXPECT_EQ(TreeOf(text), "{a: 1, b: 'two\nlines\n', c: 'folded text'}");
  EXPECT_EQ(RootOf(text)->place.ToString(), "t:1:1");
  EXPECT_EQ(RootOf(text)->FindEntry("c")->key_place.ToString(), "t:5:1");
}

TEST(YamlTree, KeepsScalarsAsText) {
  EXPECT_EQ(TreeOf("[no, 0555, 1e3, 0x1F, 03:00, 2026-03-02, +49, Yes, .5, '5', \"5\"]"),
            "[no, 0555, 1e3, 0x1F, 03:00, 2026-03-02, +49, Yes, .5, '5', '5']");
}

TEST(YamlTree, NullIsNothingOrATildeOrTheWord) {
  EXPECT_EQ(TreeOf("{a: , b: ~, c: null, d: Null, e: NULL, f: nUll, g: 'null', h: ''}"),
            "{a: null, b: null, c: null, d: null, e: null, f: nUll, g: 'null', h: ''}");
}

TEST(YamlTree, AMissingValueHasThePlaceOfItsKeyOrDash) {
  const YamlPtr root = RootOf("a:\n\n# later\nb:\n  -\n  - x\n  - # none\n\n  - -\nc: ~\n");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->Find("a")->place.ToString(), "t:1:1");
  const YamlNode& list = *root->Find("b");
  EXPECT_EQ(list.items[0]->place.ToString(), "t:5:3");
  EXPECT_EQ(list.items[2]->place.ToString(), "t:7:3");
  EXPECT_EQ(list.items[3]->items[0]->place.ToString(), "t:9:5");
  EXPECT_EQ(root->Find("c")->place.ToString(), "t:10:4");
}

TEST(YamlTree, CoreTagsOnlySayWhatIsAString) {
  EXPECT_EQ(TreeOf("[!!str 12, !!int '12', !!null '', !!seq [a], !!map {b: c}]"),
            "['12', 12, null, [a], {b: c}]");
}

TEST(YamlTree, AnAliasIsWhatItsAnchorIs) {
  const YamlPtr root = RootOf("caps: &caps [{dials: 3}]\nmore: *caps\n? &k key\n: 1\n*k2 : 2\n");
  EXPECT_EQ(root, nullptr);  // no anchor k2
  EXPECT_EQ(TreeOf("caps: &caps [{dials: 3}]\nmore: *caps\nname: &n x\n*n : *caps\n"),
            "{caps: [{dials: 3}], more: [{dials: 3}], name: x, x: [{dials: 3}]}");
}

TEST(YamlTree, AnAliasedValueHasThePlaceItWasWrittenIn) {
  const YamlPtr root = RootOf("a: &x\n  - &y !!str 1\nb: *x\nc: *y\n");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->Find("b")->place.ToString(), "t:2:3");
  EXPECT_EQ(root->Find("c")->place.ToString(), "t:2:14");
  EXPECT_EQ(root->FindEntry("c")->key_place.ToString(), "t:4:1");
}

TEST(YamlTree, AnAnchorMayBeDefinedAnew) {
  EXPECT_EQ(TreeOf("[&a 1, *a, &a 2, *a]"), "[1, 1, 2, 2]");
}

TEST(YamlTree, EscapesMakeWholeCharacters) {
  EXPECT_EQ(TreeOf(R"(["\N\_\L\P", "é\_\x41\u20AC\U0001F600", "a\tb\/\"\\"])"),
            "['\u0085\u00A0\u2028\u2029', 'é\u00A0A€😀', 'a\tb/\"\\']");
}

TEST(YamlTree, SeveralDocumentsComeInOrder) {
  EXPECT_EQ(TreeOf("a: 1\n---\n[b]\n--- c\n...\n# end\n"), "{a: 1} --- [b] --- c");
  EXPECT_EQ(TreeOf("a: 1\n...\nb: 2\n"), "{a: 1} --- {b: 2}");
  EXPECT_EQ(TreeOf("%YAML 1.2\n---\na: 1\n...\n%TAG !x! y\n---\nb: 2\n"), "{a: 1} --- {b: 2}");
  EXPECT_EQ(TreeOf("---\n---\na: 1\n"), "null --- {a: 1}");
}

TEST(YamlTree, FindSeesOnlyMappings) {
  const YamlPtr root = RootOf("a: [x]\nb: y\n");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->Find("b")->scalar, "y");
  EXPECT_EQ(root->Find("c"), nullptr);
  EXPECT_EQ(root->Find("a")->Find("x"), nullptr);
  EXPECT_EQ(root->Find("b")->FindEntry("y"), nullptr);
}

}  // namespace
}  // namespace lineman
