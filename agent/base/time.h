// Two kinds of time, kept apart by their types so that neither can stand in for the other.
//
// Instant counts milliseconds of a clock that never jumps; its zero means nothing across a restart.
// WallTime is UTC as the kiosk's clock has it: it jumps when somebody sets the clock, and starts in
// 1970 when the battery is dead. Waiting is done in Instants; schedules are read in WallTimes.
#pragma once

#include <chrono>
#include <cstdint>

namespace lineman {

using Duration = std::chrono::milliseconds;

// The clock that Instants belong to. It cannot be asked for the time: only an Env can.
struct SteadyTimeline {
  using rep = std::int64_t;
  using period = std::milli;
  using duration = Duration;
  using time_point = std::chrono::time_point<SteadyTimeline, Duration>;
  static constexpr bool is_steady = true;
};

using Instant = SteadyTimeline::time_point;
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

}  // namespace lineman
