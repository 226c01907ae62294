// The methods of the control socket: one table, to which the server, README.md and the tests keep.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "control/message.h"
#include "text/json.h"

namespace lineman {

// What a caller may be allowed.
enum class ControlRight { kLook, kAct };

// How a parameter is written.
enum class ParameterType {
  kText,
  kSecret,    // text that is never shown and is overwritten after use
  kNumber,    // an integer from 0
  kTruth,     // true or false
  kDuration,  // "2h", as in YAML
  kTime,      // "2026-03-02T08:00:00Z"
};

struct ParameterRow {
  std::string_view name;
  ParameterType type;
  bool required;
  std::string_view help;
};

enum class ControlMethod {
  kHello,
  kStatus,
  kEvents,
  kSubscribe,
  kUnsubscribe,
  kWhy,
  kPlan,
  kUp,
  kDown,
  kRedial,
  kAnswer,
  kReload,
  kMetrics,
};

struct MethodRow {
  ControlMethod method;
  std::string_view name;
  ControlRight right;
  std::span<const ParameterRow> parameters;
  std::string_view help;
};

std::string_view NameOf(ControlRight right);  // "look"
std::string_view NameOf(ParameterType type);  // "duration"

std::span<const MethodRow> ControlMethods();
// Null when there is none of that name.
const MethodRow* FindMethod(std::string_view name);
Fault NoSuchMethod(std::string_view name);
// Whether `params`, an object, has what the method needs, only what it knows, each well written.
std::optional<Fault> CheckParameters(const MethodRow& method, const Json& params);

}  // namespace lineman
