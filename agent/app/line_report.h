// The status of one line, as the control socket tells it.
#pragma once

#include "app/line_tally.h"
#include "base/env.h"
#include "control/status.h"
#include "model/engine.h"
#include "pipeline/pipeline.h"

namespace lineman {

// `connection` is that of the attempt, null without one. Troubles are left to the caller.
LineStatus ReportOn(const Slot& slot, const LineTally& tally, const Connection* connection,
                    const Env& env);

}  // namespace lineman
