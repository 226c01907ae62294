#include "text/utf8.h"

#include <algorithm>

namespace lineman {
namespace {

unsigned char ByteAt(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool IsContinuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

// The length a first byte promises, 0 for a byte that cannot be first.
std::size_t LengthFrom(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

char Byte(char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); }

}  // namespace

Utf8Char DecodeUtf8(std::string_view text, std::size_t at) {
  const unsigned char first = ByteAt(text, at);
  const std::size_t length = LengthFrom(first);
  if (length == 1) return {first, 1};
  if (length == 0) return {};
  char32_t code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned char next = ByteAt(text, at + i);
    if (!IsContinuation(next)) return {};
    code = (code << 6U) | (next & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) return {};
  return {code, length};
}

void AppendUtf8(std::string& text, char32_t code) {
  if (code < 0x80) {
    text += Byte(code);
  } else if (code < 0x800) {
    text += {Byte(0xC0 | (code >> 6U)), Byte(0x80 | (code & 0x3FU))};
  } else if (code < 0x10000) {
    text += {Byte(0xE0 | (code >> 12U)), Byte(0x80 | ((code >> 6U) & 0x3FU)),
             Byte(0x80 | (code & 0x3FU))};
  } else {
    text += {Byte(0xF0 | (code >> 18U)), Byte(0x80 | ((code >> 12U) & 0x3FU)),
             Byte(0x80 | ((code >> 6U) & 0x3FU)), Byte(0x80 | (code & 0x3FU))};
  }
}

std::size_t CountUtf8(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return !IsContinuation(static_cast<unsigned char>(c));
  }));
}

bool IsPrintable(char32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  if (code >= 0x7F && code <= 0x9F) return code == 0x85;
  return code != 0xFFFE && code != 0xFFFF;
}

bool IsUnsafeToShow(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || !IsPrintable(code);
}

}  // namespace lineman
