// Facts about checking documents against an option table: what is accepted, and every message.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/option_table.h"

namespace lineman {
namespace {

const OptionTable& Sample() {
  static const OptionTable table(
      "sample",
      {
          {.path = "profile", .required = true},
          {.path = "numbers[]", .type = OptionType::kPhone, .required = true},
          {.path = "online", .type = OptionType::kChoice, .choices = "always|manual"},
          {.path = "online[]", .type = OptionType::kWeekWindow},
          {.path = "online.after", .type = OptionType::kDuration},
          {.path = "password", .type = OptionType::kNested, .help = "Where the secret is."},
          {.path = "password.file", .required = true},
          {.path = "retry.holdoff", .type = OptionType::kDuration, .least = "1s", .most = "1h"},
          {.path = "retry.backoff.first", .type = OptionType::kDuration},
          {.path = "retry.budgets.*", .type = OptionType::kInteger, .least = "0"},
          {.path = "retry.caps[].dials", .type = OptionType::kInteger, .required = true},
          {.path = "retry.caps[].per", .type = OptionType::kDuration, .least = "1s"},
          {.path = "retry.caps[].per", .type = OptionType::kChoice, .choices = "sequence"},
          {.path = "rules[].error", .type = OptionType::kRasError},
          {.path = "rules[].error[]", .type = OptionType::kRasError},
          {.path = "rules[].number", .type = OptionType::kChoice, .choices = "next|same|first"},
          {.path = "rules[].number", .type = OptionType::kPhone},
          {.path = "rules[].attempt", .type = OptionType::kInteger},
          {.path = "rules[].attempt.at_least", .type = OptionType::kInteger},
          {.path = "steps[]", .type = OptionType::kChoice, .choices = "dial|wait"},
          {.path = "steps[].say"},
          {.path = "paused.deadline", .type = OptionType::kDuration},
          {.path = "plugins.*", .type = OptionType::kNested},
          {.path = "plugins.*.use", .required = true},
          {.path = "plugins.*.with", .type = OptionType::kAnything},
      });
  return table;
}

std::string CheckAs(bool fragment, std::string_view text) {
  Findings findings;
  const YamlPtr root = ParseYamlMapping(text, "p.yaml", findings);
  EXPECT_TRUE(root) << findings.ToString();
  if (root) Sample().Check(*root, findings, fragment);
  return findings.ToString();
}

// The findings about a document, apart from the keys every whole one needs.
std::string Check(std::string_view text) { return CheckAs(true, text); }

TEST(OptionCheck, AcceptsADocumentInAllForms) {
  EXPECT_EQ(CheckAs(false, R"(
profile: head-office
numbers: ["+49 30 555 0100", 0305550101, '*99#']
online: always
password: {file: /etc/secret}
retry: {holdoff: 5s, budgets: {line: 10}, caps: [{dials: 3, per: sequence}, {dials: 1, per: 30m}]}
rules:
  - {error: line_busy, number: next, attempt: 3}
  - {error: [676, ERROR_NO_ANSWER], number: "+49 30 1", attempt: {at_least: 2}}
steps: [dial, {say: hello}]
plugins: {rota: {use: callback-rota, with: [1, {a: ~}]}}
)"),
            "");
}

TEST(OptionCheck, AcceptsEachFormOfAKey) {
  EXPECT_EQ(Check("online: manual"), "");
  EXPECT_EQ(Check("online: ['Mon-Fri 07:00-19:00', '22:00-06:00']"), "");
  EXPECT_EQ(Check("online: {after: 3m}"), "");
}

TEST(OptionCheck, TellsWhatAnUnknownKeyMayHaveMeant) {
  EXPECT_EQ(Check("retry:\n  hodloff: 5s"),
            "p.yaml:2:3: error: unknown key 'hodloff' in retry (did you mean 'holdoff'?)\n");
  EXPECT_EQ(Check("profiel: x"),
            "p.yaml:1:1: error: unknown key 'profiel' (did you mean 'profile'?)\n");
}

TEST(OptionCheck, ListsTheKeysWhenNoneIsNearAndTheyAreFew) {
  EXPECT_EQ(Check("retry: {xyzzy: 1}"),
            "p.yaml:1:9: error: unknown key 'xyzzy' in retry: the keys are holdoff, backoff, "
            "budgets, caps\n");
  EXPECT_EQ(Check("online: {xyzzy: 1}"),
            "p.yaml:1:10: error: unknown key 'xyzzy' in online: the only key is after\n");
  EXPECT_EQ(Check("xyzzy: 1"), "p.yaml:1:1: error: unknown key 'xyzzy'\n");
}

TEST(OptionCheck, NamesKeysBelowItemsAndFreeKeys) {
  EXPECT_EQ(Check("rules: [{attempt: {at_last: 3}}]"),
            "p.yaml:1:20: error: unknown key 'at_last' in rules[].attempt "
            "(did you mean 'at_least'?)\n");
  EXPECT_EQ(Check("plugins: {rota: {use: x, width: 1}}"),
            "p.yaml:1:26: error: unknown key 'width' in plugins.rota (did you mean 'with'?)\n");
  EXPECT_EQ(Check("retry: {budgets: {line: ten}}"),
            "p.yaml:1:25: error: retry.budgets.line: 'ten' is not a whole number\n");
}

TEST(OptionCheck, MissesRequiredKeysAtTheirMapping) {
  EXPECT_EQ(CheckAs(false, "online: always"),
            "p.yaml:1:1: error: missing key 'profile': it must be a text\n"
            "p.yaml:1:1: error: missing key 'numbers': it must be a list of telephone numbers\n");
}

TEST(OptionCheck, MissesKeysInMappingsAndItemsThatArePresent) {
  EXPECT_EQ(CheckAs(false, "profile: x\nnumbers: [1]\nretry:\n  caps:\n    - per: 30m\n"),
            "p.yaml:5:7: error: missing key 'dials' in retry.caps[]: it must be a whole number\n");
  EXPECT_EQ(CheckAs(false, "profile: x\nnumbers: [1]\npassword: {}\nplugins: {rota: {}}"),
            "p.yaml:3:11: error: missing key 'file' in password: it must be a text\n"
            "p.yaml:4:17: error: missing key 'use' in plugins.rota: it must be a text\n");
}

TEST(OptionCheck, LetsAFragmentMissKeys) {
  EXPECT_EQ(Check("retry: {caps: [{per: 30m}]}\nnumbers: []"), "");
}

TEST(OptionCheck, WantsItemsInARequiredList) {
  EXPECT_EQ(CheckAs(false, "profile: x\nnumbers: []"),
            "p.yaml:2:10: error: numbers must have at least one item\n");
}

TEST(OptionCheck, WantsATextInARequiredText) {
  EXPECT_EQ(CheckAs(false, "profile: ''\nnumbers: [1]"),
            "p.yaml:1:10: error: profile must not be empty\n");
}

TEST(OptionCheck, RefusesAKeyWithoutValue) {
  EXPECT_EQ(Check("online:"),
            "p.yaml:1:8: error: online has no value: it must be a word (always, manual), a list of "
            "windows or a mapping\n");
  EXPECT_EQ(Check("retry: {holdoff: ~}"),
            "p.yaml:1:18: error: retry.holdoff has no value: it must be a duration such as 30s\n");
  EXPECT_EQ(Check("retry: ~"),
            "p.yaml:1:8: error: retry has no value: it must be a mapping of keys\n");
  EXPECT_EQ(Check("numbers: [~]"),
            "p.yaml:1:11: error: an item of numbers has no value: it must be a telephone number\n");
}

TEST(OptionCheck, RefusesTheWrongForm) {
  EXPECT_EQ(Check("retry: [5s]"),
            "p.yaml:1:8: error: retry must be a mapping of keys, not a list\n");
  EXPECT_EQ(Check("retry: 5s"),
            "p.yaml:1:8: error: retry must be a mapping of keys, not a single value\n");
  EXPECT_EQ(Check("numbers: 0305550100"),
            "p.yaml:1:10: error: numbers must be a list of telephone numbers, not a single "
            "value\n");
  EXPECT_EQ(Check("rules: {error: line_busy}"),
            "p.yaml:1:8: error: rules must be a list of mappings, not a mapping\n");
  EXPECT_EQ(Check("rules: [redial]"),
            "p.yaml:1:9: error: an item of rules must be a mapping of keys, not a single value\n");
  EXPECT_EQ(Check("retry: {holdoff: {seconds: 5}}"),
            "p.yaml:1:18: error: retry.holdoff must be a duration such as 30s, not a mapping\n");
  EXPECT_EQ(Check("steps: [[dial]]"),
            "p.yaml:1:9: error: an item of steps must be a word (dial, wait) or a mapping, not a "
            "list\n");
  EXPECT_EQ(Check("password: geheim"),
            "p.yaml:1:11: error: password must be a mapping of keys, not a single value\n");
}

TEST(OptionCheck, RefusesADocumentThatIsNoMapping) {
  Findings findings;
  const std::vector<YamlPtr> documents = ParseYaml("[a]", "p.yaml", findings);
  ASSERT_EQ(documents.size(), 1U);
  Sample().Check(*documents.front(), findings);
  EXPECT_EQ(findings.ToString(), "p.yaml:1:1: error: must be a mapping of keys, not a list\n");
}

TEST(OptionCheck, TellsAllFormsWhenAWordIsNone) {
  EXPECT_EQ(Check("online: alwais"),
            "p.yaml:1:9: error: online must be a word (always, manual), a list of windows or a "
            "mapping, not 'alwais' (did you mean 'always'?)\n");
  EXPECT_EQ(Check("online: Mon-Fri 07:00-19:00"),
            "p.yaml:1:9: error: online must be a word (always, manual), a list of windows or a "
            "mapping, not 'Mon-Fri 07:00-19:00'\n");
  EXPECT_EQ(Check("rules: [{number: nxt}]"),
            "p.yaml:1:18: error: rules[].number must be a word (next, same, first) or a telephone "
            "number, not 'nxt' (did you mean 'next'?)\n");
}

TEST(OptionCheck, TellsAboutTheFormThatWasMeant) {
  EXPECT_EQ(Check("retry: {caps: [{per: 500ms}]}"),
            "p.yaml:1:22: error: retry.caps[].per must be at least 1s: '500ms' is less\n");
  EXPECT_EQ(Check("retry: {caps: [{per: seqence}]}"),
            "p.yaml:1:22: error: retry.caps[].per must be a duration such as 30s or a word "
            "(sequence), not 'seqence' (did you mean 'sequence'?)\n");
  EXPECT_EQ(Check("rules: [{attempt: many}]"),
            "p.yaml:1:19: error: rules[].attempt: 'many' is not a whole number\n");
}

TEST(OptionCheck, NamesTheKeyOfABadValue) {
  EXPECT_EQ(Check("retry: {holdoff: 2h}"),
            "p.yaml:1:18: error: retry.holdoff must be at most 1h: '2h' is more\n");
  EXPECT_EQ(Check("retry: {holdoff: 5}"),
            "p.yaml:1:18: error: retry.holdoff: '5' has no unit: write 5s for seconds, 5m for "
            "minutes or 5h for hours\n");
  EXPECT_EQ(Check("rules: [{error: [line_bussy]}]"),
            "p.yaml:1:18: error: rules[].error: 'line_bussy' is not a RAS error: a RAS error is a "
            "name such as line_busy, or its number 676 (did you mean 'line_busy'?)\n");
}

TEST(OptionCheck, WantsTelephoneNumbersQuoted) {
  EXPECT_EQ(Check("numbers: [+49 30 555 0100]"),
            "p.yaml:1:11: error: numbers: quote telephone numbers: \"+49 30 555 0100\"\n");
  EXPECT_EQ(Check("rules: [{number: +4930}]"),
            "p.yaml:1:18: error: rules[].number: quote telephone numbers: \"+4930\"\n");
  EXPECT_EQ(Check("numbers: [555.0100]"),
            "p.yaml:1:11: error: numbers: quote telephone numbers: \"555.0100\"\n");
}

TEST(OptionCheck, TakesPlainDigitsAsATelephoneNumber) {
  EXPECT_EQ(Check("numbers: [0305550100, 110, 030 555-0100, (030) 555/0100]"), "");
}

TEST(OptionCheck, TellsEverythingAtOnce) {
  EXPECT_EQ(Check("retry: {holdoff: soon}\nnumbers: [x]\nonlin: always"),
            "p.yaml:1:18: error: retry.holdoff: 'soon' is not a duration: write a number with a "
            "unit, such as 30s, 5m, 1h30m or 250ms\n"
            "p.yaml:2:11: error: numbers: 'x' is not a telephone number: write \"+49 30 555 "
            "0100\", or \"0W,*99#\"\n"
            "p.yaml:3:1: error: unknown key 'onlin' (did you mean 'online'?)\n");
}

TEST(OptionCheck, KeepsMessagesShortAndOnOneLine) {
  EXPECT_EQ(Check("\"a\\nb\": 1"), "p.yaml:1:1: error: unknown key 'a?b'\n");
  EXPECT_EQ(Check(std::string(300, 'x') + ": 1"),
            "p.yaml:1:1: error: unknown key '" + std::string(60, 'x') + "…'\n");
  std::string umlauts = "x";
  for (int i = 0; i < 40; ++i) umlauts += "ü";
  EXPECT_EQ(Check("? " + umlauts + "\n: 1"),
            "p.yaml:1:3: error: unknown key '" + umlauts.substr(0, 59) + "…'\n");
}

TEST(OptionCheck, SumsUpAFloodOfUnknownKeys) {
  std::string text = "profile: x\n";
  for (int i = 0; i < 53; ++i) text += "unknown_" + std::to_string(i) + ": 1\n";
  const std::string told = Check(text);
  EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 51);
  EXPECT_TRUE(told.ends_with("p.yaml:52:1: error: ... and 3 more unknown keys\n")) << told;
}

int CountOf(std::string_view part, std::string_view text) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

// A guess is a walk over all names there are: thousands of mistakes must not ask for one each.
TEST(OptionCheck, GuessesAtTheFirstFewOfThousandsOfMistakes) {
  constexpr int kMistakes = 10'000;
  std::string keys;
  std::string errors = "profile: p\nnumbers: ['1']\nrules:\n- error:\n";
  for (int i = 0; i < kMistakes; ++i) {
    keys += "profile" + std::to_string(i) + ": 1\n";
    errors += "  - line_bussy_" + std::to_string(i) + "\n";
  }
  for (const std::string& text : {keys, errors}) {
    Findings findings;
    const YamlPtr root = ParseYamlMapping(text, "p.yaml", findings);
    ASSERT_TRUE(root) << findings.ToString();
    Sample().Check(*root, findings);
    EXPECT_TRUE(findings.HasErrors());
    const int guesses = CountOf("did you mean", findings.ToString());
    EXPECT_GT(guesses, 0);
    EXPECT_LE(guesses, 100);
  }
}

}  // namespace
}  // namespace lineman
