#include "base/calendar_window.h"

#include <fmt/format.h>

#include <optional>

namespace lineman {
namespace {

constexpr Duration kDay = std::chrono::hours(24);

std::optional<int> FindDay(std::string_view name) {
  for (int day = 0; day < 7; ++day) {
    if (NameOf(static_cast<Weekday>(day)) == name) return day;
  }
  return std::nullopt;
}

// "Mon-Fri,Sun" as bits; Fri-Mon runs over the weekend.
std::optional<std::uint8_t> ParseDays(std::string_view text) {
  unsigned days = 0;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    std::string_view part = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    const std::size_t dash = part.find('-');
    const std::optional<int> first = FindDay(part.substr(0, dash));
    const std::optional<int> last =
        dash == std::string_view::npos ? first : FindDay(part.substr(dash + 1));
    if (!first || !last) return std::nullopt;
    for (int day = *first;; day = (day + 1) % 7) {
      days |= 1U << static_cast<unsigned>(day);
      if (day == *last) break;
    }
  }
  if (days == 0) return std::nullopt;
  return static_cast<std::uint8_t>(days);
}

}  // namespace

bool DayWindow::Contains(Duration since_midnight) const {
  return (since_midnight >= from && since_midnight < to) || since_midnight + kDay < to;
}

bool WeekWindow::Contains(const LocalTime& at) const {
  if (BeginsOn(at.weekday()) && at.since_midnight >= hours.from && at.since_midnight < hours.to) {
    return true;
  }
  const LocalTime yesterday{at.days - 1, Duration{0}};
  return BeginsOn(yesterday.weekday()) && at.since_midnight + kDay < hours.to;
}

Result<Duration> ParseTimeOfDay(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() == 5 && digit(0) && digit(1) && text[2] == ':' && digit(3) && digit(4)) {
    const int hours = (text[0] - '0') * 10 + (text[1] - '0');
    const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
    if (minutes < 60 && (hours < 24 || (hours == 24 && minutes == 0))) {
      return Duration(std::chrono::hours(hours) + std::chrono::minutes(minutes));
    }
  }
  return Fail(fmt::format("'{}' is not a time of day: write 03:30", text));
}

Result<DayWindow> ParseDayWindow(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos) {
    const Result<Duration> from = ParseTimeOfDay(text.substr(0, dash));
    const Result<Duration> to = ParseTimeOfDay(text.substr(dash + 1));
    if (from && to && *from < kDay) return DayWindow{*from, *to <= *from ? *to + kDay : *to};
  }
  return Fail(fmt::format("'{}' is not a window of the day: write \"07:00-19:00\"", text));
}

Result<WeekWindow> ParseWeekWindow(std::string_view text) {
  WeekWindow window;
  const std::size_t blank = text.find(' ');
  if (blank != std::string_view::npos) {
    const std::optional<std::uint8_t> days = ParseDays(text.substr(0, blank));
    if (!days) {
      return Fail(fmt::format("'{}' are no days of the week: write Mon-Fri or Sat,Sun",
                              text.substr(0, blank)));
    }
    window.days = *days;
    text.remove_prefix(blank + 1);
  }
  const Result<DayWindow> hours = ParseDayWindow(text);
  if (!hours) {
    return Fail(fmt::format(
        "'{}' is not a window: write \"Mon-Fri 07:00-19:00\" or \"22:00-06:00\"", text));
  }
  window.hours = *hours;
  return window;
}

std::string FormatTimeOfDay(Duration since_midnight) {
  const auto minutes = since_midnight.count() / 60'000 % (24 * 60);
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

}  // namespace lineman
