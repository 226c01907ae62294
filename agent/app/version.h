// The version of this program.
#pragma once

#include <string_view>

namespace lineman {

std::string_view Version();  // "0.1.0"

}  // namespace lineman
