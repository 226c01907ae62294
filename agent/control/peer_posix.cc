#include "control/peer.h"

#include <fmt/format.h>
#include <grp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <system_error>

namespace lineman {
namespace {

// More groups than the kernel lets a process have.
constexpr std::size_t kMostGroups = 65536;

tl::unexpected<Error> FailWith(std::string_view what) {
  return Fail(fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

// The supplementary groups. The kernel says how many there are when there is no room for them.
Result<std::vector<std::uint32_t>> GroupsOf(int socket) {
  std::vector<std::uint32_t> groups(64);
  for (;;) {
    auto size = static_cast<socklen_t>(groups.size() * sizeof(groups.front()));
    const bool told = ::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) == 0;
    const std::size_t count = size / sizeof(groups.front());
    if (!told && (errno != ERANGE || count <= groups.size() || count > kMostGroups))
      return FailWith("the kernel does not tell the peer's groups");
    groups.resize(count);
    if (told) return groups;
  }
}

Result<std::optional<ControlGroup>> FindGroup(const std::string& name, std::string_view key) {
  if (name.empty()) return std::optional<ControlGroup>();
  // Called once, before there are threads that could ask as well.
  const struct group* found = ::getgrnam(name.c_str());  // NOLINT(concurrency-mt-unsafe)
  if (found != nullptr) return std::optional(ControlGroup{name, std::to_string(found->gr_gid)});
  return Fail(
      fmt::format("control: {{{}: {}}}: there is no such group: `groupadd --system {}` makes it",
                  key, name, name));
}

}  // namespace

const PeerWords kPeerWords = {"ask as root", "log in again"};

Result<Peer> PeerOfSocket(int socket) {
  struct ucred who {};
  socklen_t size = sizeof(who);
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0)
    return FailWith("the kernel does not tell who connected");
  const Result<std::vector<std::uint32_t>> groups = GroupsOf(socket);
  if (!groups) return tl::unexpected(groups.error());
  Peer peer{std::to_string(who.uid), {std::to_string(who.gid)}, who.uid == 0};
  for (const std::uint32_t group : *groups) peer.groups.push_back(std::to_string(group));
  return peer;
}

Result<ControlGroups> FindGroups(const std::string& look, const std::string& act) {
  ControlGroups groups;
  groups.own_user = std::to_string(::geteuid());
  Result<std::optional<ControlGroup>> may_look = FindGroup(look, "look");
  if (!may_look) return tl::unexpected(may_look.error());
  groups.look = *std::move(may_look);
  Result<std::optional<ControlGroup>> may_act = FindGroup(act, "act");
  if (!may_act) return tl::unexpected(may_act.error());
  groups.act = *std::move(may_act);
  return groups;
}

}  // namespace lineman
