#include "app/findings_json.h"

#include <memory>
#include <string>

namespace lineman {
namespace {

constexpr std::string_view kError = "error";
constexpr std::string_view kWarning = "warning";

std::string TextIn(const Json& json, std::string_view name) {
  const std::string* text = json.FindString(name);
  return text == nullptr ? "" : *text;
}

int NumberIn(const Json& json, std::string_view name) {
  const std::int64_t* number = json.FindInteger(name);
  return number == nullptr ? 0 : static_cast<int>(*number);
}

}  // namespace

Json ToJson(const Findings& findings) {
  Json list(Json::Array{});
  for (const Finding& finding : findings.Sorted()) {
    Json item;
    item.Set("file", *finding.place.file);
    item.Set("line", finding.place.line);
    item.Set("column", finding.place.column);
    item.Set("severity", finding.severity == Severity::kError ? kError : kWarning);
    item.Set("message", finding.message);
    list.Append(std::move(item));
  }
  return list;
}

Result<Findings> FindingsFrom(const Json& json) {
  if (json.AsArray() == nullptr) return Fail("findings are a list");
  Findings findings;
  for (const Json& item : *json.AsArray()) {
    const Place place{std::make_shared<const std::string>(TextIn(item, "file")),
                      NumberIn(item, "line"), NumberIn(item, "column")};
    if (TextIn(item, "severity") == kError) {
      findings.Error(place, TextIn(item, "message"));
    } else {
      findings.Warning(place, TextIn(item, "message"));
    }
  }
  return findings;
}

}  // namespace lineman
