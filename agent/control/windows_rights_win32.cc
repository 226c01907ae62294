#include "control/windows_rights.h"

#include <windows.h>
// After it:
#include <aclapi.h>
#include <fmt/format.h>
#include <sddl.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "control/windows_basics.h"

namespace lineman {
namespace {

// Who installs Windows' own files.
constexpr std::string_view kTrustedInstaller =
    "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
// The owner, whoever that is, where rights are inherited.
constexpr std::string_view kCreatorOwner = "S-1-3-0";
constexpr std::string_view kOwnerRights = "S-1-3-4";

constexpr DWORD kWrite = FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_DELETE_CHILD | DELETE |
                         WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL;
constexpr DWORD kRead = FILE_READ_DATA | GENERIC_READ | GENERIC_ALL;

// What LocalAlloc gave.
struct LocalFreed {
  void operator()(void* memory) const { LocalFree(memory); }
};
template <typename T>
using Local = std::unique_ptr<T, LocalFreed>;

std::string TextOf(PSID sid) {
  wchar_t* text = nullptr;
  if (!ConvertSidToStringSidW(sid, &text)) return {};
  const Local<wchar_t> owned(text);
  return FromWide(text);
}

// What a token tells of itself; empty when it tells nothing.
std::vector<std::byte> Ask(HANDLE token, TOKEN_INFORMATION_CLASS what) {
  DWORD size = 0;
  GetTokenInformation(token, what, nullptr, 0, &size);
  std::vector<std::byte> told(size);
  if (size == 0 || !GetTokenInformation(token, what, told.data(), size, &size)) told.clear();
  return told;
}

Result<SystemUser> UserOfThisProcess() {
  OwnedHandle token;
  if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, token.Put())) return Fail(LastMessage());
  return UserOfToken(token.get());
}

// One entry of an access control list, where it allows something; the two kinds have one layout.
const ACCESS_ALLOWED_ACE* Allowing(PACL list, DWORD index) {
  void* entry = nullptr;
  if (!GetAce(list, index, &entry)) return nullptr;
  const auto* header = static_cast<const ACE_HEADER*>(entry);
  const bool allows = header->AceType == ACCESS_ALLOWED_ACE_TYPE ||
                      header->AceType == ACCESS_ALLOWED_CALLBACK_ACE_TYPE;
  if (!allows || (header->AceFlags & INHERIT_ONLY_ACE) != 0) return nullptr;
  return static_cast<const ACCESS_ALLOWED_ACE*>(entry);
}

void AddRights(PACL list, FileRights& rights) {
  for (DWORD i = 0; i < list->AceCount; ++i) {
    const ACCESS_ALLOWED_ACE* entry = Allowing(list, i);
    if (entry == nullptr) continue;
    std::string who = TextOf(const_cast<DWORD*>(&entry->SidStart));
    if (who == kCreatorOwner || who == kOwnerRights) who = rights.owner;
    if ((entry->Mask & kWrite) != 0) rights.writers.push_back(who);
    if ((entry->Mask & kRead) != 0) rights.readers.push_back(who);
  }
}

}  // namespace

Result<SystemUser> UserOfToken(void* token) {
  const std::vector<std::byte> user = Ask(token, ::TokenUser);
  const std::vector<std::byte> groups = Ask(token, TokenGroups);
  if (user.empty() || groups.empty()) return Fail(LastMessage());
  SystemUser told;
  told.user = TextOf(reinterpret_cast<const TOKEN_USER*>(user.data())->User.Sid);
  const auto* list = reinterpret_cast<const TOKEN_GROUPS*>(groups.data());
  for (DWORD i = 0; i < list->GroupCount; ++i) {
    const SID_AND_ATTRIBUTES& group = list->Groups[i];
    const bool counts = (group.Attributes & SE_GROUP_ENABLED) != 0 &&
                        (group.Attributes & SE_GROUP_USE_FOR_DENY_ONLY) == 0;
    if (counts) told.groups.push_back(TextOf(group.Sid));
  }
  return told;
}

const std::string& OwnSid() {
  static const std::string kOwn =
      UserOfThisProcess().map([](const SystemUser& user) { return user.user; }).value_or("");
  return kOwn;
}

bool IsElevated() {
  const Result<SystemUser> user = UserOfThisProcess();
  return user && (user->user == kSystemSid ||
                  std::ranges::find(user->groups, kAdministratorsSid) != user->groups.end());
}

std::string NameOfSid(const std::string& sid) {
  PSID binary = nullptr;
  if (!ConvertStringSidToSidW(ToWide(sid).c_str(), &binary)) return sid;
  const Local<void> owned(binary);
  std::array<wchar_t, 257> name{};
  std::array<wchar_t, 257> domain{};
  auto name_size = static_cast<DWORD>(name.size());
  auto domain_size = static_cast<DWORD>(domain.size());
  SID_NAME_USE use{};
  if (!LookupAccountSidW(nullptr, binary, name.data(), &name_size, domain.data(), &domain_size,
                         &use)) {
    return sid;
  }
  const std::string known = FromWide(name.data());
  return domain_size == 0 ? known : FromWide(domain.data()) + "\\" + known;
}

Result<std::string> FindGroupSid(const std::string& name) {
  std::array<std::byte, SECURITY_MAX_SID_SIZE> sid{};
  std::array<wchar_t, 257> domain{};
  auto size = static_cast<DWORD>(sid.size());
  auto domain_size = static_cast<DWORD>(domain.size());
  SID_NAME_USE use{};
  if (!LookupAccountNameW(nullptr, ToWide(name).c_str(), sid.data(), &size, domain.data(),
                          &domain_size, &use)) {
    return Fail(LastMessage());
  }
  if (use != SidTypeGroup && use != SidTypeAlias && use != SidTypeWellKnownGroup) {
    return Fail(name + " is no group");
  }
  return TextOf(sid.data());
}

struct Protection::Attributes {
  SECURITY_ATTRIBUTES value;
};

Protection::Protection(const std::string& sddl) {
  if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(ToWide(sddl).c_str(), SDDL_REVISION_1,
                                                            &descriptor_, nullptr)) {
    return;
  }
  attributes_ =
      std::make_unique<Attributes>(Attributes{{sizeof(SECURITY_ATTRIBUTES), descriptor_, FALSE}});
}

Protection::~Protection() { LocalFree(descriptor_); }

void* Protection::attributes() const {
  return attributes_ == nullptr ? nullptr : &attributes_->value;
}

std::string Protection::ForOwnerAlone(bool folder) {
  const char* inherited = folder ? "OICI" : "";
  return fmt::format("D:P(A;{0};FA;;;SY)(A;{0};FA;;;BA)(A;{0};FA;;;{1})", inherited, OwnSid());
}

Result<FileRights> RightsOnFile(const std::string& path) {
  PSID owner = nullptr;
  PACL list = nullptr;
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  const DWORD error = GetNamedSecurityInfoW(WidePath(path).c_str(), SE_FILE_OBJECT,
                                            OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                                            &owner, nullptr, &list, nullptr, &descriptor);
  if (error != ERROR_SUCCESS) return Fail(SystemMessage(error));
  const Local<void> owned(descriptor);
  FileRights rights;
  rights.owner = TextOf(owner);
  if (list == nullptr) {  // no list at all: everything is allowed
    rights.writers = rights.readers = {"S-1-1-0"};
  } else {
    AddRights(list, rights);
  }
  return rights;
}

bool IsTrusted(const std::string& sid) {
  return sid == kSystemSid || sid == kAdministratorsSid || sid == kTrustedInstaller ||
         sid == OwnSid();
}

bool IsEverybody(const std::string& sid) {
  // Everyone, Local, Network, Interactive, Anonymous, Authenticated Users, Users, Guests.
  constexpr std::array<std::string_view, 8> kAll = {"S-1-1-0",      "S-1-2-0",     "S-1-5-2",
                                                    "S-1-5-4",      "S-1-5-7",     "S-1-5-11",
                                                    "S-1-5-32-545", "S-1-5-32-546"};
  if (std::ranges::find(kAll, sid) != kAll.end()) return true;
  // The users and the guests of a domain.
  return sid.starts_with("S-1-5-21-") && (sid.ends_with("-513") || sid.ends_with("-514"));
}

}  // namespace lineman
