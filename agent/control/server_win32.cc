#include "control/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "control/message.h"
#include "control/peer.h"
#include "control/pipe_connection.h"
#include "control/pipe_listener.h"
#include "control/windows_rights.h"

namespace lineman {
namespace {

// Connections at a time; a few of them are kept for those who may act.
constexpr std::size_t kMostConnections = 128;
constexpr std::size_t kKeptForActing = 16;
// … and how many have not said anything yet. The next takes the place of the one that has been
// silent for longest: those who speak do so at once.
constexpr std::size_t kMostStrangers = 32;

// To read and write, and not to make pipes of the name (FILE_CREATE_PIPE_INSTANCE).
constexpr const char* kConnect = "0x12019b";

// Whoever may look may connect; what else they may is decided when it is known who they are. The
// pipe belongs to the agent's user, whom clients ask for.
std::string ProtectionFor(const ControlGroups& groups) {
  std::string sddl = fmt::format("O:{0}D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;{0})", groups.own_user);
  for (const auto& group : {groups.look, groups.act}) {
    if (group) sddl += fmt::format("(A;;{};;;{})", kConnect, group->id);
  }
  return sddl;
}

Fault TooMany() {
  return {ControlCode::kTooMany,
          "the agent has too many control connections: close some, or try again later",
          {}};
}

}  // namespace

class ControlServer::Impl {
 public:
  Impl(asio::io_context& loop, ControlHost& host) : loop_(loop), host_(host) {}
  ~Impl() {
    for (auto& [id, connection] : connections_) connection->Close();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Result<Done> Listen(const ControlServerOptions& options) {
    Result<ControlGroups> groups = FindGroups(options.look_group, options.act_group);
    if (!groups) return tl::unexpected(groups.error());
    groups_ = *std::move(groups);
    auto listener = PipeListener::Listen(loop_, options.path, ProtectionFor(groups_));
    if (!listener) {
      return Fail(
          fmt::format("the control socket {} cannot be made: {}; stop the other agent, or "
                      "name another socket with the key socket or with --socket",
                      ReadablePipeName(options.path), listener.error().message));
    }
    listener_ = *std::move(listener);
    listener_->Start([this](PipeStream pipe) { Welcome(std::move(pipe)); });
    return Done{};
  }

  void Publish(const Entry& entry) {
    std::string json;
    for (const auto& [id, connection] : connections_) {
      if (!connection->IsSubscribed()) continue;
      if (json.empty()) json = ToJson(entry).Dump();
      connection->Publish(entry, json);
    }
  }

 private:
  void Welcome(PipeStream pipe) {
    DropSilent();
    const std::uint64_t id = ++last_id_;
    const auto connection = std::make_shared<PipeConnection>(
        std::move(pipe), host_, [this](void* handle) { return Judge(handle); },
        [this, id] { connections_.erase(id); });
    connections_.emplace(id, connection);
    connection->Start();
  }

  void DropSilent() {
    const auto is_stranger = [](const auto& entry) { return entry.second->IsStranger(); };
    if (static_cast<std::size_t>(std::ranges::count_if(connections_, is_stranger)) < kMostStrangers)
      return;
    const auto silent = std::ranges::find_if(connections_, is_stranger);
    silent->second->Close();
    connections_.erase(silent);
  }

  tl::expected<PeerRights, Fault> Judge(void* pipe) const {
    const auto refuse = [](std::string why) {
      return tl::unexpected(Fault{ControlCode::kNotAllowed, std::move(why), {}});
    };
    const Result<Peer> peer = PeerOfPipe(pipe);
    if (!peer) return refuse(peer.error().message);
    PeerRights rights = RightsOf(*peer, groups_);
    if (!rights.look) return refuse("you may neither look nor act: " + rights.way_to_look);
    const std::size_t most = kMostConnections - (rights.act ? 0 : kKeptForActing);
    const auto known = std::ranges::count_if(
        connections_, [](const auto& entry) { return !entry.second->IsStranger(); });
    // This one is a stranger no more.
    if (static_cast<std::size_t>(known) > most) return tl::unexpected(TooMany());
    return rights;
  }

  asio::io_context& loop_;
  ControlHost& host_;
  ControlGroups groups_;
  std::unique_ptr<PipeListener> listener_;
  std::map<std::uint64_t, std::shared_ptr<PipeConnection>> connections_;
  std::uint64_t last_id_ = 0;
};

ControlServer::ControlServer(asio::io_context& loop, ControlHost& host)
    : impl_(std::make_unique<Impl>(loop, host)) {}
ControlServer::~ControlServer() = default;

Result<Done> ControlServer::Listen(const ControlServerOptions& options) {
  return impl_->Listen(options);
}

void ControlServer::Publish(const Entry& entry) { impl_->Publish(entry); }

}  // namespace lineman
