#include "control/server.h"

#include <fmt/format.h>

#include <asio/local/stream_protocol.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "control/connection.h"
#include "control/message.h"
#include "control/peer.h"
#include "control/socket_file.h"

namespace lineman {
namespace {

using Local = asio::local::stream_protocol;

// Connections at a time; a few of them are kept for those who may act.
constexpr std::size_t kMostConnections = 128;
constexpr std::size_t kKeptForActing = 16;
// The pause after a connection that could not be accepted, for want of handles or memory.
constexpr std::chrono::seconds kAcceptPause{1};

Fault TooMany() {
  return {ControlCode::kTooMany,
          "the agent has too many control connections: close some, or try again later",
          {}};
}

}  // namespace

class ControlServer::Impl {
 public:
  Impl(asio::io_context& loop, ControlHost& host)
      : acceptor_(loop), pause_(loop), host_(host), self_(std::make_shared<Impl*>(this)) {}

  ~Impl() {
    for (auto& [id, connection] : connections_) connection->Close();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Result<Done> Listen(const ControlServerOptions& options) {
    Result<ControlGroups> groups = FindGroups(options.look_group, options.act_group);
    if (!groups) return tl::unexpected(groups.error());
    groups_ = *std::move(groups);
    Result<std::unique_ptr<SocketFile>> file = SocketFile::Listen(options.path);
    if (!file) return tl::unexpected(file.error());
    file_ = *std::move(file);
    acceptor_.assign(Local(), file_->TakeHandle());
    Accept();
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
  // One at a time, so that a flood of them takes turns with everything else on the loop.
  void Accept() {
    acceptor_.async_accept(
        [this, alive = std::weak_ptr(self_)](asio::error_code error, Local::socket socket) {
          if (alive.expired()) return;
          if (error) return AcceptLater();
          Welcome(std::move(socket));
          Accept();
        });
  }

  void AcceptLater() {
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this, alive = std::weak_ptr(self_)](asio::error_code error) {
      if (!error && !alive.expired()) Accept();
    });
  }

  void Welcome(Local::socket socket) {
    asio::error_code error;
    socket.non_blocking(true, error);
    const Result<Peer> peer = PeerOfSocket(socket.native_handle());
    if (error || !peer) return;
    PeerRights rights = RightsOf(*peer, groups_);
    const std::size_t most = kMostConnections - (rights.act ? 0 : kKeptForActing);
    if (!rights.look)
      return TurnAway(
          socket,
          {ControlCode::kNotAllowed, "you may neither look nor act: " + rights.way_to_look, {}});
    if (connections_.size() >= most) return TurnAway(socket, TooMany());
    const std::uint64_t id = ++last_id_;
    const auto connection = std::make_shared<ControlConnection>(
        std::move(socket), [this, id] { connections_.erase(id); });
    connections_.emplace(id, connection);
    connection->Start(host_, std::move(rights));
  }

  // A new socket has room for one line, so nobody waits.
  static void TurnAway(Local::socket& socket, const Fault& fault) {
    asio::error_code ignored;
    socket.write_some(asio::buffer(ErrorLine(Json(), fault)), ignored);
  }

  Local::acceptor acceptor_;
  asio::steady_timer pause_;
  ControlHost& host_;
  std::shared_ptr<Impl*> self_;  // what handlers of the loop see gone when this is
  ControlGroups groups_;
  std::unique_ptr<SocketFile> file_;
  std::map<std::uint64_t, std::shared_ptr<ControlConnection>> connections_;
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
