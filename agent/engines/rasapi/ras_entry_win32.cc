#include <windows.h>
// Behind windows.h, which it needs.
#include <ras.h>

#include <algorithm>
#include <vector>

#include "engines/rasapi/ras_calls.h"
#include "engines/rasapi/trouble.h"
#include "engines/rasapi/utf16.h"
#include "engines/rasapi/wide.h"

namespace lineman::rasapi {
namespace {

constexpr DWORD kInvalidSizeError = 632;
constexpr DWORD kBufferTooSmall = 603;

// RASENTRYW as Windows 10, 7 and XP have it. An entry is written as it was read, so it has to be
// read as the newest version that this Windows knows: what an older one lacks might get lost. What
// is looked at here lies at the same place in each.
constexpr DWORD kEntrySizes[] = {6724, 5680, 5616};
static_assert(sizeof(RASENTRYW) == 5616);

RasError ToError(DWORD error) { return static_cast<RasError>(error); }

// An entry with whatever follows it: its other numbers.
class EntryProperties {
 public:
  EntryProperties(const RasLibrary& library, const Entry& entry)
      : library_(library), phonebook_(ToWide(entry.phonebook)), name_(ToWide(entry.name)) {}

  DWORD Read() {
    DWORD error = kInvalidSizeError;
    for (const DWORD size : kEntrySizes) {
      error = ReadAs(size);
      if (error != kInvalidSizeError) break;
    }
    return error;
  }

  DWORD Write() {
    const auto set =
        library_.Find<decltype(&RasSetEntryPropertiesW)>(RasFunction::kSetEntryProperties);
    if (set == nullptr) return static_cast<DWORD>(kNotThere);
    return set(Phonebook(), name_.c_str(), entry(), static_cast<DWORD>(bytes_.size()), nullptr, 0);
  }

  RASENTRYW* entry() { return reinterpret_cast<RASENTRYW*>(bytes_.data()); }

 private:
  LPCWSTR Phonebook() const { return phonebook_.empty() ? nullptr : phonebook_.c_str(); }

  // Asked with too little room, it tells how much it takes.
  DWORD ReadAs(DWORD version) {
    const auto get =
        library_.Find<decltype(&RasGetEntryPropertiesW)>(RasFunction::kGetEntryProperties);
    if (get == nullptr) return static_cast<DWORD>(kNotThere);
    DWORD size = version;
    DWORD error = kBufferTooSmall;
    for (int tries = 0; tries < 3 && error == kBufferTooSmall; ++tries) {
      bytes_.assign(std::max(size, version), 0);
      size = static_cast<DWORD>(bytes_.size());
      entry()->dwSize = version;
      error = get(Phonebook(), name_.c_str(), entry(), &size, nullptr, nullptr);
    }
    if (error == 0) bytes_.resize(std::max(size, version));
    return error;
  }

  const RasLibrary& library_;
  const std::wstring phonebook_;
  const std::wstring name_;
  std::vector<BYTE> bytes_;
};

}  // namespace

EntryReport AskEntry(const RasLibrary& library, const Entry& entry) {
  EntryProperties properties(library, entry);
  EntryReport report;
  report.error = ToError(properties.Read());
  if (report.error != RasError::kNone) return report;
  report.redials = (properties.entry()->dwfOptions2 & RASEO2_ReconnectIfDropped) != 0;
  report.links = std::max(1, static_cast<int>(properties.entry()->dwSubEntries));
  return report;
}

RasError SetRedial(const RasLibrary& library, const Entry& entry, bool on) {
  EntryProperties properties(library, entry);
  if (const DWORD error = properties.Read(); error != 0) return ToError(error);
  DWORD& options = properties.entry()->dwfOptions2;
  const DWORD wanted =
      on ? options | RASEO2_ReconnectIfDropped : options & ~DWORD{RASEO2_ReconnectIfDropped};
  if (wanted == options) return RasError::kNone;
  options = wanted;
  return ToError(properties.Write());
}

// The password comes as a mark that only RasDial can make anything of, and is not looked at.
CredentialsReport AskCredentials(const RasLibrary& library, const Entry& entry) {
  const auto get = library.Find<decltype(&RasGetCredentialsW)>(RasFunction::kGetCredentials);
  if (get == nullptr) return {};
  RASCREDENTIALSW saved{};
  saved.dwSize = sizeof(RASCREDENTIALSW);
  saved.dwMask = RASCM_UserName | RASCM_Password | RASCM_Domain;
  const std::wstring phonebook = ToWide(entry.phonebook);
  const DWORD error =
      get(phonebook.empty() ? nullptr : phonebook.c_str(), ToWide(entry.name).c_str(), &saved);
  CredentialsReport report;
  if (error == 0) {
    if ((saved.dwMask & RASCM_UserName) != 0) report.user = FromUtf16(saved.szUserName);
    if ((saved.dwMask & RASCM_Domain) != 0) report.domain = FromUtf16(saved.szDomain);
    report.has_password = (saved.dwMask & RASCM_Password) != 0;
  }
  SecureZeroMemory(&saved, sizeof saved);
  return report;
}

}  // namespace lineman::rasapi
