#include "app/durable_file.h"

#include <fmt/format.h>
#include <windows.h>

#include "control/windows_basics.h"
#include "control/windows_rights.h"

namespace lineman {
namespace {

tl::unexpected<Error> Failed(const std::string& path, std::string_view what, DWORD error) {
  return Fail(fmt::format("{} cannot be {}: {}", path, what, SystemMessage(error)));
}

bool IsMissing(DWORD error) {
  return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
}

SECURITY_ATTRIBUTES* AttributesOf(const Protection& protection) {
  return static_cast<SECURITY_ATTRIBUTES*>(protection.attributes());
}

bool WriteAll(HANDLE file, std::string_view text) {
  while (!text.empty()) {
    DWORD written = 0;
    if (!WriteFile(file, text.data(), static_cast<DWORD>(text.size()), &written, nullptr))
      return false;
    text.remove_prefix(written);
  }
  return FlushFileBuffers(file) != 0;
}

}  // namespace

Result<Done> WriteDurably(const std::string& path, std::string_view text) {
  const std::string draft = path + ".draft";
  const std::wstring wide = WidePath(draft);
  // A draft that a power cut has left keeps its old protection; a new one gets this.
  DeleteFileW(wide.c_str());
  const Protection alone(Protection::ForOwnerAlone(false));
  OwnedHandle file(CreateFileW(wide.c_str(), GENERIC_WRITE, 0, AttributesOf(alone), CREATE_NEW,
                               FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file.IsOpen()) return Failed(draft, "made", GetLastError());
  const bool written = WriteAll(file.get(), text);
  const DWORD error = GetLastError();
  file.Close();
  if (written) return RenameDurably(draft, path);
  DeleteFileW(wide.c_str());
  return Failed(draft, "written", error);
}

Result<Done> RenameDurably(const std::string& from, const std::string& to) {
  if (MoveFileExW(WidePath(from).c_str(), WidePath(to).c_str(),
                  MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) {
    return Done{};
  }
  return Failed(from, "renamed", GetLastError());
}

// Windows has no call that says when a removal is on the medium; the file system's own journal
// keeps the order of what is done to names.
Result<Done> RemoveDurably(const std::string& path) {
  if (DeleteFileW(WidePath(path).c_str()) || IsMissing(GetLastError())) return Done{};
  return Failed(path, "removed", GetLastError());
}

Result<Done> MakePrivateFolder(const std::string& path) {
  const Protection alone(Protection::ForOwnerAlone(true));
  if (CreateDirectoryW(WidePath(path).c_str(), AttributesOf(alone)) ||
      GetLastError() == ERROR_ALREADY_EXISTS) {
    return Done{};
  }
  return Failed(path, "made", GetLastError());
}

}  // namespace lineman
