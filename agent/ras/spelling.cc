#include "ras/spelling.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace lineman::spelling {

std::optional<std::uint32_t> ParseNumber(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  }
  // from_chars of an unsigned type takes no sign and no blank, and reports what does not fit.
  std::uint32_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::string ToHex(std::uint32_t value, std::size_t digits) {
  std::array<char, 8> buffer{};
  const auto [end, error] = std::to_chars(buffer.begin(), buffer.end(), value, 16);
  static_cast<void>(error);  // 32 bits always fit into eight digits
  const std::string number(buffer.begin(), end);
  return "0x" + std::string(digits - std::min(digits, number.size()), '0') + number;
}

bool EqualsIgnoringCase(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return ToLower(a) == ToLower(b); });
}

}  // namespace lineman::spelling
