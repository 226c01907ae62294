// Passwords made by lineman.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "model/hook_request.h"

namespace lineman {

// A password of the wanted length, each character as likely as any other. `below` draws an integer
// in [0, choices). From the usual alphabet it has a lower-case and an upper-case letter and a digit
// (lengths of 3 and more), as most servers want.
std::string RandomPassword(const MakePassword& wanted,
                           const std::function<std::uint32_t(std::uint32_t choices)>& below);

}  // namespace lineman
