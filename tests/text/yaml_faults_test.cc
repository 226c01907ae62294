// Texts that are no YAML, or not what their writer meant, and the sentence each gets.
#include <gtest/gtest.h>

#include "tests/text/yaml_text.h"

namespace lineman {
namespace {

struct Fault {
  std::string_view text;
  std::string_view finding;  // without "t:"
};

void ExpectFindings(std::initializer_list<Fault> faults) {
  for (const Fault& fault : faults)
    EXPECT_EQ(FindingsOf(fault.text), "t:" + std::string(fault.finding) + "\n") << fault.text;
}

TEST(YamlFaults, OfKeys) {
  ExpectFindings(
      {{"user: a\nnumbers: [1]\nuser: b\n",
        "3:1: error: the key 'user' stands here a second time: it was given in line 1 already"},
       {"a: {b: 1,\n  'b': 2}\n",
        "2:3: error: the key 'b' stands here a second time: it was given in line 1 already"},
       {"? [a]\n: b\n", "1:3: error: a key must be plain text, not a list or a mapping"},
       {"{a: b}: c\n", "1:1: error: a key must be plain text, not a list or a mapping"},
       {"a: 1\n: b\n",
        "2:1: error: a key is missing: a name must stand before the ':' ('~' and 'null' are "
        "none, unless they are quoted)"},
       {"null: b\n",
        "1:1: error: a key is missing: a name must stand before the ':' ('~' and 'null' are "
        "none, unless they are quoted)"},
       {"a: &x {}\n<<: *x\n", "2:1: error: '<<' does not merge here: write the keys out"}});
}

TEST(YamlFaults, OfTelephoneNumbers) {
  ExpectFindings(
      {{"number: *99#\n",
        "1:9: error: a '*' begins an alias in YAML: quote telephone numbers, as in \"*99#\""},
       {"numbers: [*99***1#, 2]\n",
        "1:11: error: a '*' begins an alias in YAML: quote telephone numbers, as in "
        "\"*99***1#\""},
       {"- *21*030555#\n",
        "1:3: error: a '*' begins an alias in YAML: quote telephone numbers, as in "
        "\"*21*030555#\""},
       {"number: #31#0305550100\n",
        "1:9: warning: a '#' after a blank begins a comment, so there is no value: quote "
        "telephone numbers"}});
}

TEST(YamlFaults, OfAnchorsAndTags) {
  ExpectFindings(
      {{"a: *caps\n",
        "1:4: error: '*caps' is an alias in YAML, and no anchor of that name stands above: "
        "quote it if it is text"},
       {"a: * b\n",
        "1:4: error: '*' is an alias in YAML, and no anchor of that name stands above: quote "
        "it if it is text"},
       {"a: & b\n", "1:5: error: a '&' begins an anchor in YAML: quote the text"},
       {"a: &x &y b\n", "1:7: error: a value can have only one tag and one anchor"},
       {"a: &x [1, *x]\n", "1:11: error: the alias stands inside of what it stands for"},
       {"a: !secret office\n",
        "1:4: error: the tag '!secret' does not fit here: only YAML's own tags, such as "
        "!!str, are read; quote the text if the '!' belongs to it"},
       {"dial: ! ATDT\n",
        "1:7: error: the tag '!' does not fit here: only YAML's own tags, such as !!str, are read; "
        "quote the text if the '!' belongs to it"},
       {"a: !!binary AAAA\n",
        "1:4: error: the tag '!!binary' does not fit here: only YAML's own tags, such as "
        "!!str, are read; quote the text if the '!' belongs to it"},
       {"a: !!str [b]\n",
        "1:4: error: the tag '!!str' does not fit here: only YAML's own tags, such as !!str, "
        "are read; quote the text if the '!' belongs to it"},
       {"a: !<x\n", "1:7: error: a '!' begins a tag in YAML: quote the text"}});
}

TEST(YamlFaults, OfBackslashes) {
  ExpectFindings(
      {{"user: \"CORP\\kiosk\"\n",
        "1:12: error: '\\k' is no escape that double quotes know: use single quotes for text "
        "with backslashes"},
       {"a: \"C:\\Users\\x\"\n",
        "1:7: error: '\\U' is no escape that double quotes know: use single quotes for text "
        "with backslashes"},
       {"a: \"\\ud83d\\ude00\"\n",
        "1:5: error: '\\u' is no escape that double quotes know: use single quotes for text "
        "with backslashes"},
       {"user: \"CORP\\bob\"\n",
        "1:7: warning: in double quotes a backslash makes control characters ('\\b' is a "
        "backspace): use single quotes for text with backslashes"},
       {"file: \"C:\\temp\\new\"\n",
        "1:7: warning: in double quotes a backslash makes control characters ('\\b' is a "
        "backspace): use single quotes for text with backslashes"},
       {"a: \"x\\0y\"\n",
        "1:4: error: an escape makes a NUL character, which no value may contain: use single "
        "quotes for text with backslashes"}});
}

TEST(YamlFaults, OfFirstCharacters) {
  ExpectFindings(
      {{"user: @kiosk\n", "1:7: error: a text cannot begin with '@': quote it"},
       {"user: `kiosk`\n", "1:7: error: a text cannot begin with '`': quote it"},
       {"jitter: %20\n", "1:9: error: a text cannot begin with '%': quote it"},
       {"a: [|]\n", "1:5: error: a text cannot begin with '|': quote it"},
       {"a: 1\n%b: 2\n",
        "2:1: error: a line that begins with '%' is no value: quote it if it is text"},
       {"%b: 2\na: 1\n",
        "1:1: error: a line that begins with '%' is no value: quote it if it is text"},
       {"%b\n", "1:1: error: a line that begins with '%' is no value: quote it if it is text"},
       {"a: 1\n%b: 2\nc: 3\n",
        "2:1: error: a line that begins with '%' is no value: quote it if it is text"},
       {"%YAML 2.0\n---\na: 1\n", "1:1: error: only YAML 1 is read"}});
}

TEST(YamlFaults, OfColons) {
  ExpectFindings(
      {{"key: value: more\n",
        "1:11: error: a second ': ' on one line: quote the value if this ':' belongs to it"},
       {"user: x\nonline:always\ntimezone: y\n", "2:7: error: write a blank after the ':'"},
       {"user: x\nonline:always\n", "2:7: error: write a blank after the ':'"},
       {"a: {answer:{b: 1}}\n", "1:11: error: write a blank after the ':'"},
       {"{a:1}\n", "1:2: warning: write a blank after the ':'"},
       {"a: 1\nfoo\nb: 2\n", "2:1: error: expected 'key: value' here"},
       {"a: 1\nfoo\n", "2:1: error: expected 'key: value' here"}});
}

TEST(YamlFaults, OfIndentation) {
  ExpectFindings(
      {{"a:\n\tb: 1\n",
        "2:1: error: a tab is used as indentation, which YAML does not allow: use blanks"},
       {"a:\n  \t- 1\n",
        "2:3: error: a tab is used as indentation, which YAML does not allow: use blanks"},
       {"a: x\n\tb: 1\n",
        "2:1: error: a tab is used as indentation, which YAML does not allow: use blanks"},
       {"a: 1\n  b: 2\n",
        "2:4: error: a key cannot stand here: the line above has a value already, so check "
        "the indentation of both"},
       {"a:\n    b: 1\n  c: 2\n",
        "3:3: error: the indentation of this line fits none of the lines above"},
       {"- a: 1\n b: 2\n", "2:2: error: the indentation of this line fits none of the lines above"},
       {"a: b\n- c\n",
        "2:1: error: a list item stands where a key is expected: check the indentation of "
        "this line"},
       {"a: - b\n",
        "1:4: error: a list cannot begin on the line of its key: give each '- ' a line of "
        "its own, or write [a, b]"},
       {"- a\nb: c\n",
        "2:1: error: this belongs to nothing above: check its indentation, or quote it"},
       {"- c\n---b: 1\n",
        "2:1: error: this belongs to nothing above: check its indentation, or quote it"},
       {", a\n", "1:1: error: this belongs to nothing above: check its indentation, or quote it"}});
}

TEST(YamlFaults, OfQuotesAndBrackets) {
  ExpectFindings(
      {{"user: \"kiosk\npassword: \"x\"\n",
        "1:7: error: the quotes that open here are closed in line 2 only: is the closing "
        "quote of this line missing?"},
       {"a: 1\nuser: 'kiosk\npassword: x\n",
        "2:7: error: the quotes that open here are never closed"},
       {"a: !!str \"x\n", "1:10: error: the quotes that open here are never closed"},
       {"a: \"x", "1:4: error: the quotes that open here are never closed"},
       {"a: \"x\n---\ny\"\n", "1:4: error: the quotes that open here are never closed"},
       {"a: 'it's x'\n",
        "1:8: error: unexpected text after the closing quote: inside of single quotes write "
        "two for one"},
       {"a: \"b\" c\n", "1:8: error: unexpected text after the closing quote"},
       {"a: [b] c\n", "1:8: error: unexpected text after the closing ']'"},
       {"a: [b, c\n", "1:4: error: the '[' that opens here is never closed"},
       {"a: {b: c\nd: [e]\n",
        "2:2: error: expected ',' or '}' here: the '{' of line 1 is still open"},
       {"a: [\n  - b\n]\n",
        "2:3: error: a '- ' item cannot stand inside of brackets: the '[' of line 1 is still "
        "open"},
       {"a: ]\n", "1:4: error: a closing bracket that closes nothing: quote it if it is text"},
       {"a: [b}\n", "1:6: error: a closing bracket that closes nothing: quote it if it is text"}});
}

TEST(YamlFaults, OfBlockTexts) {
  ExpectFindings(
      {{"a: | b\n",
        "1:6: error: after '|' or '>' the text begins on the next line: quote the text if it "
        "has one line only"},
       {"a: |0\n b\n", "1:6: error: the indentation after '|' or '>' counts from 1"}});
}

TEST(YamlFaultsTogether, AreAllToldAsFarAsTheTextCanBeRead) {
  EXPECT_EQ(
      FindingsOf("a: !x 1\na: 2\n[b]: 3\n: 4\n"),
      "t:1:4: error: the tag '!x' does not fit here: only YAML's own tags, such as !!str, are "
      "read; quote the text if the '!' belongs to it\n"
      "t:2:1: error: the key 'a' stands here a second time: it was given in line 1 already\n"
      "t:3:1: error: a key must be plain text, not a list or a mapping\n"
      "t:4:1: error: a key is missing: a name must stand before the ':' ('~' and 'null' are "
      "none, unless they are quoted)\n");
}

TEST(YamlFaultsTogether, CountColumnsInCharacters) {
  EXPECT_EQ(FindingsOf("grüße: {ä: *99#}\n").substr(0, 14), "t:1:12: error:");
  EXPECT_EQ(FindingsOf("straße: \"Köln\\k\"\n").substr(0, 14), "t:1:14: error:");
}

TEST(YamlNotFaulty, AreWhatOnlyLooksLikeATrap) {
  for (const std::string_view fine :
       {"a: +49 30 555 0100", "a: 10.0.0.1:443", "a: b#c", "a: 20%", "a: kiosk@office",
        "a: 'C:\\x'", "a: \"OK\\rATDT\\n\"", "a: b # 1st comment", "a: # none of 3",
        "a: |\n  \tb: 1\n", "a: [b,\n\tc]", "a: \"b\n\tc\"", "{\"a\":1}", "[a:b]", "a: it's",
        "a: \"%b\"", "a: |\n  %b\n", "a:\t1"}) {
    EXPECT_EQ(FindingsOf(fine), "") << fine;
  }
}

}  // namespace
}  // namespace lineman
