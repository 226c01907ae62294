// Paths as text. Everywhere in lineman a path is UTF-8; std::filesystem takes plain text for what
// the system's locale says, which on Windows is something else.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lineman {

inline std::filesystem::path PathOf(std::string_view utf8) {
  return std::u8string(utf8.begin(), utf8.end());
}

// With / between its parts.
inline std::string TextOfPath(const std::filesystem::path& path) {
  const std::u8string utf8 = path.generic_u8string();
  return {utf8.begin(), utf8.end()};
}

}  // namespace lineman
