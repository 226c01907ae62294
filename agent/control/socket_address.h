// The address of a socket in the file system, as the system calls take it. For *_posix.cc only.
#pragma once

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "base/result.h"

namespace lineman {

class SocketAddress {
 public:
  // The kernel takes 107 bytes at most.
  static Result<SocketAddress> Of(const std::string& path) {
    SocketAddress made;
    if (path.empty() || path.size() >= sizeof(made.address_.sun_path)) {
      return Fail(fmt::format("the path of a socket has 1 to {} bytes, this one has {}: {}",
                              sizeof(made.address_.sun_path) - 1, path.size(), path));
    }
    made.address_.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), static_cast<char*>(made.address_.sun_path));
    return made;
  }

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  static socklen_t size() { return sizeof(sockaddr_un); }

 private:
  sockaddr_un address_{};
};

}  // namespace lineman
