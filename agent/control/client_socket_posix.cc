#include "control/client_socket.h"

#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "control/socket_address.h"

namespace lineman {
namespace {

using Clock = std::chrono::steady_clock;
using Kind = ControlError::Kind;

// How long an agent may take to accept a connection.
constexpr timeval kConnectTimeout{5, 0};

tl::unexpected<ControlError> FailAs(Kind kind, std::string message) {
  return tl::unexpected(ControlError{kind, 0, std::move(message), {}});
}

tl::unexpected<ControlError> FailWith(Kind kind, std::string_view what, int error) {
  return FailAs(kind, fmt::format("{}: {}", what, std::generic_category().message(error)));
}

tl::unexpected<ControlError> NoAgent(const std::string& path) {
  return FailAs(Kind::kNoAgent,
                fmt::format("no agent is running: start it with \"systemctl start lineman\" or "
                            "\"lineman agent\" (nobody listens on {})",
                            path));
}

tl::unexpected<ControlError> AgentGone() {
  return FailAs(Kind::kNoAgent,
                fmt::format("the agent has closed the connection: it was stopped or is starting "
                            "anew; try again, or {}",
                            ClientSocket::kWhereToLook));
}

// The socket lets everybody in, so it is its folder that does not.
tl::unexpected<ControlError> NoEntry(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  struct stat status {};
  const struct group* group = nullptr;
  if (::stat(folder.c_str(), &status) == 0) group = ::getgrgid(status.st_gid);
  return FailAs(
      Kind::kRefused,
      fmt::format("you may not enter the folder of the control socket {}: ask as root{}", path,
                  group == nullptr ? "" : fmt::format(", or join the group '{}'", group->gr_name)));
}

class UnixSocket final : public ClientSocket {
 public:
  explicit UnixSocket(int opened) : handle_(opened) {}
  ~UnixSocket() override { ::close(handle_); }
  UnixSocket(const UnixSocket&) = delete;
  UnixSocket& operator=(const UnixSocket&) = delete;

  ControlResult<Done> Send(std::string_view bytes, Moment deadline) override;
  ControlResult<std::size_t> Receive(std::span<char> room, Moment deadline) override;

 private:
  // Waits for poll's `what`; false when the deadline has come.
  bool Await(short what, Moment deadline) const;

  int handle_;
};

bool UnixSocket::Await(short what, Moment deadline) const {
  for (;;) {
    const auto left = std::chrono::ceil<Duration>(deadline - Clock::now());
    pollfd waiting{handle_, what, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::max(left, Duration(0)).count()));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

ControlResult<Done> UnixSocket::Send(std::string_view bytes, Moment deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EPIPE || errno == ECONNRESET) {
      return Done{};
    } else if (errno != EAGAIN && errno != EINTR) {
      return FailWith(Kind::kProtocol, "the agent cannot be told", errno);
    } else if (!Await(POLLOUT, deadline)) {
      return FailAs(Kind::kProtocol, fmt::format("the agent does not read: {}", kWhereToLook));
    }
  }
  return Done{};
}

ControlResult<std::size_t> UnixSocket::Receive(std::span<char> room, Moment deadline) {
  for (;;) {
    if (!Await(POLLIN, deadline)) return FailAs(Kind::kProtocol, "");
    const ssize_t length = ::recv(handle_, room.data(), room.size(), MSG_DONTWAIT);
    if (length > 0) return static_cast<std::size_t>(length);
    if (length == 0 || errno == ECONNRESET) return AgentGone();
    if (errno != EAGAIN && errno != EINTR)
      return FailWith(Kind::kProtocol, "the agent cannot be heard", errno);
  }
}

}  // namespace

const char* const ClientSocket::kWhereToLook = "see `systemctl status lineman`";

ControlResult<std::unique_ptr<ClientSocket>> ClientSocket::Connect(const std::string& path) {
  const Result<SocketAddress> address = SocketAddress::Of(path);
  if (!address) return FailAs(Kind::kProtocol, address.error().message);
  const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0) return FailWith(Kind::kProtocol, "no socket", errno);
  auto socket = std::make_unique<UnixSocket>(handle);
  ::setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &kConnectTimeout, sizeof(kConnectTimeout));
  if (::connect(handle, address->get(), SocketAddress::size()) == 0) return socket;
  if (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR) return NoAgent(path);
  if (errno == EACCES || errno == EPERM) return NoEntry(path);
  if (errno == EAGAIN)
    return FailAs(Kind::kProtocol,
                  fmt::format("the agent on {} accepts nobody: {}", path, kWhereToLook));
  return FailWith(Kind::kProtocol, fmt::format("the control socket {}", path), errno);
}

}  // namespace lineman
