// Calendar arithmetic: wall-clock time in a named zone, over daylight saving and leap years.
//
// The zone data and the rules come from Howard Hinnant's date library; no other file includes it.
// A local time that does not exist (the clock went forward over it) means the moment the clock
// went forward; one that exists twice means the first.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace lineman {

// Monday first, as schedules are written ("Mon-Fri").
enum class Weekday { kMonday, kTuesday, kWednesday, kThursday, kFriday, kSaturday, kSunday };

std::string_view NameOf(Weekday day);  // "Mon"

// A point of the calendar as a clock on the wall shows it.
struct LocalTime {
  int days = 0;                // since 1970-01-01
  Duration since_midnight{0};  // [0, 24h): reading of the clock, not time elapsed

  Weekday weekday() const;
  int year() const;
  int month() const;  // 1..12
  int day() const;    // 1..31

  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

// A time zone by its IANA name. Copies are cheap; the data is read once and lives on.
class Zone {
 public:
  Zone();  // UTC

  static Result<Zone> Find(std::string_view iana_name);
  // The zone this machine is set to, UTC when it has none.
  static Zone OfThisMachine();

  LocalTime ToLocal(WallTime at) const;
  WallTime ToWall(LocalTime local) const;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  const void* rules_ = nullptr;  // date::time_zone, owned by the library's own database
};

// "2026-03-02T08:00", with seconds and milliseconds where they are not zero.
std::string FormatLocal(LocalTime local);
// What FormatLocal writes; a blank may stand for the T, and the time may be left out (midnight).
Result<LocalTime> ParseLocal(std::string_view text);
// "2026-03-02 08:00:05" in the zone.
std::string FormatWall(WallTime at, const Zone& zone);

}  // namespace lineman
