#include "app/trust.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/files.h"

namespace lineman {
namespace {

// Whether the file can be looked at; what is wrong otherwise is said by whoever reads it.
bool Look(const std::string& path, struct stat& file) { return ::stat(path.c_str(), &file) == 0; }

}  // namespace

Result<std::string> ReadTrustedFile(const std::string& path) {
  struct stat file {};
  if (Look(path, file) && (file.st_mode & S_IWOTH) != 0) {
    return Fail(fmt::format("everybody may write into {}: chmod o-w {}", path, path));
  }
  return ReadTextFile(path);
}

Result<std::string> ReadSecretFile(const std::string& path) {
  struct stat file {};
  if (Look(path, file)) {
    if ((file.st_mode & (S_IWOTH | S_IWGRP)) != 0) {
      return Fail(fmt::format("others may write into {}: chmod go-w {}", path, path));
    }
    if (file.st_uid != 0 && file.st_uid != ::geteuid()) {
      return Fail(fmt::format("{} belongs to another user (uid {})", path, file.st_uid));
    }
  }
  return ReadTextFile(path);
}

bool IsReadableByAll(const std::string& path) {
  struct stat file {};
  return Look(path, file) && (file.st_mode & S_IROTH) != 0;
}

}  // namespace lineman
