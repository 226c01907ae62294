// Where local sockets are files.
#include "app/line_socket.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lineman {
namespace {

using Local = asio::local::stream_protocol;

std::string CannotListen(const std::string& path, const std::string& why) {
  return fmt::format("cannot listen at {}: {}", path, why);
}

bool SomebodyListens(asio::io_context& loop, const Local::endpoint& address) {
  Local::socket caller(loop);
  asio::error_code error;
  caller.connect(address, error);
  return !error;
}

// Removes what a dead process has left at the path.
Result<Done> MakeRoom(asio::io_context& loop, const std::string& path,
                      const Local::endpoint& address) {
  struct stat there {};
  if (::lstat(path.c_str(), &there) != 0) return Done{};
  if (!S_ISSOCK(there.st_mode))
    return Fail(CannotListen(path, "a file that is no socket is in the way; name another path"));
  if (SomebodyListens(loop, address))
    return Fail(CannotListen(path, "another process does; end it, or name another path"));
  if (::unlink(path.c_str()) == 0) return Done{};
  return Fail(CannotListen(path, fmt::format("a dead process has left a socket there that cannot "
                                             "be removed: {}",
                                             std::strerror(errno))));
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
  if (Result<Done> room = MakeRoom(loop, path, *address); !room)
    return tl::unexpected(room.error());
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
