#include "control/stale_socket.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace lineman {
namespace {

// Whether somebody answers there.
bool IsAlive(const SocketAddress& address) {
  const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  // A full queue is somebody's as well.
  const bool alive =
      ::connect(handle, address.get(), SocketAddress::size()) == 0 || errno == EAGAIN;
  ::close(handle);
  return alive;
}

}  // namespace

InTheWay ClearTheWay(const std::string& path, const SocketAddress& address) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) {
    return errno == ENOENT ? InTheWay::kNothing : InTheWay::kUnknown;
  }
  if (!S_ISSOCK(status.st_mode)) return InTheWay::kNoSocket;
  if (IsAlive(address)) return InTheWay::kListener;
  const bool gone = ::unlink(path.c_str()) == 0 || errno == ENOENT;
  return gone ? InTheWay::kNothing : InTheWay::kStuck;
}

}  // namespace lineman
