#include "tests/windows/ras_sim/settings.h"

#include <map>
#include <optional>

#include "ras/connection_state.h"
#include "ras/spelling.h"

namespace lineman::ras_sim {
namespace {

using spelling::ParseNumber;

// "25 after 5", "0x2002 after 5 error 0x80070005"
std::optional<ExtraState> ParseExtra(std::string_view text) {
  const auto word = [&text] {
    const std::size_t end = text.find(' ');
    const std::string_view first = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return first;
  };
  const auto state = ParseNumber(word());
  const bool after_said = word() == "after";
  const auto after = ParseNumber(word());
  if (!state || !after_said || !after) return std::nullopt;
  if (text.empty()) return ExtraState{*state, *after, 0};
  const bool error_said = word() == "error";
  const auto error = ParseNumber(text);
  if (!error_said || !error) return std::nullopt;
  return ExtraState{*state, *after, *error};
}

bool SetExtra(Settings& settings, std::string_view value) {
  const auto extra = ParseExtra(value);
  if (extra) settings.extra.push_back(*extra);
  return extra.has_value();
}

bool SetNumber(Settings& settings, std::string_view name, std::uint32_t number) {
  const Duration span(number);
  const bool on = number != 0;
  if (name == "early_callbacks") {
    settings.early_callbacks = static_cast<int>(number);
  } else if (name == "late_callbacks") {
    settings.late_callbacks = static_cast<int>(number);
  } else if (name == "dial_fails" || name == "dial_fails_with_handle") {
    settings.dial_fails = number;
    settings.failed_dial_has_handle = name == "dial_fails_with_handle";
  } else if (name == "hang_up_takes") {
    settings.hang_up_takes = span;
  } else if (name == "handle_lingers") {
    settings.handle_lingers = span;
  } else {
    bool Settings::*const flag = [name]() -> bool Settings::* {
      if (name == "service_missing") return &Settings::service_missing;
      if (name == "lost_handle_is_invalid") return &Settings::lost_handle_is_invalid;
      if (name == "notifies") return &Settings::notifies;
      if (name == "notifies_once") return &Settings::notifies_once;
      if (name == "signals") return &Settings::signals;
      if (name == "pauses_with_error") return &Settings::pauses_with_error;
      if (name == "entries_writable") return &Settings::entries_writable;
      return nullptr;
    }();
    if (flag == nullptr || number > 1) return false;
    settings.*flag = on;
  }
  return true;
}

}  // namespace

bool Set(Settings& settings, std::string_view name, std::string_view value) {
  if (name == "extra_state") return SetExtra(settings, value);
  const auto number = ParseNumber(value);
  return number && SetNumber(settings, name, *number);
}

}  // namespace lineman::ras_sim
