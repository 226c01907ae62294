#include "model/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/duration.h"
#include "base/utc.h"

namespace lineman {
namespace {

// In the order of Entry::Kind.
constexpr std::array<std::string_view, 5> kKindNames = {"notification", "decision", "line", "event",
                                                        "trouble"};

std::string DescribeNotification(const Entry& entry) {
  std::string text = entry.what;
  if (entry.error != RasError::kNone) text += ": " + DescribeError(entry.error);
  if (!entry.detail.empty()) text += fmt::format(" ({})", entry.detail);
  return text;
}

std::string DescribeDecision(const Entry& entry) {
  std::string text = entry.what;
  if (entry.after && entry.what == "open_circuit") {
    text += fmt::format(", probe in {}", FormatRoughly(*entry.after));
  } else if (entry.after && entry.what == "redial") {
    text += fmt::format(" in {}", FormatRoughly(*entry.after));
  } else if (entry.after) {
    text += fmt::format(" for {}", FormatRoughly(*entry.after));
  }
  if (entry.number && !entry.number->empty()) text += " " + *entry.number;
  if (!entry.answer.empty()) text += " " + entry.answer;
  if (!entry.detail.empty()) text += ": " + entry.detail;
  text += " [" + entry.by;
  for (const std::string& why : entry.why) text += "; " + why;
  return text + "]";
}

Json FromTexts(const std::vector<std::string>& texts) {
  Json json;
  for (const std::string& text : texts) json.Append(text);
  return json;
}

Json FromCounters(const Counters& counters) {
  Json json;
  json.Set("attempts", counters.attempts);
  json.Set("failures", ToJson(counters.failures));
  json.Set("tries", counters.tries);
  json.Set("probes", counters.probes);
  return json;
}

// What only decisions have.
void SetReasons(Json& json, const Entry& entry) {
  if (!entry.why.empty()) json.Set("why", FromTexts(entry.why));
  if (entry.before) json.Set("before", FromCounters(*entry.before));
  if (entry.now) json.Set("now", FromCounters(*entry.now));
  if (!entry.next.empty()) json.Set("next", entry.next);
  if (entry.next_at) json.Set("next_at", FormatUtc(*entry.next_at));
  if (!entry.would_change.empty()) json.Set("would_change", FromTexts(entry.would_change));
}

}  // namespace

std::string_view NameOf(Entry::Kind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

std::optional<Entry::Kind> FindEntryKind(std::string_view name) {
  const auto* const found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) return std::nullopt;
  return static_cast<Entry::Kind>(found - kKindNames.begin());
}

Json ToJson(const Failures& failures) {
  Json json(Json::Object{});
  for (const Cause cause : AllCauses()) {
    const int count = CountOf(failures, cause);
    if (count > 0) json.Set(std::string(NameOf(cause)), count);
  }
  return json;
}

Json ToJson(const Entry& entry) {
  Json json;
  json.Set("sequence", static_cast<std::int64_t>(entry.sequence));
  json.Set("time", FormatUtc(entry.wall));
  json.Set("profile", entry.profile);
  json.Set("kind", NameOf(entry.kind));
  json.Set("what", entry.what);
  if (!entry.from.empty()) json.Set("from", entry.from);
  if (entry.error != RasError::kNone) {
    json.Set("error", NameOf(entry.error));
    json.Set("code", static_cast<std::int64_t>(entry.error));
    json.Set("cause", NameOf(entry.cause.value_or(CauseOf(entry.error))));
  }
  if (!entry.detail.empty()) json.Set("detail", entry.detail);
  if (entry.number) json.Set("number", *entry.number);
  if (!entry.user.empty()) json.Set("user", entry.user);
  if (entry.after) json.Set("after_ms", entry.after->count());
  if (entry.jump) json.Set("jump_ms", entry.jump->count());
  if (!entry.answer.empty()) json.Set("answer", entry.answer);
  if (!entry.by.empty()) json.Set("by", entry.by);
  SetReasons(json, entry);
  return json;
}

std::string Describe(const Entry& entry) {
  switch (entry.kind) {
    case Entry::Kind::kNotification:
      return DescribeNotification(entry);
    case Entry::Kind::kDecision:
      return DescribeDecision(entry);
    case Entry::Kind::kLine:
      return fmt::format("{} -> {}{}", entry.from, entry.what,
                         entry.detail.empty() ? "" : ": " + entry.detail);
    case Entry::Kind::kEvent:
    case Entry::Kind::kTrouble:
      break;
  }
  const std::string by = entry.by.empty() ? "" : fmt::format(" [{}]", entry.by);
  return entry.what + (entry.detail.empty() ? "" : ": " + entry.detail) + by;
}

}  // namespace lineman
