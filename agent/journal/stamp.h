// Past moments, on the clock of today.
//
// A wall clock can be set at any time, and can be wrong from the start: with a dead battery every
// boot begins in 1970. So the journal keeps moments as time since the boot, which no one can set.
// When the machine has booted since, somebody must say how long it was off, and only the wall clock
// can. It is believed where it had been set and has not gone back. Else the machine counts as
// having been off for no time at all: a cap holds longer than it must, never shorter, and a time
// to come stays as far away as it was.
#pragma once

#include <string>

#include "base/time.h"

namespace lineman {

// One look at the clocks.
struct Stamp {
  std::string boot;       // tells this boot from all others; empty where the system does not
  Duration since_boot{};  // goes on while the machine sleeps
  WallTime wall{};

  // When this boot began, as the wall clock has it now. Moves when the clock is set.
  WallTime Began() const { return wall - since_boot; }
};

// Whether both are of one boot; where the system does not name its boots, nobody can say so.
bool AreOfOneBoot(const Stamp& one, const Stamp& other);

// When the boot of `last_seen`, the stamp the journal was last written with, began on the wall
// clock of `now`. A clock that tells a time before `trusted_from` has not been set.
WallTime BootBegan(const Stamp& last_seen, const Stamp& now, WallTime trusted_from);

}  // namespace lineman
