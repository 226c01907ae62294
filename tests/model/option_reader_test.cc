// Facts about reading checked documents, and about reading those that nobody checked.
#include <gtest/gtest.h>

#include "model/option_table.h"

namespace lineman {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

const OptionTable& Sample() {
  static const OptionTable table(
      "sample",
      {
          {.path = "name"},
          {.path = "engine", .default_value = "pppd"},
          {.path = "quiet", .type = OptionType::kFlag, .default_value = "true"},
          {.path = "speed", .type = OptionType::kInteger, .default_value = "115200"},
          {.path = "factor", .type = OptionType::kNumber, .default_value = "1.5"},
          {.path = "jitter", .type = OptionType::kPercent, .default_value = "20%"},
          {.path = "holdoff", .type = OptionType::kDuration, .default_value = "5s"},
          {.path = "most", .type = OptionType::kDuration},
          {.path = "jump", .type = OptionType::kSignedDuration},
          {.path = "error", .type = OptionType::kRasError},
          {.path = "error[]", .type = OptionType::kRasError},
          {.path = "cause", .type = OptionType::kCause, .default_value = "line"},
          {.path = "state", .type = OptionType::kState},
          {.path = "retry.backoff.first", .type = OptionType::kDuration, .default_value = "7s"},
          {.path = "rules[].name"},
          {.path = "rules[].after", .type = OptionType::kDuration, .default_value = "9s"},
          {.path = "numbers.first"},
          {.path = "numbers.*.answers", .type = OptionType::kInteger, .default_value = "3"},
      });
  return table;
}

// A document and a reader at its top.
struct Document {
  explicit Document(std::string_view text)
      : root(ParseYamlMapping(text, "p.yaml", findings)), reader(Sample(), root.get()) {
    EXPECT_TRUE(root) << findings.ToString();
  }

  Findings findings;
  YamlPtr root;
  OptionReader reader;
};

TEST(OptionReader, ReadsEachType) {
  const Document document(R"(
name: kiosk
quiet: false
speed: 9600
factor: 2.25
jitter: 99.5%
holdoff: 1h
jump: -30m
error: line_busy
cause: server
state: open_port
)");
  const OptionReader& reader = document.reader;
  EXPECT_EQ(reader.Text("name"), "kiosk");
  EXPECT_FALSE(reader.Flag("quiet"));
  EXPECT_EQ(reader.Integer("speed"), 9600);
  EXPECT_EQ(reader.Number("factor"), 2.25);
  EXPECT_EQ(reader.PerMillion("jitter"), 995'000);
  EXPECT_EQ(reader.Span("holdoff"), hours(1));
  EXPECT_EQ(reader.Span("jump"), -std::chrono::minutes(30));
  EXPECT_EQ(reader.Error("error"), RasError::kLineBusy);
  EXPECT_EQ(reader.CauseAt("cause"), Cause::kServer);
  EXPECT_EQ(reader.State("state"), ConnectionState::kOpenPort);
}

TEST(OptionReader, GivesTheDefaultOfAnAbsentKey) {
  const Document document("name: kiosk");
  const OptionReader& reader = document.reader;
  EXPECT_FALSE(reader.Has("engine"));
  EXPECT_EQ(reader.Text("engine"), "pppd");
  EXPECT_TRUE(reader.Flag("quiet"));
  EXPECT_EQ(reader.Integer("speed"), 115200);
  EXPECT_EQ(reader.Number("factor"), 1.5);
  EXPECT_EQ(reader.PerMillion("jitter"), 200'000);
  EXPECT_EQ(reader.Span("holdoff"), seconds(5));
  EXPECT_EQ(reader.CauseAt("cause"), Cause::kLine);
  EXPECT_EQ(reader.Span("retry.backoff.first"), seconds(7));
  EXPECT_EQ(reader.Below("retry").Below("backoff").Span("first"), seconds(7));
}

TEST(OptionReader, GivesNothingWithoutADefault) {
  const Document document("name: kiosk");
  EXPECT_EQ(document.reader.MaybeSpan("most"), std::nullopt);
  EXPECT_EQ(document.reader.Span("most"), Duration::zero());
  EXPECT_EQ(document.reader.Error("error"), std::nullopt);
  EXPECT_EQ(document.reader.State("state"), std::nullopt);
  EXPECT_EQ(document.reader.Text("no.such.key"), "");
}

TEST(OptionReader, GivesTheDefaultOfAWrongValue) {
  const Document document(
      "{quiet: maybe, speed: fast, jitter: 5, holdoff: -5s, cause: [line], engine: {}}");
  EXPECT_TRUE(document.reader.Flag("quiet"));
  EXPECT_EQ(document.reader.Integer("speed"), 115200);
  EXPECT_EQ(document.reader.PerMillion("jitter"), 200'000);
  EXPECT_EQ(document.reader.Span("holdoff"), seconds(5));
  EXPECT_EQ(document.reader.CauseAt("cause"), Cause::kLine);
  EXPECT_EQ(document.reader.Text("engine"), "pppd");
}

TEST(OptionReader, KeepsAnEmptyTextThatWasWritten) {
  EXPECT_EQ(Document("engine: ''").reader.Text("engine"), "");
}

TEST(OptionReader, ReadsItemsWithTheirDefaults) {
  const Document document("rules:\n  - {name: a, after: 1s}\n  - name: b\n");
  const std::vector<OptionReader> rules = document.reader.Items("rules");
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0].Text("name"), "a");
  EXPECT_EQ(rules[0].Span("after"), seconds(1));
  EXPECT_EQ(rules[1].Span("after"), seconds(9));
  EXPECT_EQ(rules[1].place().ToString(), "p.yaml:3:5");
}

TEST(OptionReader, ReadsScalarsAndListsOfScalarsAsTexts) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(Document("error: busy").reader.Texts("error"), Texts{"busy"});
  EXPECT_EQ(Document("error: [676, no_answer]").reader.Texts("error"), (Texts{"676", "no_answer"}));
  EXPECT_EQ(Document("error: []").reader.Texts("error"), Texts{});
  EXPECT_EQ(Document("name: x").reader.Texts("error"), Texts{});
  EXPECT_EQ(Document("name: x").reader.Texts("cause"), Texts{"line"});
}

TEST(OptionReader, ReadsItselfWithoutAKey) {
  const Document document("error: [676, no_answer]");
  const std::vector<OptionReader> items = document.reader.Items("error");
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].Error(), RasError::kLineBusy);
  EXPECT_EQ(items[1].Text(), "no_answer");
}

TEST(OptionReader, ReadsFreeKeysAndLeavesOutTheNamedOnes) {
  const Document document("numbers: {first: a, \"+49.30\": {answers: 5}, '110': {}}");
  const auto numbers = document.reader.Members("numbers");
  ASSERT_EQ(numbers.size(), 2U);
  EXPECT_EQ(numbers[0].first, "+49.30");
  EXPECT_EQ(numbers[0].second.Integer("answers"), 5);
  EXPECT_EQ(numbers[1].first, "110");
  EXPECT_EQ(numbers[1].second.Integer("answers"), 3);
  EXPECT_EQ(document.reader.Below("numbers").Members("").size(), 2U);
  EXPECT_EQ(document.reader.Integer("numbers.110.answers"), 3);
}

TEST(OptionReader, StandsWhereItIsTold) {
  const Document document("{after: 2s}");
  const OptionReader rule(Sample(), document.root.get(), "rules[]");
  EXPECT_EQ(rule.Span("after"), seconds(2));
  EXPECT_EQ(OptionReader(Sample(), nullptr, "rules[]").Span("after"), seconds(9));
}

TEST(OptionReader, SurvivesDocumentsNobodyChecked) {
  const Document document("{name: [a], rules: {x: y}, numbers: 5, retry: [1], error: [[1], ~]}");
  const OptionReader& reader = document.reader;
  EXPECT_EQ(reader.Text("name"), "");
  EXPECT_TRUE(reader.Items("rules").empty());
  EXPECT_TRUE(reader.Members("numbers").empty());
  EXPECT_EQ(reader.Span("retry.backoff.first"), seconds(7));
  EXPECT_TRUE(reader.Texts("error").empty());
  EXPECT_EQ(reader.Items("error").at(0).Error(), std::nullopt);
  EXPECT_EQ(reader.Find("..a."), nullptr);
}

TEST(OptionReader, SurvivesNoDocumentAtAll) {
  const OptionReader reader(Sample(), nullptr);
  EXPECT_EQ(reader.Text("engine"), "pppd");
  EXPECT_EQ(reader.Below("retry").Span("backoff.first"), seconds(7));
  EXPECT_TRUE(reader.Items("rules").empty());
  EXPECT_TRUE(reader.Members("").empty());
  EXPECT_EQ(reader.place().line, 1);
}

}  // namespace
}  // namespace lineman
