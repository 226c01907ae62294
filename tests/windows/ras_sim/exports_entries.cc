// The exports about entries of phone books: their properties, saved credentials and EAP identity.
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/windows/ras_sim/entry_properties.h"
#include "tests/windows/ras_sim/ras_double.h"
#include "tests/windows/ras_sim/text.h"

using namespace lineman::ras_sim;  // NOLINT: every name of the double is used here

namespace {

constexpr auto kForbidden = RasDouble::InCallback::kForbidden;

// An entry by the arguments that nearly every function here begins with.
struct Found {
  Found(const char* function, LPCWSTR phonebook, LPCWSTR name)
      : door(ras.Enter(function, kForbidden)),
        error(door.open ? ras.FindEntry(TextAt(phonebook), TextAt(name), entry)
                        : kRasManCannotInitialize) {}

  RasDouble& ras = RasDouble::Get();
  RasDouble::Door door;
  Entry* entry = nullptr;
  DWORD error;
};

}  // namespace

extern "C" {

DWORD WINAPI RasGetEntryPropertiesW(LPCWSTR phonebook, LPCWSTR name, LPRASENTRYW properties,
                                    LPDWORD size, LPBYTE /*device*/, LPDWORD /*device_size*/) {
  Found found("RasGetEntryProperties", phonebook, name);
  if (found.error != 0) return found.error;
  if (size == nullptr) return kInvalidParameter;
  if (properties != nullptr &&
      !found.ras.CheckSize(properties->dwSize, kEntrySizes, "RasGetEntryProperties"))
    return kInvalidSize;
  const DWORD version = properties == nullptr ? sizeof(RASENTRYW) : properties->dwSize;
  const std::string all = PropertiesOf(*found.entry, version);
  const DWORD room = properties == nullptr ? 0 : *size;
  *size = static_cast<DWORD>(all.size());
  if (room < *size) return kBufferTooSmall;
  std::memcpy(properties, all.data(), all.size());
  return 0;
}

DWORD WINAPI RasSetEntryPropertiesW(LPCWSTR phonebook, LPCWSTR name, LPRASENTRYW properties,
                                    DWORD size, LPBYTE /*device*/, DWORD /*device_size*/) {
  Found found("RasSetEntryProperties", phonebook, name);
  if (found.error != 0) return found.error;
  if (properties == nullptr) return kInvalidParameter;
  if (!found.ras.CheckSize(properties->dwSize, kEntrySizes, "RasSetEntryProperties"))
    return kInvalidSize;
  if (size < properties->dwSize) {
    found.ras.Blame(Rule::kSize, "RasSetEntryProperties is given less than a RASENTRY");
    return kBufferTooSmall;
  }
  if (!found.ras.settings().entries_writable) return kAccessDenied;
  SetProperties(*found.entry, {reinterpret_cast<const char*>(properties), size});
  return 0;
}

DWORD WINAPI RasValidateEntryNameW(LPCWSTR phonebook, LPCWSTR name) {
  Found found("RasValidateEntryName", phonebook, name);
  const std::string text = TextAt(name);
  const bool bad =
      text.empty() || text.front() == '.' || text.find_first_of("|><?*\\/:") != std::string::npos;
  if (found.error != 0 && found.error != kNoSuchEntry) return found.error;
  if (bad) return kInvalidName;
  return found.error == 0 ? kAlreadyExists : 0;
}

DWORD WINAPI RasGetCredentialsW(LPCWSTR phonebook, LPCWSTR name, LPRASCREDENTIALSW credentials) {
  Found found("RasGetCredentials", phonebook, name);
  if (found.error != 0) return found.error;
  if (credentials == nullptr) return kInvalidParameter;
  if (!found.ras.CheckSize(credentials->dwSize, kCredentialsSizes, "RasGetCredentials"))
    return kInvalidSize;
  const DWORD wanted = credentials->dwMask;
  const Entry& entry = *found.entry;
  *credentials = {};
  credentials->dwSize = sizeof *credentials;
  if ((wanted & RASCM_UserName) != 0 && entry.user) {
    credentials->dwMask |= RASCM_UserName;
    Put(credentials->szUserName, *entry.user);
  }
  if ((wanted & RASCM_Password) != 0 && entry.password) {
    credentials->dwMask |= RASCM_Password;
    Put(credentials->szPassword, kSavedPassword);
  }
  if ((wanted & RASCM_Domain) != 0 && entry.domain) {
    credentials->dwMask |= RASCM_Domain;
    Put(credentials->szDomain, *entry.domain);
  }
  return 0;
}

DWORD WINAPI RasSetCredentialsW(LPCWSTR phonebook, LPCWSTR name, LPRASCREDENTIALSW credentials,
                                WINBOOL clear) {
  Found found("RasSetCredentials", phonebook, name);
  if (found.error != 0) return found.error;
  if (credentials == nullptr) return kInvalidParameter;
  if (!found.ras.CheckSize(credentials->dwSize, kCredentialsSizes, "RasSetCredentials"))
    return kInvalidSize;
  const auto set = [&](DWORD flag, std::optional<std::string>& member, const auto& text) {
    if ((credentials->dwMask & flag) == 0) return;
    member.reset();
    if (!clear) member = TextIn(text);
  };
  set(RASCM_UserName, found.entry->user, credentials->szUserName);
  set(RASCM_Password, found.entry->password, credentials->szPassword);
  set(RASCM_Domain, found.entry->domain, credentials->szDomain);
  return 0;
}

DWORD WINAPI RasGetEapUserIdentityW(LPCWSTR phonebook, LPCWSTR name, DWORD /*flags*/,
                                    HWND /*window*/, LPRASEAPUSERIDENTITYW* identity) {
  Found found("RasGetEapUserIdentity", phonebook, name);
  if (found.error != 0) return found.error;
  if (identity == nullptr) return kInvalidParameter;
  if (found.entry->eap == EapIdentity::kNotNeeded) return kInvalidFunctionForEntry;
  if (found.entry->eap == EapIdentity::kNeedsPerson) return kInteractiveMode;
  const std::string blob = EapBlobOf(*found.entry);
  auto* const given =
      static_cast<RASEAPUSERIDENTITYW*>(std::calloc(1, sizeof(RASEAPUSERIDENTITYW) + blob.size()));
  Put(given->szUserName, found.entry->user.value_or("eap user"));
  given->dwSizeofEapInfo = static_cast<DWORD>(blob.size());
  std::memcpy(given->pbEapInfo, blob.data(), blob.size());
  found.ras.IdentityGiven(given);
  *identity = given;
  return 0;
}

VOID WINAPI RasFreeEapUserIdentityW(LPRASEAPUSERIDENTITYW identity) {
  RasDouble& ras = RasDouble::Get();
  const RasDouble::Door door = ras.Enter("RasFreeEapUserIdentity", kForbidden);
  ras.IdentityFreed(identity);
  std::free(identity);
}

}  // extern "C"
