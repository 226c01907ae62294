// `lineman rehearse --replay`: a kiosk's record against rules.
#pragma once

#include "app/commands.h"
#include "app/options.h"
#include "rehearsal/replay.h"
#include "rehearsal/side_by_side.h"

namespace lineman {

// What the command line says of prices.
Prices PricesOf(const RehearseOptions& options);

// `plan` has what does not depend on the record: span, seed, expectations.
int RunReplay(const CommonOptions& common, const RehearseOptions& options, ReplayPlan plan);

}  // namespace lineman
