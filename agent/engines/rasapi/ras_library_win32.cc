#include "engines/rasapi/ras_library.h"

#include <fmt/format.h>
#include <windows.h>
// Behind windows.h, which it needs.
#include <ras.h>

#include "engines/rasapi/wide.h"

namespace lineman::rasapi {
namespace {

// In the order of RasFunction.
constexpr std::array<const char*, kRasFunctions> kNames = {
    "RasDialW",
    "RasHangUpW",
    "RasGetConnectStatusW",
    "RasEnumConnectionsW",
    "RasGetErrorStringW",
    "RasConnectionNotificationW",
    "RasGetConnectionStatistics",
    "RasGetProjectionInfoW",
    "RasGetEntryPropertiesW",
    "RasSetEntryPropertiesW",
    "RasGetCredentialsW",
    "RasGetEapUserIdentityW",
    "RasFreeEapUserIdentityW",
    "RasInvokeEapUI",
};

// Any name but a full path could be answered by a file that somebody has put beside the program.
HMODULE Load(const std::string& path) {
  if (path.empty()) return LoadLibraryExW(L"rasapi32.dll", nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
  return LoadLibraryExW(ToWide(path).c_str(), nullptr, LOAD_WITH_ALTERED_SEARCH_PATH);
}

// Wine's library has all names, and nothing behind them; some of its functions even end the
// program. What needs neither service nor entry tells.
bool IsEmptyShell(const RasLibrary& library) {
  constexpr UINT kLineBusy = 676;
  constexpr DWORD kLongest = 512;
  wchar_t text[kLongest] = {};
  const auto get = library.Find<decltype(&RasGetErrorStringW)>(RasFunction::kGetErrorString);
  return get(kLineBusy, text, kLongest) != 0;
}

}  // namespace

RasLibrary::RasLibrary(const std::string& path) {
  const std::string name = path.empty() ? "Windows' rasapi32.dll" : path;
  const HMODULE module = Load(path);
  if (module == nullptr) {
    trouble_ = fmt::format("{} cannot be loaded: {}", name, WordsOf(GetLastError()));
    return;
  }
  for (std::size_t i = 0; i < kRasFunctions; ++i) {
    functions_.at(i) = reinterpret_cast<Address>(GetProcAddress(module, kNames.at(i)));
    if (functions_.at(i) == nullptr && i < kNeededFunctions && trouble_.empty())
      trouble_ = fmt::format("{} has no {}", name, kNames.at(i));
  }
  if (trouble_.empty() && IsEmptyShell(*this))
    trouble_ = fmt::format("{} has RAS's functions, but they do nothing (as Wine's do)", name);
}

}  // namespace lineman::rasapi
