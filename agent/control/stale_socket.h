// What stands where a socket is to be made. For *_posix.cc only.
#pragma once

#include <string>

#include "control/socket_address.h"

namespace lineman {

enum class InTheWay {
  kNothing,
  kNoSocket,  // something else has that name
  kListener,  // a living process listens there
  kUnknown,   // nobody can look there; errno says why
  kStuck,     // what a dead process has left cannot be removed; errno says why
};

// Looks, and takes away what a dead process has left behind. Never waits.
InTheWay ClearTheWay(const std::string& path, const SocketAddress& address);

}  // namespace lineman
