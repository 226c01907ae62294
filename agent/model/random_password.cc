#include "model/random_password.h"

#include <algorithm>
#include <string_view>

namespace lineman {
namespace {

// Without what people confuse when they have to read one out: 0 O, 1 l I.
constexpr std::string_view kLower = "abcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kUpper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::string_view kDigits = "23456789";

bool HasOneOf(const std::string& text, std::string_view set) {
  return text.find_first_of(set) != std::string::npos;
}

}  // namespace

std::string RandomPassword(const MakePassword& wanted,
                           const std::function<std::uint32_t(std::uint32_t choices)>& below) {
  const bool usual = wanted.alphabet.empty();
  const std::string alphabet =
      usual ? std::string(kLower) + std::string(kUpper) + std::string(kDigits) : wanted.alphabet;
  while (true) {
    std::string password;
    for (int i = 0; i < wanted.length; ++i) {
      password += alphabet[below(static_cast<std::uint32_t>(alphabet.size()))];
    }
    // Drawn anew as a whole, so that no place prefers a kind.
    const bool mixed =
        HasOneOf(password, kLower) && HasOneOf(password, kUpper) && HasOneOf(password, kDigits);
    if (!usual || wanted.length < 3 || mixed) return password;
  }
}

}  // namespace lineman
