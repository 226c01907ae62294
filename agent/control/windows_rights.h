// Users, groups and what they may do, as Windows tells it. For *_win32.cc only, from any thread.
//
// A user or group is known by the text of its SID: "S-1-5-18" is the system, "S-1-5-32-544" the
// group of the administrators, whatever the language of the machine calls it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace lineman {

inline constexpr const char* kSystemSid = "S-1-5-18";
inline constexpr const char* kAdministratorsSid = "S-1-5-32-544";

// Whom a token speaks for.
struct SystemUser {
  std::string user;
  std::vector<std::string> groups;  // those that count: switched on, and not only there to deny
};

// `token`: a HANDLE that may be queried.
Result<SystemUser> UserOfToken(void* token);
// The user this process runs as.
const std::string& OwnSid();
// Whether this process may do what administrators may: their group counts in its token.
bool IsElevated();

// "KIOSK\anna", or the SID where nobody knows it.
std::string NameOfSid(const std::string& sid);
// The group of that name, of this machine or ("DOMAIN\GROUP") of a domain; an error when there is
// none.
Result<std::string> FindGroupSid(const std::string& name);

// A security descriptor, for whatever is about to be made.
class Protection {
 public:
  // In the security descriptor definition language.
  explicit Protection(const std::string& sddl);
  ~Protection();
  Protection(const Protection&) = delete;
  Protection& operator=(const Protection&) = delete;
  // Nobody but this user, the administrators and the system; of a folder, all that is made in it.
  static std::string ForOwnerAlone(bool folder);

  // SECURITY_ATTRIBUTES*, PSECURITY_DESCRIPTOR; null after an SDDL that is none.
  void* attributes() const;
  void* descriptor() const { return descriptor_; }

 private:
  struct Attributes;
  void* descriptor_ = nullptr;
  std::unique_ptr<Attributes> attributes_;
};

// Who may do what to a file or folder.
struct FileRights {
  std::string owner;
  std::vector<std::string> writers;  // may change it, remove it or let others do so
  std::vector<std::string> readers;
};
Result<FileRights> RightsOnFile(const std::string& path);

// This user, the administrators and the system, whom nothing could be kept from anyway.
bool IsTrusted(const std::string& sid);
// A group that takes in whoever may log on: Everyone, Users, Authenticated Users and their like.
bool IsEverybody(const std::string& sid);

}  // namespace lineman
