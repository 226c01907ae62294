// Recurring windows of the calendar, as schedules name them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/zone.h"

namespace lineman {

// A span of the day, read off the wall clock: "07:00-19:00". The end is not included; an end at or
// before the start lies on the next day ("22:00-06:00"); "00:00-24:00" is the whole day.
struct DayWindow {
  Duration from{0};  // since midnight, [0, 24h)
  Duration to{0};    // (from, from + 24h]: past 24h it is the next day's clock

  bool Contains(Duration since_midnight) const;
  friend bool operator==(const DayWindow&, const DayWindow&) = default;
};

// A day window on some days of the week: "Mon-Fri 07:00-19:00", "Sat,Sun 09:00-13:00", or without
// days for every day. A window past midnight belongs to the day on which it begins.
struct WeekWindow {
  std::uint8_t days = 0x7f;  // bit 0 is Monday
  DayWindow hours;

  bool BeginsOn(Weekday day) const { return ((days >> static_cast<unsigned>(day)) & 1U) != 0; }
  bool Contains(const LocalTime& at) const;
};

Result<DayWindow> ParseDayWindow(std::string_view text);
Result<WeekWindow> ParseWeekWindow(std::string_view text);
Result<Duration> ParseTimeOfDay(std::string_view text);  // "03:30"; "24:00" is allowed

std::string FormatTimeOfDay(Duration since_midnight);  // "03:30", past 24h wrapped

}  // namespace lineman
