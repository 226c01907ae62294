// UTF-8, one character at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lineman {

// A character of a text and the bytes it takes there; none when the bytes are not UTF-8 (RFC 3629:
// no overlong forms, no surrogates, nothing above U+10FFFF).
struct Utf8Char {
  char32_t code = 0;
  std::size_t bytes = 0;
};

// The character that starts at the byte `at`, which is inside `text`.
Utf8Char DecodeUtf8(std::string_view text, std::size_t at);

void AppendUtf8(std::string& text, char32_t code);

// How many characters start in a valid text.
std::size_t CountUtf8(std::string_view text);

// Whether YAML counts the character as printable (YAML 1.2.2, section 5.1); of the control
// characters these are tab, line feed, carriage return and U+0085.
bool IsPrintable(char32_t code);

// Whether it would end a line, move the cursor, colour a terminal or turn the writing around.
bool IsUnsafeToShow(char32_t code);

}  // namespace lineman
