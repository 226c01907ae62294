#include "app/trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "app/files.h"
#include "control/windows_rights.h"

namespace lineman {
namespace {

// Takes the right away, and every other that it has.
std::string WayOut(const std::string& path, const std::string& sid) {
  return fmt::format("icacls \"{}\" /inheritance:d /remove:g *{}", path, sid);
}

Result<Done> CheckOwner(const std::string& path, const FileRights& rights) {
  if (IsTrusted(rights.owner)) return Done{};
  return Fail(fmt::format("{} belongs to another user ({}): takeown /a /f \"{}\"", path,
                          NameOfSid(rights.owner), path));
}

// What is wrong with the file itself is said by whoever reads it.
Result<Done> Check(const std::string& path, bool (*is_one_too_many)(const std::string& sid)) {
  const Result<FileRights> rights = RightsOnFile(path);
  if (!rights) return Done{};
  const auto writer = std::ranges::find_if(rights->writers, is_one_too_many);
  if (writer != rights->writers.end()) {
    return Fail(fmt::format("{} may write into {}: {}",
                            IsEverybody(*writer) ? "everybody" : NameOfSid(*writer), path,
                            WayOut(path, *writer)));
  }
  return CheckOwner(path, *rights);
}

Result<std::string> ReadChecked(const std::string& path, Result<Done> sound) {
  if (!sound) return tl::unexpected(std::move(sound).error());
  return ReadTextFile(path);
}

}  // namespace

// Others may add files to folders below %ProgramData% and C:\ unless somebody forbids it. So the
// owner counts as well: an administrator's service does not do what a guest has written.
Result<std::string> ReadTrustedFile(const std::string& path) {
  return ReadChecked(path, Check(path, IsEverybody));
}

Result<std::string> ReadSecretFile(const std::string& path) {
  return ReadChecked(path, Check(path, [](const std::string& sid) { return !IsTrusted(sid); }));
}

bool IsReadableByAll(const std::string& path) {
  const Result<FileRights> rights = RightsOnFile(path);
  return rights && std::ranges::any_of(rights->readers, IsEverybody);
}

}  // namespace lineman
