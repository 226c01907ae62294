// A password that lineman itself keeps, as text.
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "model/secret.h"

namespace lineman {

struct KeptPassword {
  CredentialVersion source = 0;  // of the credentials it stands in for
  Secret password;
};

// The version in hexadecimal, a line break, the password.
inline std::string ToText(const KeptPassword& kept) {
  return fmt::format("{:016x}\n{}", kept.source, kept.password.Reveal());
}

// Nothing when it is not what lineman writes.
inline std::optional<KeptPassword> FromText(std::string_view text) {
  const std::size_t end = text.find('\n');
  KeptPassword kept;
  const char* const first = text.data();
  if (end == std::string_view::npos ||
      std::from_chars(first, first + end, kept.source, 16).ptr != first + end) {
    return std::nullopt;
  }
  kept.password = Secret(std::string(text.substr(end + 1)));
  return kept;
}

}  // namespace lineman
