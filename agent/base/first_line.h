// What programs print and editors save ends in a line break that nobody meant.
#pragma once

#include <string>
#include <string_view>

namespace lineman {

// The text up to its first line break.
inline std::string FirstLine(std::string_view text) {
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

}  // namespace lineman
