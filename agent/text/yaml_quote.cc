#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "text/utf8.h"
#include "text/yaml.h"

namespace lineman {
namespace {

bool IsLetter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Words that are null or a truth value to a reader of YAML 1.1 or 1.2.
bool IsReservedWord(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kWords = {"null", "true", "false", "yes", "no",
                                                             "on",   "off",  "y",     "n"};
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

// Integers, fractions, dates and versions, seen generously: "0x1F", "1e3", "10.0", "2026-03-02".
bool LooksLikeNumber(std::string_view text) {
  if (!IsDigit(text[0])) return false;
  if (text.size() > 1 && text[0] == '0' && IsLetter(text[1])) return true;
  return text.find_first_not_of("0123456789._,-+eE") == std::string_view::npos;
}

// Characters that mean nothing to YAML wherever they stand inside a plain text.
bool IsPlainInside(char32_t code) {
  if (code < 0x80)
    return IsLetter(static_cast<char>(code)) || IsDigit(static_cast<char>(code)) ||
           std::string_view(" _./+-@%=~^()$;\\").find(static_cast<char>(code)) !=
               std::string_view::npos;
  return code > 0xA0 && code != 0x2028 && code != 0x2029 && code != 0xFEFF && IsPrintable(code);
}

bool IsPlain(std::string_view text) {
  if (text.empty() || text.back() == ' ' || IsReservedWord(text) || LooksLikeNumber(text))
    return false;
  const unsigned char first = static_cast<unsigned char>(text[0]);
  if (std::isalnum(first) == 0 && first < 0x80 && first != '/' && first != '_') return false;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Char character = DecodeUtf8(text, at);
    if (character.bytes == 0 || !IsPlainInside(character.code)) return false;
    at += character.bytes;
  }
  return true;
}

void AppendEscaped(std::string& quoted, char32_t code) {
  if (code == '"' || code == '\\') {
    quoted += '\\';
    quoted += static_cast<char>(code);
  } else if (code == '\n') {
    quoted += "\\n";
  } else if (code == '\t') {
    quoted += "\\t";
  } else if (code == '\r') {
    quoted += "\\r";
  } else if (code == 0x7F || code < 0x20) {
    quoted += fmt::format("\\x{:02X}", static_cast<unsigned>(code));
  } else if (code < 0x10000 && code >= 0x7F && !IsPlainInside(code)) {
    quoted += fmt::format("\\u{:04X}", static_cast<unsigned>(code));
  } else {
    AppendUtf8(quoted, code);
  }
}

}  // namespace

std::string QuoteYaml(std::string_view scalar) {
  if (IsPlain(scalar)) return std::string(scalar);
  std::string quoted = "\"";
  for (std::size_t at = 0; at < scalar.size();) {
    const Utf8Char character = DecodeUtf8(scalar, at);
    AppendEscaped(quoted, character.bytes == 0 ? 0xFFFD : character.code);
    at += std::max<std::size_t>(character.bytes, 1);
  }
  return quoted + "\"";
}

}  // namespace lineman
