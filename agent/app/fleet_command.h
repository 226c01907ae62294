// `lineman rehearse --fleet`: many kiosks with one profile.
#pragma once

#include "app/commands.h"
#include "rehearsal/rehearsal.h"

namespace lineman {

// Plays the plan's profile as it is written, and without what spreads its dials; prints what came
// of it. Gives the exit code.
int RehearseFleet(const RehearseOptions& options, RehearsalPlan plan);

}  // namespace lineman
