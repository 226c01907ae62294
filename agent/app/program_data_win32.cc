#include "app/program_data.h"

#include <fmt/format.h>
#include <shlobj.h>
#include <windows.h>
// After it:
#include <aclapi.h>

#include "control/windows_basics.h"
#include "control/windows_rights.h"

namespace lineman {
namespace {

// Administrators and the system may do all, users may read; all that is made below gets the same.
constexpr const char* kForAdministrators =
    "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)";

tl::unexpected<Error> Failed(const std::string& folder, DWORD error) {
  const char* way_out =
      error == ERROR_ACCESS_DENIED ? ": run this in a terminal that runs as administrator" : "";
  return Fail(
      fmt::format("the folder {} cannot be made: {}{}", folder, SystemMessage(error), way_out));
}

Result<Done> Protect(const std::string& folder, const Protection& protection) {
  const Result<FileRights> rights = RightsOnFile(folder);
  if (!rights) return Fail(fmt::format("the folder {}: {}", folder, rights.error().message));
  if (!IsTrusted(rights->owner)) {
    return Fail(
        fmt::format("the folder {} belongs to another user ({}), who may have put anything "
                    "there: look at it, then takeown /r /a /f \"{}\"",
                    folder, NameOfSid(rights->owner), folder));
  }
  PACL list = nullptr;
  BOOL present = FALSE;
  BOOL defaulted = FALSE;
  GetSecurityDescriptorDacl(protection.descriptor(), &present, &list, &defaulted);
  std::wstring wide = WidePath(folder);
  const DWORD error = SetNamedSecurityInfoW(
      wide.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
      nullptr, nullptr, list, nullptr);
  if (error != ERROR_SUCCESS) return Failed(folder, error);
  return Done{};
}

Result<Done> Make(const std::string& folder, const std::string& sddl) {
  const Protection protection(sddl);
  if (CreateDirectoryW(WidePath(folder).c_str(),
                       static_cast<SECURITY_ATTRIBUTES*>(protection.attributes()))) {
    return Done{};
  }
  if (GetLastError() != ERROR_ALREADY_EXISTS) return Failed(folder, GetLastError());
  return Protect(folder, protection);
}

}  // namespace

// Asked of Windows: the variable of that name is whatever who started the program has set it to.
std::string ProgramData() {
  static const std::string kFolder = [] {
    wchar_t* path = nullptr;
    const bool known =
        SUCCEEDED(SHGetKnownFolderPath(FOLDERID_ProgramData, KF_FLAG_DONT_VERIFY, nullptr, &path));
    std::string folder = known ? FromWide(path) : "C:\\ProgramData";
    CoTaskMemFree(path);
    return folder + "\\lineman";
  }();
  return kFolder;
}

std::string LogFolder() { return ProgramData() + "\\logs"; }

Result<Done> MakeProgramData() {
  constexpr const char* kAlone = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";
  Result<Done> made = Make(ProgramData(), kForAdministrators);
  if (made) made = Make(ProgramData() + "\\profiles", kForAdministrators);
  if (made) made = Make(ProgramData() + "\\secrets", kAlone);
  if (made) made = Make(LogFolder(), kAlone);
  return made;
}

}  // namespace lineman
