// Where local sockets are files.
#include "app/line_socket.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "control/stale_socket.h"

namespace lineman {
namespace {

using Local = asio::local::stream_protocol;

std::string CannotListen(const std::string& path, const std::string& why) {
  return fmt::format("cannot listen at {}: {}", path, why);
}

Result<Done> MakeRoom(const std::string& path) {
  const Result<SocketAddress> address = SocketAddress::Of(path);
  if (!address) return tl::unexpected(address.error());
  switch (ClearTheWay(path, *address)) {
    case InTheWay::kNothing:
      break;
    case InTheWay::kNoSocket:
      return Fail(CannotListen(path, "a file that is no socket is in the way; name another path"));
    case InTheWay::kListener:
      return Fail(CannotListen(path, "another process does; end it, or name another path"));
    case InTheWay::kUnknown:
      return Fail(CannotListen(path, std::strerror(errno)));
    case InTheWay::kStuck:
      return Fail(CannotListen(path, fmt::format("a dead process has left a socket there that "
                                                 "cannot be removed: {}",
                                                 std::strerror(errno))));
  }
  return Done{};
}

}  // namespace

Result<Local::endpoint> LocalAddress(const std::string& path) {
  constexpr std::size_t kMost = sizeof(sockaddr_un::sun_path) - 1;
  if (path.empty()) return Fail("the path of a socket is empty");
  if (path.size() > kMost) {
    return Fail(
        fmt::format("{} is too long for the path of a socket: {} bytes at most", path, kMost));
  }
  return Local::endpoint(path);
}

Result<Local::acceptor> ListenLocally(asio::io_context& loop, const std::string& path) {
  const Result<Local::endpoint> address = LocalAddress(path);
  if (!address) return tl::unexpected(address.error());
  if (Result<Done> room = MakeRoom(path); !room) return tl::unexpected(room.error());
  Local::acceptor acceptor(loop);
  asio::error_code error;
  acceptor.open(Local(), error);
  if (!error) acceptor.bind(*address, error);
  if (error) return Fail(CannotListen(path, error.message()));
  // Nobody can connect before it listens, so nobody can between these two.
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0)
    return Fail(CannotListen(path, std::strerror(errno)));
  acceptor.listen(Local::acceptor::max_listen_connections, error);
  if (error) return Fail(CannotListen(path, error.message()));
  return acceptor;
}

}  // namespace lineman
