#include "app/state_folder.h"

#include <fmt/format.h>
#include <windows.h>

#include <algorithm>
#include <filesystem>

#include "base/path.h"
#include "control/windows_basics.h"
#include "control/windows_rights.h"

namespace lineman {
namespace {

constexpr const char* kWayOut = "name another one with the key state or with --state";

// A file that nobody else can open for as long as this is there.
class LockedFolder final : public FolderLock {
 public:
  explicit LockedFolder(OwnedHandle file) : file_(std::move(file)) {}

 private:
  OwnedHandle file_;
};

// What becomes of a disk with time; a kiosk goes on without.
bool IsTheDisk(DWORD error) {
  return error == ERROR_WRITE_PROTECT || error == ERROR_DISK_FULL || error == ERROR_CRC ||
         error == ERROR_IO_DEVICE || error == ERROR_NOT_READY || error == ERROR_HANDLE_DISK_FULL ||
         error == ERROR_FILE_CORRUPT || error == ERROR_DISK_CORRUPT ||
         error == ERROR_NOT_ENOUGH_QUOTA;
}

Result<std::unique_ptr<FolderLock>> FailOrGoOn(const std::string& path, std::string_view what,
                                               DWORD error) {
  if (IsTheDisk(error)) return std::unique_ptr<FolderLock>();
  return Fail(fmt::format("the state folder {} cannot be {}: {}; {}", path, what,
                          SystemMessage(error), kWayOut));
}

Result<Done> Check(const std::string& path) {
  const Result<FileRights> rights = RightsOnFile(path);
  if (!rights) return Done{};  // the disk says more when it is written
  if (!IsTrusted(rights->owner)) {
    return Fail(fmt::format("the state folder {} belongs to another user ({})", path,
                            NameOfSid(rights->owner)));
  }
  const auto other = std::ranges::find_if_not(rights->writers, IsTrusted);
  if (other == rights->writers.end()) return Done{};
  return Fail(fmt::format(
      "others ({}) may write into the state folder {}: icacls \"{}\" /inheritance:d /remove:g *{}",
      NameOfSid(*other), path, path, *other));
}

}  // namespace

Result<std::unique_ptr<FolderLock>> HoldStateFolder(const std::string& path) {
  std::error_code error;
  const std::filesystem::path parent = PathOf(path).parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  const Protection alone(Protection::ForOwnerAlone(true));
  const std::wstring wide = WidePath(path);
  if (!CreateDirectoryW(wide.c_str(), static_cast<SECURITY_ATTRIBUTES*>(alone.attributes())) &&
      GetLastError() != ERROR_ALREADY_EXISTS) {
    return FailOrGoOn(path, "made", GetLastError());
  }
  if (Result<Done> sound = Check(path); !sound) return tl::unexpected(sound.error());
  OwnedHandle file(CreateFileW((wide + L"\\lock").c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                               OPEN_ALWAYS, FILE_ATTRIBUTE_HIDDEN, nullptr));
  if (file.IsOpen()) return std::make_unique<LockedFolder>(std::move(file));
  if (GetLastError() != ERROR_SHARING_VIOLATION) return FailOrGoOn(path, "locked", GetLastError());
  return Fail(fmt::format("another agent keeps its state in {}; {}", path, kWayOut));
}

}  // namespace lineman
