// Who is at the other end of a connection, and what they may do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/calls.h"

namespace lineman {

// A user with the groups of the process that connected, as the kernel tells them.
struct Peer {
  std::uint32_t user = 0;
  std::vector<std::uint32_t> groups;
};

// A group of the system.
struct ControlGroup {
  std::string name;
  std::uint32_t id = 0;
};

// Whom the agent lets in besides root and its own user.
struct ControlGroups {
  std::uint32_t own_user = 0;
  std::optional<ControlGroup> look;
  std::optional<ControlGroup> act;
};

PeerRights RightsOf(const Peer& peer, const ControlGroups& groups);

// The kernel's word on who connected to this end of a local stream socket.
Result<Peer> PeerOf(int socket);
// Looks the names up; an empty one stands for no group.
Result<ControlGroups> FindGroups(const std::string& look, const std::string& act);

}  // namespace lineman
