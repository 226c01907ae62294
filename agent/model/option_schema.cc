// OptionTable::ToSchema: what an editor needs to complete and check a document of the table.
//
// Editors read YAML by its core schema, so 5 is a number and true a boolean there while we see
// texts: wherever such a text is legal, the schema takes both. It may let through what Check
// refuses (a zone of no such name), never the other way round.
#include <fmt/format.h>

#include <algorithm>

#include "model/option_scalar.h"
#include "model/option_tree.h"

namespace lineman {
namespace {

constexpr std::string_view kTime = "([01][0-9]|2[0-4]):[0-5][0-9]";

Json TypesOf(std::initializer_list<std::string_view> types) {
  Json::Array names;
  for (const std::string_view type : types) names.emplace_back(type);
  return names.size() == 1 ? names.front() : Json(std::move(names));
}

Json Pattern(std::string_view pattern, std::initializer_list<std::string_view> types = {"string"}) {
  Json schema;
  schema.Set("type", TypesOf(types));
  schema.Set("pattern", fmt::format("^{}$", pattern));
  return schema;
}

Json AnyOf(Json::Array forms) {
  if (forms.size() == 1) return std::move(forms.front());
  Json schema;
  schema.Set("anyOf", std::move(forms));
  return schema;
}

// A word as a plain scalar of the core schema: `true` and `5` are no strings there.
Json PlainWord(std::string_view word) {
  if (word == "true" || word == "false") return word == "true";
  if (const std::optional<std::int64_t> integer = ParseInteger(word)) return *integer;
  if (const std::optional<double> number = ParseNumber(word)) return *number;
  return word;
}

// Words that editors offer, and the other spellings Check takes for them.
Json Words(Json::Array words, std::string_view other_spellings) {
  Json offered;
  offered.Set("enum", std::move(words));
  Json number;
  number.Set("type", "integer");
  number.Set("minimum", 0);
  return AnyOf({std::move(offered), std::move(number), Pattern(other_spellings)});
}

Json Choices(const Option& row) {
  Json::Array words;
  for (const std::string_view choice : SplitChoices(row.choices)) {
    words.emplace_back(choice);
    if (const Json plain = PlainWord(choice); plain.AsString() == nullptr) words.push_back(plain);
  }
  Json schema;
  schema.Set("enum", std::move(words));
  return schema;
}

Json RasErrors() {
  Json::Array names;
  for (const RasErrorInfo& info : AllRasErrors()) names.emplace_back(info.name);
  return Words(
      std::move(names),
      "([0-9]+|0x[0-9a-fA-F]+|.*[A-Z].*|([Ee][Rr][Rr][Oo][Rr]|[Ww][Aa][Rr][Nn][Ii][Nn][Gg])_.*)");
}

Json States() {
  Json::Array names;
  for (const StateInfo& info : AllStates()) names.emplace_back(info.name);
  return Words(std::move(names), "([0-9]+|(state_0x|0[xX])[0-9a-fA-F]+|[Rr][Aa][Ss][Cc][Ss]_.*)");
}

Json Causes() {
  Json::Array names;
  for (const Cause cause : AllCauses()) names.emplace_back(NameOf(cause));
  Json schema;
  schema.Set("enum", std::move(names));
  return schema;
}

// "minimum" and "maximum" concern numbers only; a quoted number is left to Check.
template <typename Parser>
void SetBounds(Json& schema, const Option& row, Parser parse) {
  if (const auto least = parse(row.least)) schema.Set("minimum", *least);
  if (const auto most = parse(row.most)) schema.Set("maximum", *most);
}

// The one duration without a unit is 0, a number to editors.
Json Durations(std::string_view sign) {
  Json schema = Pattern(fmt::format("{}(0|([0-9]+(\\.[0-9]+)?(ms|w|d|h|m|s))+)", sign),
                        {"string", "integer"});
  schema.Set("minimum", 0);
  schema.Set("maximum", 0);
  return schema;
}

Json ScalarSchema(const Option& row) {
  Json schema;
  switch (row.type) {
    case OptionType::kText:
      schema.Set("type", TypesOf({"string", "number", "boolean"}));
      break;
    case OptionType::kFlag:
      return Pattern("(true|false)", {"boolean", "string"});
    case OptionType::kInteger:
      schema = Pattern("-?(0|[1-9][0-9]*)", {"integer", "string"});
      SetBounds(schema, row, ParseInteger);
      break;
    case OptionType::kNumber:
      schema = Pattern("-?[0-9]+(\\.[0-9]+)?", {"number", "string"});
      SetBounds(schema, row, ParseNumber);
      break;
    case OptionType::kPercent:
      return Pattern("[0-9]+(\\.[0-9]{1,4})?%");
    case OptionType::kDuration:
      return Durations("");
    case OptionType::kSignedDuration:
      return Durations("[-+]?");
    case OptionType::kPhone:
      return Pattern("[-0-9*# +()/.,@!ABCDPTWabcdptw]*[0-9*#][-0-9*# +()/.,@!ABCDPTWabcdptw]*",
                     {"string", "integer"});
    case OptionType::kChoice:
      return Choices(row);
    case OptionType::kDayWindow:
      return Pattern(fmt::format("{0}-{0}", kTime));
    case OptionType::kWeekWindow:
      return Pattern(fmt::format("([A-Z][a-z][a-z][-,A-Za-z]* )?{0}-{0}", kTime));
    case OptionType::kLocalTime:
      return Pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+)?");
    case OptionType::kTimeOfDay:
      return Pattern(kTime);
    case OptionType::kZone:
      return Pattern("[A-Za-z0-9_+/-]+");
    case OptionType::kEndpoint:
      return Pattern(".+:[0-9]+");
    case OptionType::kRasError:
      return RasErrors();
    case OptionType::kCause:
      return Causes();
    case OptionType::kState:
      return States();
    case OptionType::kAnything:
    case OptionType::kNested:
      break;
  }
  return schema;
}

// "Floor between two dials. Default: 5s. At least 1s."
std::string DescriptionOf(const Option& row) {
  std::string text(row.help);
  const auto add = [&](std::string_view label, std::string_view value) {
    if (value.empty()) return;
    if (!text.empty()) text += text.ends_with('.') ? " " : ". ";
    text += fmt::format("{} {}.", label, value);
  };
  add("Default:", row.default_value);
  add("At least", row.least);
  add("At most", row.most);
  return text;
}

Json DefaultOf(const Option& row) {
  switch (row.type) {
    case OptionType::kFlag:
    case OptionType::kInteger:
    case OptionType::kNumber:
      return PlainWord(row.default_value);
    default:
      return row.default_value;
  }
}

void Annotate(Json& schema, const Option& row) {
  if (const std::string text = DescriptionOf(row); !text.empty()) schema.Set("description", text);
  if (!row.default_value.empty()) schema.Set("default", DefaultOf(row));
}

Json NodeSchema(const OptionNode& node, bool fragment);

Json MappingSchema(const OptionNode& node, bool fragment) {
  Json properties(Json::Object{});
  Json::Array required;
  for (const auto& [key, below] : node.keys) {
    properties.Set(std::string(key), NodeSchema(*below, fragment));
    if (below->IsRequired()) required.emplace_back(key);
  }
  Json schema;
  schema.Set("type", "object");
  if (!node.keys.empty()) schema.Set("properties", std::move(properties));
  schema.Set("additionalProperties",
             node.others ? NodeSchema(*node.others, fragment) : Json(false));
  if (!required.empty() && !fragment) schema.Set("required", std::move(required));
  if (node.keys.empty() && node.MayNotBeEmpty() && !fragment) schema.Set("minProperties", 1);
  return schema;
}

Json ListSchema(const OptionNode& node, bool fragment) {
  Json schema;
  schema.Set("type", "array");
  schema.Set("items", NodeSchema(*node.items, fragment));
  if (node.items->IsRequired() && !fragment) schema.Set("minItems", 1);
  return schema;
}

// Each form of a value on its own. The help of a row stands with its form, or above all of them
// when it is the only row.
Json NodeSchema(const OptionNode& node, bool fragment) {
  Json::Array forms;
  if (!node.TakesAnything()) {
    for (const Option* row : node.rows) {
      if (row->type == OptionType::kNested) continue;
      forms.push_back(ScalarSchema(*row));
      if (node.rows.size() > 1) Annotate(forms.back(), *row);
    }
    if (node.TakesList()) forms.push_back(ListSchema(node, fragment));
    if (node.TakesMapping()) forms.push_back(MappingSchema(node, fragment));
  }
  Json schema = forms.empty() ? Json(Json::Object{}) : AnyOf(std::move(forms));
  for (const Option* row : node.rows) {
    if (node.rows.size() == 1 || row->type == OptionType::kNested) Annotate(schema, *row);
  }
  return schema;
}

}  // namespace

Json OptionTable::ToSchema(bool fragment) const { return NodeSchema(tree_->root, fragment); }

}  // namespace lineman
