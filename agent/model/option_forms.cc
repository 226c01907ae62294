// What a value must be, in words: "a word (always, manual), a list of windows or a mapping".
#include <fmt/format.h>

#include <algorithm>

#include "model/option_scalar.h"
#include "model/option_tree.h"

namespace lineman {
namespace {

// A type as one value is called, and as the items of a list are.
struct TypeWords {
  std::string_view one;
  std::string_view many;
};

TypeWords WordsOf(OptionType type) {
  switch (type) {
    case OptionType::kText:
      return {"a text", "texts"};
    case OptionType::kFlag:
      return {"true or false", "flags"};
    case OptionType::kInteger:
      return {"a whole number", "whole numbers"};
    case OptionType::kNumber:
      return {"a number such as 1.5", "numbers"};
    case OptionType::kPercent:
      return {"a share such as 20%", "shares"};
    case OptionType::kDuration:
      return {"a duration such as 30s", "durations"};
    case OptionType::kSignedDuration:
      return {"a duration such as +1h or -30m", "durations"};
    case OptionType::kPhone:
      return {"a telephone number", "telephone numbers"};
    case OptionType::kChoice:
      return {"a word", "words"};
    case OptionType::kDayWindow:
      return {"a window such as \"03:00-04:00\"", "windows"};
    case OptionType::kWeekWindow:
      return {"a window such as \"Mon-Fri 07:00-19:00\"", "windows"};
    case OptionType::kLocalTime:
      return {"a date and time such as 2026-03-02T08:00", "dates and times"};
    case OptionType::kTimeOfDay:
      return {"a time of day such as 03:30", "times of day"};
    case OptionType::kZone:
      return {"a time zone such as Europe/Berlin", "time zones"};
    case OptionType::kEndpoint:
      return {"an endpoint such as \"10.0.0.1:443\"", "endpoints"};
    case OptionType::kRasError:
      return {"a RAS error such as line_busy", "RAS errors"};
    case OptionType::kCause:
      return {"a cause such as line", "causes"};
    case OptionType::kState:
      return {"a state such as authenticate", "states"};
    case OptionType::kAnything:
    case OptionType::kNested:
      break;
  }
  return {"any value", "values"};
}

std::string DescribeScalar(const Option& row) {
  const std::string_view words = WordsOf(row.type).one;
  if (row.type != OptionType::kChoice) return std::string(words);
  return fmt::format("{} ({})", words, fmt::join(SplitChoices(row.choices), ", "));
}

// "a list of windows"; items of several kinds are not named.
std::string DescribeList(const OptionNode& items) {
  if (items.TakesMapping() && !items.TakesScalar()) return "a list of mappings";
  if (!items.TakesScalar() || items.TakesMapping()) return "a list";
  std::string_view many;
  for (const Option* row : items.rows) {
    if (!many.empty() && many != WordsOf(row->type).many) return "a list";
    many = WordsOf(row->type).many;
  }
  return fmt::format("a list of {}", many);
}

}  // namespace

std::string DescribeForms(const OptionNode& node) {
  std::vector<std::string> forms;
  for (const Option* row : node.rows) {
    if (row->type == OptionType::kNested) continue;
    std::string form = DescribeScalar(*row);
    if (std::find(forms.begin(), forms.end(), form) == forms.end())
      forms.push_back(std::move(form));
  }
  if (node.TakesList()) forms.push_back(DescribeList(*node.items));
  if (node.TakesMapping()) forms.emplace_back(forms.empty() ? "a mapping of keys" : "a mapping");
  if (forms.empty()) return "any value";
  std::string all = forms.front();
  for (std::size_t i = 1; i < forms.size(); ++i)
    all += (i + 1 == forms.size() ? " or " : ", ") + forms[i];
  return all;
}

}  // namespace lineman
