// Facts about the JSON Schema of an option table. Each type is asked for its whole schema, since
// an editor believes all of it.
#include <gtest/gtest.h>

#include "model/option_table.h"

namespace lineman {
namespace {

std::string SchemaOf(std::vector<Option> rows, bool fragment = false) {
  return OptionTable("sample", std::move(rows)).ToSchema(fragment).Dump();
}

// The schema of a key of one scalar row.
std::string ScalarSchema(Option row) {
  row.path = "k";
  const Json schema = OptionTable("sample", {row}).ToSchema();
  const Json* const properties = schema.Find("properties");
  return properties != nullptr ? properties->Find("k")->Dump() : "";
}

std::string ScalarSchema(OptionType type) { return ScalarSchema(Option{.type = type}); }

// Whether the patterns and words of a type's schema, in whatever form, hold a text.
bool Mentions(const std::string& schema, std::string_view text) {
  return schema.find(text) != std::string::npos;
}

TEST(OptionSchema, ClosesMappingsAndKeepsTheOrderOfTheTable) {
  EXPECT_EQ(SchemaOf({{.path = "zeta"}, {.path = "alpha.beta", .type = OptionType::kFlag}}),
            R"({"type":"object","properties":{"zeta":{"type":["string","number","boolean"]},)"
            R"("alpha":{"type":"object","properties":{"beta":{"type":["boolean","string"],)"
            R"("pattern":"^(true|false)$"}},"additionalProperties":false}},)"
            R"("additionalProperties":false})");
}

TEST(OptionSchema, OpensMappingsOfFreeKeys) {
  EXPECT_EQ(SchemaOf({{.path = "*", .type = OptionType::kAnything}}),
            R"({"type":"object","additionalProperties":{}})");
}

TEST(OptionSchema, RequiresWhatTheTableRequires) {
  const std::vector<Option> rows = {
      {.path = "name", .type = OptionType::kAnything, .required = true},
      {.path = "list[]", .type = OptionType::kAnything, .required = true}};
  EXPECT_EQ(SchemaOf(rows),
            R"({"type":"object","properties":{"name":{},"list":{"type":"array","items":{},)"
            R"("minItems":1}},"additionalProperties":false,"required":["name","list"]})");
  EXPECT_EQ(SchemaOf(rows, true),
            R"({"type":"object","properties":{"name":{},"list":{"type":"array","items":{}}},)"
            R"("additionalProperties":false})");
}

TEST(OptionSchema, OffersEachFormOfAKey) {
  EXPECT_EQ(SchemaOf({{.path = "online", .type = OptionType::kChoice, .choices = "always|manual"},
                      {.path = "online[]", .type = OptionType::kAnything},
                      {.path = "online.after", .type = OptionType::kAnything}}),
            R"({"type":"object","properties":{"online":{"anyOf":[{"enum":["always","manual"]},)"
            R"({"type":"array","items":{}},{"type":"object","properties":{"after":{}},)"
            R"("additionalProperties":false}]}},"additionalProperties":false})");
}

TEST(OptionSchema, DescribesARowByItsHelpDefaultAndBounds) {
  EXPECT_EQ(ScalarSchema({.type = OptionType::kInteger,
                          .default_value = "3",
                          .help = "How often.",
                          .least = "1",
                          .most = "10"}),
            R"({"type":["integer","string"],"pattern":"^-?(0|[1-9][0-9]*)$","minimum":1,)"
            R"("maximum":10,"description":"How often. Default: 3. At least 1. At most 10.",)"
            R"("default":3})");
}

TEST(OptionSchema, DescribesAMappingByItsOwnRow) {
  EXPECT_EQ(SchemaOf({{.path = "retry", .type = OptionType::kNested, .help = "When to redial."},
                      {.path = "retry.x", .type = OptionType::kAnything}}),
            R"({"type":"object","properties":{"retry":{"type":"object","properties":{"x":{}},)"
            R"("additionalProperties":false,"description":"When to redial."}},)"
            R"("additionalProperties":false})");
}

TEST(OptionSchema, DescribesEachOfSeveralRowsOfAKey) {
  EXPECT_EQ(
      SchemaOf({{.path = "n", .type = OptionType::kChoice, .help = "A word.", .choices = "a"},
                {.path = "n", .type = OptionType::kFlag, .help = "A flag."}}),
      R"({"type":"object","properties":{"n":{"anyOf":[{"enum":["a"],"description":"A word."},)"
      R"({"type":["boolean","string"],"pattern":"^(true|false)$","description":"A flag."}]}},)"
      R"("additionalProperties":false})");
}

TEST(OptionSchema, TakesNumbersForTextsThatLookLikeThem) {
  EXPECT_EQ(ScalarSchema(OptionType::kText), R"({"type":["string","number","boolean"]})");
  EXPECT_EQ(ScalarSchema({.type = OptionType::kChoice, .choices = "9600|true|peer"}),
            R"({"enum":["9600",9600,"true",true,"peer"]})");
  EXPECT_TRUE(Mentions(ScalarSchema(OptionType::kPhone), R"("type":["string","integer"])"));
  EXPECT_TRUE(Mentions(ScalarSchema(OptionType::kRasError), R"("type":"integer")"));
  EXPECT_TRUE(Mentions(ScalarSchema(OptionType::kState), R"("type":"integer")"));
}

TEST(OptionSchema, TakesNoNumberForADurationButZero) {
  EXPECT_EQ(ScalarSchema(OptionType::kDuration),
            R"({"type":["string","integer"],"pattern":"^(0|([0-9]+(\\.[0-9]+)?(ms|w|d|h|m|s))+)$",)"
            R"("minimum":0,"maximum":0})");
}

TEST(OptionSchema, TakesNoNumberForAShare) {
  EXPECT_EQ(ScalarSchema(OptionType::kPercent),
            R"({"type":"string","pattern":"^[0-9]+(\\.[0-9]{1,4})?%$"})");
}

TEST(OptionSchema, OffersTheNamesOfErrorsCausesAndStates) {
  EXPECT_TRUE(Mentions(ScalarSchema(OptionType::kRasError), R"("line_busy")"));
  EXPECT_TRUE(Mentions(ScalarSchema(OptionType::kCause), R"("credentials")"));
  EXPECT_TRUE(Mentions(ScalarSchema(OptionType::kState), R"("callback_set_by_caller")"));
}

TEST(OptionSchema, ChecksNothingOfAnything) {
  EXPECT_EQ(ScalarSchema(OptionType::kAnything), "{}");
}

}  // namespace
}  // namespace lineman
