// Passwords from where profiles say they are kept.
#pragma once

#include <functional>
#include <string>

#include "app/command_runner.h"
#include "pipeline/driver.h"

namespace lineman {

class MachineSecrets final : public SecretReader {
 public:
  explicit MachineSecrets(CommandRunner& runner);
  void Fetch(const Profile& profile,
             std::function<void(Credentials, std::string trouble)> done) override;

 private:
  CommandRunner& runner_;
  std::uint64_t key_;  // of this process: versions are compared, never stored
};

}  // namespace lineman
