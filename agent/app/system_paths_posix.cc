#include "app/system_paths.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "app/files.h"

namespace lineman {

const SystemPaths& TheSystemPaths() {
  static const SystemPaths kPaths = {.config = "/etc/lineman/lineman.yaml",
                                     .state = "/var/lib/lineman",
                                     .socket = "/run/lineman/control"};
  return kPaths;
}

Result<Done> MakeFolderOfSocket(const std::string& socket) {
  const std::string folder = FolderOf(socket);
  if (IsFolder(folder)) return Done{};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  using std::filesystem::perms;
  const perms reachable = perms::owner_all | perms::group_read | perms::group_exec |
                          perms::others_read | perms::others_exec;
  if (!error) std::filesystem::permissions(folder, reachable, error);
  if (!error) return Done{};
  return Fail(
      fmt::format("the folder {} of the control socket cannot be made: {}; name another "
                  "socket with the key socket or with --socket",
                  folder, error.message()));
}

}  // namespace lineman
