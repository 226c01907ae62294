// UTF-8, as everything in lineman has it, and the UTF-16 of Windows' functions.
//
// What is no text in one is U+FFFD in the other; nothing is refused and nothing is cut in the
// middle of a character. A unit is whatever type of 16 bits Windows calls it.
// Pure functions: any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace lineman::rasapi {

// Takes the first character off the text; there is one.
char32_t TakeCharacter(std::string_view& text);
void AppendCharacter(char32_t character, std::string& text);

// In units, without a zero behind them.
std::size_t Utf16Length(std::string_view text);

// Fills the field with the text and zeros behind it; false, and only zeros, when there is no room
// for all of it and one zero.
template <typename Unit, std::size_t Size>
bool PutUtf16(std::string_view text, Unit (&field)[Size]) {
  static_assert(sizeof(Unit) == 2);
  for (Unit& unit : field) unit = Unit{};
  if (Utf16Length(text) >= Size) return false;
  std::size_t at = 0;
  while (!text.empty()) {
    const char32_t character = TakeCharacter(text);
    if (character < 0x10000) {
      field[at++] = static_cast<Unit>(character);
    } else {
      field[at++] = static_cast<Unit>(0xD800 + ((character - 0x10000) >> 10U));
      field[at++] = static_cast<Unit>(0xDC00 + ((character - 0x10000) & 0x3FFU));
    }
  }
  return true;
}

// Up to the first zero, or all of it.
template <typename Unit>
std::string FromUtf16(std::span<const Unit> units) {
  static_assert(sizeof(Unit) == 2);
  std::string text;
  for (std::size_t at = 0; at < units.size() && units[at] != Unit{}; ++at) {
    char32_t character = static_cast<char16_t>(units[at]);
    const bool is_pair = character >= 0xD800 && character < 0xDC00 && at + 1 < units.size() &&
                         static_cast<char16_t>(units[at + 1]) >= 0xDC00 &&
                         static_cast<char16_t>(units[at + 1]) < 0xE000;
    if (is_pair) {
      const char32_t low = static_cast<char16_t>(units[++at]);
      character = 0x10000 + ((character - 0xD800) << 10U) + (low - 0xDC00);
    }
    AppendCharacter(character, text);
  }
  return text;
}

template <typename Unit, std::size_t Size>
std::string FromUtf16(const Unit (&field)[Size]) {
  return FromUtf16(std::span<const Unit>(field));
}

}  // namespace lineman::rasapi
