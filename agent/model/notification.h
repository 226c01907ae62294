// What an engine reports: one change of one connection.
#pragma once

#include <cstdint>
#include <string>

#include "ras/connection_state.h"
#include "ras/ras_error.h"

namespace lineman {

// The generation of a dial: unique in the life of an agent, never 0. A notification that carries
// another attempt than the line's present one is stale and is dropped.
using AttemptId = std::uint64_t;

// A connection reached a state, or failed in it.
struct Notification {
  AttemptId attempt = 0;
  ConnectionState state = ConnectionState::kOpenPort;
  RasError error = RasError::kNone;
  int subentry = 0;    // multilink: 1-based link; 0 the whole connection
  std::string detail;  // what the state has to say: the prompt of `interactive`, the addresses of
                       // `projected`, the modem's words of `device_connected`
};

}  // namespace lineman
