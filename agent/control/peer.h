// Who is at the other end of a connection, and what they may do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/calls.h"

namespace lineman {

// A user with the groups of the process that connected, as the system tells them: numbers on Linux,
// SIDs on Windows.
struct Peer {
  std::string user;
  std::vector<std::string> groups;
  bool is_administrator = false;  // root; on Windows a member of Administrators whose token says so
  std::string who = "user " + user;  // for sentences
};

// A group of the system.
struct ControlGroup {
  std::string name;
  std::string id;
};

// Whom the agent lets in besides administrators and its own user.
struct ControlGroups {
  std::string own_user;
  std::optional<ControlGroup> look;
  std::optional<ControlGroup> act;
};

PeerRights RightsOf(const Peer& peer, const ControlGroups& groups);

// Looks the names up; an empty one stands for no group.
Result<ControlGroups> FindGroups(const std::string& look, const std::string& act);

// The system's own words.
struct PeerWords {
  const char* ask;    // how the command is given by those who may do all
  const char* enter;  // what makes a new membership count
};
extern const PeerWords kPeerWords;

// The system's word on who connected: to this end of a local stream socket (Linux), …
Result<Peer> PeerOfSocket(int socket);
// … or of a named pipe (Windows), from which something must have been read; and on whom a token
// speaks for. HANDLEs, both.
Result<Peer> PeerOfPipe(void* pipe);
Result<Peer> PeerOfToken(void* token);

}  // namespace lineman
