// What the script of a report draws, as compact JSON.
#pragma once

#include <string>
#include <vector>

#include "rehearsal/side_by_side.h"

namespace lineman {

// Bands that are no shorter than `grain`: where there are shorter ones, the state that took most
// of each grain.
std::vector<Band> Coarse(const std::vector<Band>& bands, Duration grain);

// All lines of all contenders, in order. Without a "<", so that nothing in it ends a script:
//   start, span   of the rehearsal: milliseconds, `start` since 1970
//   errors        what each code means
//   lines         of each: `zone`; `offsets`, pairs of a moment and the zone's offset from then on;
//                 `grain` (0: bands are exact); `from`, where bands begin; `bands`, pairs of a
//                 state (by number; 8: no power) and how long; `texts`; `marks`, seven numbers
//                 each: how long after the one before, what, by, why (places in `texts`), wait (-1:
//                 none), error (0: none), kind (0: a decision, 1: a dial, 2: a dial that
//                 connected); `left_out`, how many later marks are missing; `breaches`, moments
// All moments are milliseconds since the start.
std::string ReportData(const std::vector<Contender>& contenders);

}  // namespace lineman
