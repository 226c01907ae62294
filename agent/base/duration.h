// Durations as people write them: "250ms", "5s", "1h30m", "2.5s", "30d".
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace lineman {

// The longest duration that can be written: ten years. Longer ones are typing errors.
inline constexpr Duration kLongestDuration = std::chrono::hours(24 * 3653);

// Units are ms, s, m, h, d and w, largest first, each at most once; only the last may have a
// fraction. "0" alone needs no unit; any other bare number is an error, because "5" has been read
// as seconds by one program and as minutes by the next.
Result<Duration> ParseDuration(std::string_view text);

// The shortest exact spelling ParseDuration reads back: 90000 ms is "1m30s", zero is "0s".
std::string FormatDuration(Duration duration);

// For people: at most two units, the rest rounded off, so 3'723'004 ms is "1h2m".
std::string FormatRoughly(Duration duration);

}  // namespace lineman
