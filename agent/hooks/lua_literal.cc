#include "hooks/lua_literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/utf8.h"

namespace lineman {
namespace {

constexpr std::array<std::string_view, 22> kWords = {
    "and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
    "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
    "repeat",   "return", "then", "true", "until",  "while"};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool IsLetterOrDigit(char c) { return IsLetter(c) || (c >= '0' && c <= '9'); }

// Besides control characters: what some programs take for the end of a line.
bool IsKeptAsItIs(char32_t code) {
  return code >= ' ' && IsPrintable(code) && code != 0x85 && code != 0x2028 && code != 0x2029;
}

std::string Escape(char c) {
  switch (c) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '"':
    case '\\':
      return {'\\', c};
    default:
      return fmt::format("\\{:03}", int{static_cast<unsigned char>(c)});
  }
}

}  // namespace

std::string StringLiteral(std::string_view text) {
  std::string literal = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const Utf8Char character = DecodeUtf8(text, at);
    if (character.bytes == 0 || c == '"' || c == '\\' || !IsKeptAsItIs(character.code)) {
      literal += Escape(c);
      ++at;
    } else {
      literal += text.substr(at, character.bytes);
      at += character.bytes;
    }
  }
  return literal + '"';
}

std::string FloatLiteral(double number) {
  std::string literal = fmt::format("{}", number);
  if (literal.find_first_not_of("-0123456789") == std::string::npos) literal += ".0";
  return literal;
}

bool IsName(std::string_view text) {
  return !text.empty() && IsLetter(text.front()) &&
         std::all_of(text.begin(), text.end(), IsLetterOrDigit) &&
         std::find(kWords.begin(), kWords.end(), text) == kWords.end();
}

}  // namespace lineman
