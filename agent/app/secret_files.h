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
  void FetchNamed(const Profile& profile, const std::string& name,
                  std::function<void(Result<Secret>)> done) override;
  Result<Secret> Make(const MakePassword& wanted) override;

 private:
  void Read(const PasswordSource& source, std::function<void(Result<Secret>)> done);

  CommandRunner& runner_;
  std::uint64_t key_;  // of this process: versions are compared, never stored
};

}  // namespace lineman
