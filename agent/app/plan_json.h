// A plan as `plan --json` and the control socket give it.
#pragma once

#include "rehearsal/plan.h"
#include "text/json.h"

namespace lineman {

// A day from now on, every dial ringing for half a minute: what nobody says otherwise.
PlanOptionsOf PlanFromNow();

Json ToJson(const Plan& plan);

}  // namespace lineman
