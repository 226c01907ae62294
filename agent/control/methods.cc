#include "control/methods.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/duration.h"
#include "base/suggest.h"
#include "base/utc.h"
#include "text/findings.h"

namespace lineman {
namespace {

using enum ParameterType;

constexpr std::string_view kProfileHelp = "the profile's name";

constexpr std::array<ParameterRow, 1> kProfile = {{{"profile", kText, true, kProfileHelp}}};

constexpr std::array<ParameterRow, 1> kHello = {
    {{"protocol", kNumber, false, "the version the caller speaks; refused when it is another"}}};

constexpr std::array<ParameterRow, 1> kStatus = {
    {{"profile", kText, false, "only this line; otherwise all"}}};

constexpr std::array<ParameterRow, 6> kEvents = {{
    {"profile", kText, false, "only of this profile"},
    {"kind", kText, false, "only of this kind: notification, decision, line, event or trouble"},
    {"after", kNumber, false, "only entries with a higher sequence"},
    {"before", kNumber, false, "only entries with a lower sequence: the page before"},
    {"since", kTime, false, "only entries at or after this moment"},
    {"most", kNumber, false, "the latest so many, 1000 at most and by default"},
}};

constexpr std::array<ParameterRow, 3> kSubscribe = {{
    {"profile", kText, false, "only of this profile"},
    {"kind", kText, false, "only of this kind, as for events"},
    {"after", kNumber, false, "first the entries with a higher sequence, then those to come"},
}};

constexpr std::array<ParameterRow, 2> kWhy = {{
    {"profile", kText, true, kProfileHelp},
    {"all", kTruth, false, "the latest 1000 decisions, not only the last"},
}};

constexpr std::array<ParameterRow, 2> kDown = {{
    {"profile", kText, true, kProfileHelp},
    {"for", kDuration, false, "how long; otherwise until `up`"},
}};

constexpr std::array<ParameterRow, 8> kAnswer = {{
    {"profile", kText, true, kProfileHelp},
    {"callback_number", kText, false, "where to call back; empty: no callback"},
    {"username", kText, false, "who logs on instead"},
    {"password", kSecret, false, "of whoever logs on"},
    {"domain", kText, false, "the domain to log on to"},
    {"new_password", kSecret, false, "in place of the one that has expired"},
    {"text", kSecret, false, "sent to the prompt"},
    {"done", kTruth, false, "ends an interactive dialogue"},
}};

constexpr std::array<MethodRow, 13> kMethods = {{
    {ControlMethod::kHello, "hello", ControlRight::kLook, kHello,
     "Tells who answers, and what the caller may do."},
    {ControlMethod::kStatus, "status", ControlRight::kLook, kStatus,
     "Tells what the agent and its lines are doing now."},
    {ControlMethod::kEvents, "events", ControlRight::kLook, kEvents,
     "Gives entries of the record that were kept, the oldest first."},
    {ControlMethod::kSubscribe, "subscribe", ControlRight::kLook, kSubscribe,
     "Sends each entry of the record as it is made, until the connection ends."},
    {ControlMethod::kUnsubscribe,
     "unsubscribe",
     ControlRight::kLook,
     {},
     "Ends the subscription of this connection."},
    {ControlMethod::kWhy, "why", ControlRight::kLook, kWhy,
     "Tells what was decided for a line, for which reasons, and what it does now."},
    {ControlMethod::kPlan, "plan", ControlRight::kLook, kProfile,
     "Tells when a profile will dial if every dial fails."},
    {ControlMethod::kUp, "up", ControlRight::kAct, kProfile,
     "Takes back a `down`: the line follows its schedule again."},
    {ControlMethod::kDown, "down", ControlRight::kAct, kDown,
     "Hangs up and keeps the line down; a restart of the agent does not change that."},
    {ControlMethod::kRedial, "redial", ControlRight::kAct, kProfile,
     "Ends the attempt and dials once, within the limits."},
    {ControlMethod::kAnswer, "answer", ControlRight::kAct, kAnswer,
     "Answers the server that waits for input."},
    {ControlMethod::kReload,
     "reload",
     ControlRight::kAct,
     {},
     "Reads all files again; with an error in them the old rules stay."},
    {ControlMethod::kMetrics,
     "metrics",
     ControlRight::kLook,
     {},
     "Gives the figures of all lines in the text format of Prometheus."},
}};

Fault Wrong(const MethodRow& method, std::string_view what) {
  return {ControlCode::kInvalidParams, fmt::format("{}: {}", method.name, what), {}};
}

// What is wrong with a value, in words that do not repeat it; empty when it is well written.
std::string FaultOf(ParameterType type, const Json& value) {
  switch (type) {
    case kText:
    case kSecret:
      return value.AsString() != nullptr ? "" : "is a text";
    case kNumber:
      return value.AsInteger() != nullptr && *value.AsInteger() >= 0 ? "" : "is an integer from 0";
    case kTruth:
      return value.AsBool() != nullptr ? "" : "is true or false";
    case kDuration:
      return value.AsString() != nullptr && ParseDuration(*value.AsString())
                 ? ""
                 : R"(is a duration, such as "2h")";
    case kTime:
      return value.AsString() != nullptr && ParseUtc(*value.AsString())
                 ? ""
                 : R"(is a time in UTC, such as "2026-03-02T08:00:00Z")";
  }
  return "";
}

const ParameterRow* FindParameter(const MethodRow& method, std::string_view name) {
  const auto* const found =
      std::find_if(method.parameters.begin(), method.parameters.end(),
                   [name](const ParameterRow& row) { return row.name == name; })
          .base();
  return found == method.parameters.data() + method.parameters.size() ? nullptr : found;
}

// The name itself is not repeated: a caller in disorder may have put anything there.
std::string UnknownParameter(const MethodRow& method, std::string_view name) {
  if (method.parameters.empty()) return "it takes no parameters";
  std::vector<std::string_view> known;
  for (const ParameterRow& row : method.parameters) known.push_back(row.name);
  return fmt::format("an unknown parameter{}; it takes {}", DidYouMean(name, known),
                     fmt::join(known, ", "));
}

}  // namespace

std::string_view NameOf(ControlRight right) { return right == ControlRight::kAct ? "act" : "look"; }

std::string_view NameOf(ParameterType type) {
  static constexpr std::array<std::string_view, 6> kNames = {"text",  "secret",   "number",
                                                             "truth", "duration", "time"};
  return kNames.at(static_cast<std::size_t>(type));
}

std::span<const MethodRow> ControlMethods() { return kMethods; }

const MethodRow* FindMethod(std::string_view name) {
  const auto* const found = std::find_if(kMethods.begin(), kMethods.end(),
                                         [name](const MethodRow& row) { return row.name == name; });
  return found == kMethods.end() ? nullptr : found;
}

Fault NoSuchMethod(std::string_view name) {
  std::vector<std::string_view> names;
  names.reserve(kMethods.size());
  for (const MethodRow& row : kMethods) names.push_back(row.name);
  return {ControlCode::kMethodNotFound,
          fmt::format("there is no method {}{}", Shown(name), DidYouMean(name, names)),
          {}};
}

std::optional<Fault> CheckParameters(const MethodRow& method, const Json& params) {
  for (const Json::Member& member : *params.AsObject()) {
    const ParameterRow* row = FindParameter(method, member.first);
    if (row == nullptr) return Wrong(method, UnknownParameter(method, member.first));
    const std::string fault = FaultOf(row->type, member.second);
    if (!fault.empty()) return Wrong(method, fmt::format("'{}' {}", row->name, fault));
  }
  for (const ParameterRow& row : method.parameters) {
    if (row.required && params.Find(row.name) == nullptr)
      return Wrong(method, fmt::format("'{}' is missing: {}", row.name, row.help));
  }
  return std::nullopt;
}

}  // namespace lineman
