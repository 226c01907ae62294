#include "app/state_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace lineman {
namespace {

constexpr const char* kWayOut = "name another one with the key state or with --state";

class LockedFolder final : public FolderLock {
 public:
  explicit LockedFolder(int handle) : handle_(handle) {}
  ~LockedFolder() override { close(handle_); }
  LockedFolder(const LockedFolder&) = delete;
  LockedFolder& operator=(const LockedFolder&) = delete;

 private:
  int handle_;
};

// What becomes of a disk with time; a kiosk goes on without.
bool IsTheDisk(int error) {
  return error == EROFS || error == ENOSPC || error == EIO || error == EDQUOT;
}

Result<std::unique_ptr<FolderLock>> FailOrGoOn(const std::string& path, std::string_view what,
                                               int error) {
  if (IsTheDisk(error)) return std::unique_ptr<FolderLock>();
  return Fail(fmt::format("the state folder {} cannot be {}: {}; {}", path, what,
                          std::strerror(error), kWayOut));
}

Result<Done> Check(const std::string& path, const struct stat& folder) {
  if (folder.st_uid != geteuid()) {
    return Fail(
        fmt::format("the state folder {} belongs to another user (uid {})", path, folder.st_uid));
  }
  if ((folder.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return Fail(
        fmt::format("others may write into the state folder {}: chmod go-w {}", path, path));
  }
  return Done{};
}

}  // namespace

Result<std::unique_ptr<FolderLock>> HoldStateFolder(const std::string& path) {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  if (mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) return FailOrGoOn(path, "made", errno);
  const int handle = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return FailOrGoOn(path, "opened", errno);
  auto lock = std::make_unique<LockedFolder>(handle);
  struct stat folder {};
  if (fstat(handle, &folder) != 0) return FailOrGoOn(path, "read", errno);
  if (Result<Done> sound = Check(path, folder); !sound) return tl::unexpected(sound.error());
  if (flock(handle, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return FailOrGoOn(path, "locked", errno);
  return Fail(fmt::format("another agent keeps its state in {}; {}", path, kWayOut));
}

}  // namespace lineman
