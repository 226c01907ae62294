// The control socket's place in the file system.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace lineman {

// A socket that listens under a name, which goes with it.
class SocketFile {
 public:
  // What a dead agent has left behind is replaced; where a living one listens, or something else
  // stands there, is an error. Everybody may connect: who is let in is decided by who they are.
  static Result<std::unique_ptr<SocketFile>> Listen(const std::string& path);
  ~SocketFile();
  SocketFile(const SocketFile&) = delete;
  SocketFile& operator=(const SocketFile&) = delete;

  // The listening socket, given away: the caller closes it.
  int TakeHandle();

 private:
  explicit SocketFile(std::string path) : path_(std::move(path)) {}
  Result<Done> Bind();

  std::string path_;
  int handle_ = -1;
  bool bound_ = false;
  unsigned long long device_ = 0;  // of the file that was made
  unsigned long long file_ = 0;
};

}  // namespace lineman
