#include "model/password_vault.h"

namespace lineman {

Result<Done> MemoryVault::Stage(const std::string& profile, CredentialVersion source,
                                const Secret& password) {
  staged_[profile] = {source, password};
  return Done{};
}

Result<Secret> MemoryVault::Staged(const std::string& profile) {
  const auto staged = staged_.find(profile);
  if (staged == staged_.end()) return Fail("no new password is kept for " + profile);
  return staged->second.password;
}

Result<Done> MemoryVault::Settle(const std::string& profile, bool is_new) {
  const auto staged = staged_.find(profile);
  if (staged == staged_.end()) return Done{};
  if (is_new) current_[profile] = staged->second;
  staged_.erase(staged);
  return Done{};
}

std::optional<Secret> MemoryVault::Current(const std::string& profile, CredentialVersion source) {
  const auto current = current_.find(profile);
  if (current == current_.end()) return std::nullopt;
  if (current->second.source == source) return current->second.password;
  current_.erase(current);
  return std::nullopt;
}

}  // namespace lineman
