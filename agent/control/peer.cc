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
  if (group) {
    return fmt::format("{} is to join the group '{}' and {}, or {}", peer.who, group->name,
                       kPeerWords.enter, kPeerWords.ask);
  }
  return fmt::format("{}, or name a group in lineman.yaml, control: {{{}: GROUP}}", kPeerWords.ask,
                     key);
}

}  // namespace

PeerRights RightsOf(const Peer& peer, const ControlGroups& groups) {
  PeerRights rights;
  rights.act = peer.is_administrator || peer.user == groups.own_user || IsMember(peer, groups.act);
  rights.look = rights.act || IsMember(peer, groups.look);
  if (groups.look && groups.act) {
    rights.way_to_look =
        fmt::format("{} is to join the group '{}', or '{}' to act as well, and {}, or {}", peer.who,
                    groups.look->name, groups.act->name, kPeerWords.enter, kPeerWords.ask);
  } else {
    rights.way_to_look = groups.look ? WayIn(peer, groups.look, "look")
                                     : WayIn(peer, groups.act, groups.act ? "act" : "look");
  }
  rights.way_to_act = WayIn(peer, groups.act, "act");
  return rights;
}

}  // namespace lineman
