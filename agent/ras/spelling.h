// How codes are spelled where they have no name of their own, and how the names of the Windows
// headers are compared. Shared by connection states and RAS errors, for this room only.
// Pure functions: any thread, ASCII, no locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lineman::spelling {

// Decimal ("676") or hexadecimal ("0x2a4", either case), 0 to 0xffffffff. The whole text must be
// the number: signs, blanks and trailing characters are refused, as people mistype them in YAML.
std::optional<std::uint32_t> ParseNumber(std::string_view text);

// "0x19"; padded with zeros on the left to at least `digits` (at most 8), as HRESULTs are printed.
std::string ToHex(std::uint32_t value, std::size_t digits = 1);

bool EqualsIgnoringCase(std::string_view left, std::string_view right);

constexpr char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace lineman::spelling
