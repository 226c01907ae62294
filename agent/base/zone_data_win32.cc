#include "base/zone_data.h"

#include <date/tz.h>
#include <windows.h>

#include <array>
#include <string>

namespace lineman {
namespace {

// In the code page the library's file streams open names in. Empty when the path is longer than any
// program can have been started from.
std::string FolderOfThisProgram() {
  std::array<wchar_t, 32768> path{};
  const DWORD length = ::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
  const std::wstring wide(path.data(), length);
  const std::wstring folder = wide.substr(0, wide.find_last_of(L'\\'));
  const int size = ::WideCharToMultiByte(CP_ACP, 0, folder.data(), static_cast<int>(folder.size()),
                                         nullptr, 0, nullptr, nullptr);
  std::string narrow(static_cast<std::size_t>(size), '\0');
  ::WideCharToMultiByte(CP_ACP, 0, folder.data(), static_cast<int>(folder.size()), narrow.data(),
                        size, nullptr, nullptr);
  return narrow;
}

}  // namespace

void FindZoneData() {
  static const bool kFound = [] {
    date::set_install(FolderOfThisProgram() + "\\tzdata");
    return true;
  }();
  (void)kFound;
}

}  // namespace lineman
