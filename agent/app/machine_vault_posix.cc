#include "app/machine_vault.h"

#include "app/password_files.h"

namespace lineman {

std::unique_ptr<PasswordVault> MakeMachineVault(const std::string& state) {
  return std::make_unique<PasswordFiles>(state + "/secrets");
}

}  // namespace lineman
