#include "control/socket_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "control/socket_address.h"
#include "control/stale_socket.h"

namespace lineman {
namespace {

constexpr const char* kWayOut = "name another socket with the key socket or with --socket";
constexpr mode_t kForAll = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;

std::string Reason(int error) { return std::generic_category().message(error); }

// A file handle that closes itself.
class Handle {
 public:
  explicit Handle(int handle) : handle_(handle) {}
  ~Handle() {
    if (handle_ >= 0) ::close(handle_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  int get() const { return handle_; }

 private:
  int handle_;
};

// In a folder where others may write, they could put a socket of their own in the place of ours,
// and be told passwords.
Result<Done> CheckFolder(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string folder = parent.empty() ? std::string(1, '.') : parent.string();
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0)
    return Fail(fmt::format("the folder {} of the control socket: {}", folder, Reason(errno)));
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (status.st_mode & S_ISVTX) == 0) {
    return Fail(
        fmt::format("others may write into the folder {} of the control socket: chmod go-w "
                    "{}",
                    folder, folder));
  }
  return Done{};
}

Result<Done> MakeRoom(const std::string& path, const SocketAddress& address) {
  switch (ClearTheWay(path, address)) {
    case InTheWay::kNothing:
      break;
    case InTheWay::kNoSocket:
      return Fail(
          fmt::format("{} is in the way of the control socket: remove it, or {}", path, kWayOut));
    case InTheWay::kListener:
      return Fail(fmt::format("another agent listens on {}: stop it, or {}", path, kWayOut));
    case InTheWay::kUnknown:
      return Fail(fmt::format("the control socket {}: {}", path, Reason(errno)));
    case InTheWay::kStuck:
      return Fail(
          fmt::format("the old control socket {} cannot be removed: {}", path, Reason(errno)));
  }
  return Done{};
}

}  // namespace

Result<std::unique_ptr<SocketFile>> SocketFile::Listen(const std::string& path) {
  if (Result<Done> sound = CheckFolder(path); !sound) return tl::unexpected(sound.error());
  std::unique_ptr<SocketFile> file(new SocketFile(path));
  // Two agents that start at the same moment look and replace one after the other.
  const std::string lock_path = path + ".lock";
  const Handle lock(
      ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (lock.get() < 0 || ::flock(lock.get(), LOCK_EX) != 0)
    return Fail(fmt::format("the control socket's lock {}: {}", lock_path, Reason(errno)));
  if (Result<Done> bound = file->Bind(); !bound) return tl::unexpected(bound.error());
  return file;
}

Result<Done> SocketFile::Bind() {
  const Result<SocketAddress> address = SocketAddress::Of(path_);
  if (!address) return tl::unexpected(address.error());
  if (Result<Done> room = MakeRoom(path_, *address); !room) return room;
  handle_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  bound_ = handle_ >= 0 && ::bind(handle_, address->get(), address->size()) == 0;
  struct stat status {};
  // Nobody can connect before it listens, so the mode counts from the first connection on.
  if (!bound_ || ::lstat(path_.c_str(), &status) != 0 || ::chmod(path_.c_str(), kForAll) != 0 ||
      ::listen(handle_, SOMAXCONN) != 0) {
    return Fail(
        fmt::format("the control socket {} cannot be made: {}; {}", path_, Reason(errno), kWayOut));
  }
  device_ = status.st_dev;
  file_ = status.st_ino;
  return Done{};
}

SocketFile::~SocketFile() {
  if (handle_ >= 0) ::close(handle_);
  // Somebody may have put another one in its place.
  struct stat status {};
  if (bound_ && ::lstat(path_.c_str(), &status) == 0 && status.st_dev == device_ &&
      status.st_ino == file_) {
    ::unlink(path_.c_str());
  }
}

int SocketFile::TakeHandle() { return std::exchange(handle_, -1); }

}  // namespace lineman
