#include "base/utc.h"

#include "base/zone.h"

namespace lineman {

std::string FormatUtc(WallTime at) { return FormatLocal(Zone().ToLocal(at)) + "Z"; }

Result<WallTime> ParseUtc(std::string_view text) {
  constexpr const char* kWayOut = "a time is written in UTC, such as 2026-03-02T08:00:00Z";
  if (text.empty() || text.back() != 'Z') return Fail(kWayOut);
  text.remove_suffix(1);
  const Result<LocalTime> local = ParseLocal(text);
  if (!local) return Fail(kWayOut);
  return Zone().ToWall(*local);
}

}  // namespace lineman
