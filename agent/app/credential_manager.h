// Credential Manager: what Windows keeps for a user, enciphered with a key of that user. For
// *_win32.cc only, from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lineman {

// The bytes of a generic credential; nothing when there is none.
Result<std::optional<std::string>> ReadCredential(const std::string& target);
// Makes or replaces it, for this user on this machine alone; on the medium when this returns, where
// this user may have the medium flushed (an administrator, or the system).
Result<Done> WriteCredential(const std::string& target, std::string_view bytes);
// It may be missing.
Result<Done> RemoveCredential(const std::string& target);

}  // namespace lineman
