#include "app/credential_manager.h"

#include <fmt/format.h>
#include <windows.h>
// After it:
#include <wincred.h>

#include <array>

#include "control/windows_basics.h"

namespace lineman {
namespace {

constexpr const wchar_t* kUser = L"lineman";  // the field must be there; it means nothing here

tl::unexpected<Error> Failed(const std::string& target, std::string_view what) {
  return Fail(fmt::format("the credential {} cannot be {}: {}", target, what, LastMessage()));
}

// Nobody says when Credential Manager's own file is on the medium. The whole volume it is on can be
// flushed, by those who may; without that right it is written when Windows comes to it.
void FlushSystemVolume() {
  std::array<wchar_t, MAX_PATH> windows{};
  if (GetSystemWindowsDirectoryW(windows.data(), MAX_PATH) < 2) return;
  const std::wstring volume = std::wstring(L"\\\\.\\") + windows[0] + L":";
  const OwnedHandle handle(CreateFileW(volume.c_str(), GENERIC_WRITE,
                                       FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING,
                                       0, nullptr));
  if (handle.IsOpen()) FlushFileBuffers(handle.get());
}

}  // namespace

Result<std::optional<std::string>> ReadCredential(const std::string& target) {
  CREDENTIALW* found = nullptr;
  if (!CredReadW(ToWide(target).c_str(), CRED_TYPE_GENERIC, 0, &found)) {
    if (GetLastError() == ERROR_NOT_FOUND) return std::optional<std::string>();
    return Failed(target, "read");
  }
  std::string bytes(reinterpret_cast<const char*>(found->CredentialBlob),
                    found->CredentialBlobSize);
  SecureZeroMemory(found->CredentialBlob, found->CredentialBlobSize);
  CredFree(found);
  return std::optional(std::move(bytes));
}

Result<Done> WriteCredential(const std::string& target, std::string_view bytes) {
  std::wstring name = ToWide(target);
  CREDENTIALW credential{};
  credential.Type = CRED_TYPE_GENERIC;
  credential.TargetName = name.data();
  credential.UserName = const_cast<wchar_t*>(kUser);
  credential.CredentialBlob = reinterpret_cast<BYTE*>(const_cast<char*>(bytes.data()));
  credential.CredentialBlobSize = static_cast<DWORD>(bytes.size());
  credential.Persist = CRED_PERSIST_LOCAL_MACHINE;
  if (!CredWriteW(&credential, 0)) return Failed(target, "written");
  FlushSystemVolume();
  return Done{};
}

Result<Done> RemoveCredential(const std::string& target) {
  if (CredDeleteW(ToWide(target).c_str(), CRED_TYPE_GENERIC, 0) ||
      GetLastError() == ERROR_NOT_FOUND) {
    return Done{};
  }
  return Failed(target, "removed");
}

}  // namespace lineman
