#include "control/peer.h"

#include <fmt/format.h>
#include <windows.h>

#include <algorithm>
#include <cstdlib>

#include "control/windows_basics.h"
#include "control/windows_rights.h"

namespace lineman {
namespace {

Result<std::optional<ControlGroup>> FindGroup(const std::string& name, std::string_view key) {
  if (name.empty()) return std::optional<ControlGroup>();
  Result<std::string> sid = FindGroupSid(name);
  if (sid) return std::optional(ControlGroup{name, *std::move(sid)});
  return Fail(
      fmt::format("control: {{{}: {}}}: there is no such group ({}): `net localgroup {} "
                  "/add` makes it",
                  key, name, sid.error().message, name));
}

}  // namespace

const PeerWords kPeerWords = {"ask in a terminal that runs as administrator",
                              "log off and on again"};

Result<Peer> PeerOfToken(void* token) {
  Result<SystemUser> user = UserOfToken(token);
  if (!user) return tl::unexpected(user.error());
  const bool is_administrator =
      user->user == kSystemSid ||
      std::ranges::find(user->groups, kAdministratorsSid) != user->groups.end();
  // Their name is in a directory that may be far away and down, and the lines must not wait for it.
  return Peer{std::move(user->user), std::move(user->groups), is_administrator, "your user"};
}

Result<Peer> PeerOfPipe(void* pipe) {
  if (!ImpersonateNamedPipeClient(pipe)) {
    return Fail("Windows does not tell who connected: " + LastMessage());
  }
  OwnedHandle token;
  const bool opened = OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, token.Put()) != 0;
  const DWORD error = GetLastError();
  // The agent must not go on as somebody else.
  if (!RevertToSelf()) std::abort();
  if (!opened) return Fail("Windows does not tell who connected: " + SystemMessage(error));
  return PeerOfToken(token.get());
}

Result<ControlGroups> FindGroups(const std::string& look, const std::string& act) {
  ControlGroups groups;
  groups.own_user = OwnSid();
  Result<std::optional<ControlGroup>> may_look = FindGroup(look, "look");
  if (!may_look) return tl::unexpected(may_look.error());
  groups.look = *std::move(may_look);
  Result<std::optional<ControlGroup>> may_act = FindGroup(act, "act");
  if (!may_act) return tl::unexpected(may_act.error());
  groups.act = *std::move(may_act);
  return groups;
}

}  // namespace lineman
