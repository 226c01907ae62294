// Passwords from where profiles say they are kept.
#pragma once

#include <functional>
#include <string>

#include "app/command_runner.h"
#include "pipeline/driver.h"

namespace lineman {

class MachineSecrets final : public SecretReader {
 public:
  // `key`: what versions of passwords are made with; the same after a restart.
  MachineSecrets(CommandRunner& runner, std::uint64_t key) : runner_(runner), key_(key) {}
  void Fetch(const Profile& profile,
             std::function<void(Credentials, std::string trouble)> done) override;
  void FetchNamed(const Profile& profile, const std::string& name,
                  std::function<void(Result<Secret>)> done) override;
  Result<Secret> Make(const MakePassword& wanted) override;

 private:
  void Read(const PasswordSource& source, std::function<void(Result<Secret>)> done);

  CommandRunner& runner_;
  std::uint64_t key_;
};

}  // namespace lineman
