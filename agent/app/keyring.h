// Passwords in the keyring of a session: the Secret Service that GNOME Keyring, KWallet and
// KeePassXC offer on the session bus, asked through libsecret's own program, secret-tool.
//
// What lineman looks for has the attributes `application lineman name NAME`.
//
// On Windows: generic credentials of Credential Manager, of the user lineman runs as. What lineman
// looks for is `lineman:NAME`, with the password in UTF-16, as cmdkey and the control panel write
// it.
#pragma once

#include <functional>
#include <string>

#include "app/command_runner.h"
#include "base/result.h"

namespace lineman {

// Why this process cannot ask a keyring, with the way out; empty when it can.
std::string WhyNoKeyring();

// Looks a password up, and calls `done` once, on the loop of the runner. A keyring that is locked
// may ask the user of the session to open it meanwhile.
void LookUpInKeyring(CommandRunner& runner, const std::string& name,
                     std::function<void(Result<std::string>)> done);

}  // namespace lineman
