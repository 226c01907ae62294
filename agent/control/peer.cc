#include "control/peer.h"

#include <fmt/format.h>

#include <algorithm>

namespace lineman {
namespace {

bool IsMember(const Peer& peer, const std::optional<ControlGroup>& group) {
  return group && std::find(peer.groups.begin(), peer.groups.end(), group->id) != peer.groups.end();
}

// What the administrator of the machine has to do for this user.
std::string WayIn(const Peer& peer, const std::optional<ControlGroup>& group,
                  std::string_view key) {
  if (group)
    return fmt::format("user {} is to join the group '{}' and log in again, or ask as root",
                       peer.user, group->name);
  return fmt::format("ask as root, or name a group in lineman.yaml, control: {{{}: GROUP}}", key);
}

}  // namespace

PeerRights RightsOf(const Peer& peer, const ControlGroups& groups) {
  PeerRights rights;
  rights.act = peer.user == 0 || peer.user == groups.own_user || IsMember(peer, groups.act);
  rights.look = rights.act || IsMember(peer, groups.look);
  if (groups.look && groups.act) {
    rights.way_to_look = fmt::format(
        "user {} is to join the group '{}', or '{}' to act as well, and log in again, or ask as "
        "root",
        peer.user, groups.look->name, groups.act->name);
  } else {
    rights.way_to_look = groups.look ? WayIn(peer, groups.look, "look")
                                     : WayIn(peer, groups.act, groups.act ? "act" : "look");
  }
  rights.way_to_act = WayIn(peer, groups.act, "act");
  return rights;
}

}  // namespace lineman
