// The states an ordinary dial walks through, for stories that do not care.
#pragma once

#include <vector>

#include "ras/connection_state.h"
#include "ras/ras_error.h"

namespace lineman {

// Every state from `open_port` to `last`, which is a state of an ordinary dial, one of the paused
// states, or `connected`.
std::vector<ConnectionState> UsualWayTo(ConnectionState last);

// The state in which a dial usually fails with that error.
ConnectionState UsualStateOf(RasError error);

}  // namespace lineman
