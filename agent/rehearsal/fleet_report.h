// What a fleet came to, beside what it would have come to without start spread and jitter.
#pragma once

#include <string>
#include <vector>

#include "rehearsal/fleet_rehearsal.h"
#include "text/json.h"

namespace lineman {

// The fleet once.
struct FleetRun {
  bool spread = true;  // with the start spread and jitter of the profile, else with neither
  FleetOutcome outcome;
};

// An expectation of the world that the fleet, as its profile is written, has not met.
struct FleetBreach {
  std::string expectation;  // "fleet_back: {at_most: 30m}", as it is written
  Duration at{0};           // since the start
  std::string found;
};

struct FleetReport {
  const RehearsalPlan& plan;
  std::size_t kiosks = 0;
  std::vector<FleetRun> runs;  // the first one is the profile as it is written

  std::vector<FleetBreach> Breaches() const;
};

// "as written", "without spread"
std::string NameOfRun(bool spread);

// A page for a terminal.
std::string InWords(const FleetReport& report);
// The stable form, documented in config/worlds/README.md.
Json ToJson(const FleetReport& report);

}  // namespace lineman
