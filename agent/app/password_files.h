// Passwords that servers made profiles change, in STATE/secrets: the only place where lineman
// itself writes a password. Each is a file of its profile, for its owner alone: PROFILE.staged
// until the server has shown that it has it, PROFILE.current from then on.
#pragma once

#include <string>

#include "model/password_vault.h"

namespace lineman {

class PasswordFiles final : public PasswordVault {
 public:
  // `folder` is made when the first password is staged.
  explicit PasswordFiles(std::string folder) : folder_(std::move(folder)) {}

  Result<Done> Stage(const std::string& profile, CredentialVersion source,
                     const Secret& password) override;
  Result<Secret> Staged(const std::string& profile) override;
  Result<Done> Settle(const std::string& profile, bool is_new) override;
  std::optional<Secret> Current(const std::string& profile, CredentialVersion source) override;

 private:
  std::string FileOf(const std::string& profile, const char* stage) const;

  std::string folder_;
};

}  // namespace lineman
