// The port to passwords that lineman itself keeps: those that a server made a profile change.
//
// A server that asks for a new password has either taken it when the power fails or it has not. So
// the new one is kept first, beside the present one (staged), then sent, and settled when the
// server has shown which of the two it has. At no moment is there only one that may be wrong.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "model/secret.h"

namespace lineman {

class PasswordVault {
 public:
  virtual ~PasswordVault() = default;

  // Keeps a new password of a profile; on the medium when this returns. `source` is the version of
  // the credentials that it is to stand in for.
  virtual Result<Done> Stage(const std::string& profile, CredentialVersion source,
                             const Secret& password) = 0;
  virtual Result<Secret> Staged(const std::string& profile) = 0;
  // The staged password is the current one from now on, or is forgotten. Either is done once and
  // for all, or not at all; nothing staged is no error.
  virtual Result<Done> Settle(const std::string& profile, bool is_new) = 0;
  // The current password, where there is one that stands in for these credentials. They have
  // changed otherwise, and what was kept for the old ones is forgotten.
  virtual std::optional<Secret> Current(const std::string& profile, CredentialVersion source) = 0;
};

// Keeps passwords as long as the process lives.
class MemoryVault final : public PasswordVault {
 public:
  Result<Done> Stage(const std::string& profile, CredentialVersion source,
                     const Secret& password) override;
  Result<Secret> Staged(const std::string& profile) override;
  Result<Done> Settle(const std::string& profile, bool is_new) override;
  std::optional<Secret> Current(const std::string& profile, CredentialVersion source) override;

 private:
  struct Kept {
    CredentialVersion source;
    Secret password;
  };
  std::map<std::string, Kept> staged_;
  std::map<std::string, Kept> current_;
};

}  // namespace lineman
