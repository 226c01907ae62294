// What the machine's clocks say besides the time of day.
#pragma once

#include <string>

#include "journal/stamp.h"

namespace lineman {

// The time of day.
inline WallTime WallNow() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

// How long this machine has slept since it was started, zero where that cannot be told.
Duration TimeAsleep();
// Whether std::chrono::steady_clock stands still meanwhile: Linux' does, Windows' goes on.
bool SteadyClockStopsAsleep();

// Whether the machine, not only the agent, has just been started.
bool JustPoweredUp();

// What this machine is told apart from others by, and stays the same; may be empty.
std::string MachineId();

// A look at the clocks; `wall` is the time of day.
Stamp StampOfThisMachine(WallTime wall);

}  // namespace lineman
