#include "base/zone.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <array>
#include <exception>

#include "base/zone_data.h"

namespace lineman {
namespace {

const date::time_zone* RulesOf(const void* rules) {
  return static_cast<const date::time_zone*>(rules);
}

date::year_month_day CalendarDay(const LocalTime& local) {
  return date::year_month_day{date::local_days{date::days{local.days}}};
}

LocalTime Split(date::local_time<Duration> at) {
  const auto midnight = date::floor<date::days>(at);
  return {static_cast<int>(midnight.time_since_epoch().count()), at - midnight};
}

// Zone files as Linux installs them list the changes of the clock up to 2037 and say the rest in a
// rule that the library does not read. Rules speak of weekdays ("the last Sunday in March"), so a
// later day is looked up in an earlier year whose days fall on the same weekdays.
constexpr int kLastListedYear = 2036;

// How many days before `days` its likeness in a listed year is; 0 when it is listed itself.
date::days DaysBackToListed(date::days days) {
  const date::year_month_day day{date::local_days{days}};
  if (day.year() <= date::year{kLastListedYear}) return date::days{0};
  // Counted from March on leap days do not matter; January and February lie before them.
  const date::month_day anchor = day.month() < date::March ? date::January / 1 : date::March / 1;
  const auto first = [anchor](date::year year) { return date::local_days{year / anchor}; };
  date::year like{kLastListedYear};
  while ((first(day.year()) - first(like)).count() % 7 != 0) --like;
  return first(day.year()) - first(like);
}

// Reads a number of `width` digits off the front of `text`.
bool TakeNumber(std::string_view& text, std::size_t width, int& number) {
  if (text.size() < width) return false;
  number = 0;
  for (const char c : text.substr(0, width)) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(width);
  return true;
}

bool TakeChar(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string_view NameOf(Weekday day) {
  static constexpr std::array<std::string_view, 7> kNames = {"Mon", "Tue", "Wed", "Thu",
                                                             "Fri", "Sat", "Sun"};
  return kNames.at(static_cast<std::size_t>(day));
}

Weekday LocalTime::weekday() const {
  return static_cast<Weekday>(date::weekday{date::local_days{date::days{days}}}.iso_encoding() - 1);
}
int LocalTime::year() const { return static_cast<int>(CalendarDay(*this).year()); }
int LocalTime::month() const {
  return static_cast<int>(static_cast<unsigned>(CalendarDay(*this).month()));
}
int LocalTime::day() const {
  return static_cast<int>(static_cast<unsigned>(CalendarDay(*this).day()));
}

Zone::Zone() : name_("UTC") {}

Result<Zone> Zone::Find(std::string_view iana_name) {
  if (iana_name == "UTC") return Zone();
  FindZoneData();
  try {
    Zone zone;
    zone.rules_ = date::locate_zone(std::string(iana_name));
    zone.name_ = iana_name;
    return zone;
  } catch (const std::exception&) {
    return Fail(fmt::format(
        "'{}' is not a time zone: use an IANA name such as Europe/Berlin or UTC", iana_name));
  }
}

Zone Zone::OfThisMachine() {
  FindZoneData();
  try {
    const date::time_zone* rules = date::current_zone();
    Zone zone;
    zone.rules_ = rules;
    zone.name_ = rules->name();
    return zone;
  } catch (const std::exception&) {
    return {};
  }
}

LocalTime Zone::ToLocal(WallTime at) const {
  if (rules_ == nullptr) return Split(date::local_time<Duration>{at.time_since_epoch()});
  const date::days back = DaysBackToListed(date::floor<date::days>(at.time_since_epoch()));
  return Split(RulesOf(rules_)->to_local(at - back) + back);
}

WallTime Zone::ToWall(LocalTime local) const {
  const date::local_time<Duration> reading{date::days{local.days} + local.since_midnight};
  if (rules_ == nullptr) return WallTime{reading.time_since_epoch()};
  const date::days back = DaysBackToListed(date::days{local.days});
  return date::floor<Duration>(RulesOf(rules_)->to_sys(reading - back, date::choose::earliest)) +
         back;
}

std::string FormatLocal(LocalTime local) {
  const auto ms = local.since_midnight.count();
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", local.year(), local.month(),
                                 local.day(), ms / 3'600'000, ms / 60'000 % 60);
  if (ms % 60'000 != 0) text += fmt::format(":{:02}", ms / 1000 % 60);
  if (ms % 1000 != 0) text += fmt::format(".{:03}", ms % 1000);
  return text;
}

Result<LocalTime> ParseLocal(std::string_view text) {
  const tl::unexpected<Error> failed =
      Fail(fmt::format("'{}' is not a date and time: write 2026-03-02T08:00", text));
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int milli = 0;
  if (!TakeNumber(text, 4, year) || !TakeChar(text, '-') || !TakeNumber(text, 2, month) ||
      !TakeChar(text, '-') || !TakeNumber(text, 2, day)) {
    return failed;
  }
  if (!text.empty()) {
    if (!TakeChar(text, 'T') && !TakeChar(text, ' ')) return failed;
    if (!TakeNumber(text, 2, hour) || !TakeChar(text, ':') || !TakeNumber(text, 2, minute))
      return failed;
    if (TakeChar(text, ':')) {
      if (!TakeNumber(text, 2, second)) return failed;
      if (TakeChar(text, '.') && !TakeNumber(text, 3, milli)) return failed;
    }
  }
  const date::year_month_day ymd{date::year{year}, date::month{static_cast<unsigned>(month)},
                                 date::day{static_cast<unsigned>(day)}};
  if (!text.empty() || !ymd.ok() || hour > 23 || minute > 59 || second > 59) return failed;
  return LocalTime{static_cast<int>(date::local_days{ymd}.time_since_epoch().count()),
                   std::chrono::hours(hour) + std::chrono::minutes(minute) +
                       std::chrono::seconds(second) + Duration(milli)};
}

std::string FormatWall(WallTime at, const Zone& zone) {
  const LocalTime local = zone.ToLocal(at);
  const auto seconds = local.since_midnight.count() / 1000;
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", local.year(), local.month(),
                     local.day(), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace lineman
