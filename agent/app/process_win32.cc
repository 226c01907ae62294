#include "app/process.h"

#include <windows.h>
// After it:
#include <shellapi.h>

#include "control/windows_basics.h"

namespace lineman {

std::int64_t ProcessId() { return GetCurrentProcessId(); }

// What main is given has been through the code page of the machine.
std::vector<std::string> CommandWordsOf(int argc, char** argv) {
  int count = 0;
  wchar_t** wide = CommandLineToArgvW(GetCommandLineW(), &count);
  if (wide == nullptr) return {argv, argv + argc};
  std::vector<std::string> words;
  for (int i = 0; i < count; ++i) words.push_back(FromWide(wide[i]));
  LocalFree(wide);
  return words;
}

std::optional<std::string> Variable(const std::string& name) {
  const std::wstring wide = ToWide(name);
  std::wstring value(256, L'\0');
  for (;;) {
    SetLastError(ERROR_SUCCESS);
    const DWORD length =
        GetEnvironmentVariableW(wide.c_str(), value.data(), static_cast<DWORD>(value.size()));
    if (length == 0 && GetLastError() != ERROR_SUCCESS) return std::nullopt;
    const bool fits = length < value.size();
    value.resize(length);
    if (fits) return FromWide(value);
  }
}

std::string ProgramFile() {
  std::wstring path(32768, L'\0');  // longer than any
  path.resize(GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size())));
  return FromWide(path);
}

}  // namespace lineman
