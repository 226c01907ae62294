// Where this machine keeps passwords that servers made profiles change: files in the state folder
// on Linux, Credential Manager on Windows.
#pragma once

#include <memory>
#include <string>

#include "model/password_vault.h"

namespace lineman {

// `state`: the state folder; what is kept belongs to it.
std::unique_ptr<PasswordVault> MakeMachineVault(const std::string& state);

}  // namespace lineman
