#include "engines/rasapi/utf16.h"

namespace lineman::rasapi {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool IsCharacter(char32_t character) {
  return character <= 0x10FFFF && (character < 0xD800 || character > 0xDFFF);
}

// How many bytes a character takes that begins with this one; 0: none begins so.
std::size_t LengthBy(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

}  // namespace

char32_t TakeCharacter(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = LengthBy(first);
  if (length == 1 || length == 0 || length > text.size()) {
    text.remove_prefix(1);
    return length == 1 ? first : kReplacement;
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  char32_t character = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80) {
      text.remove_prefix(i);
      return kReplacement;
    }
    character = (character << 6U) | (next & 0x3FU);
  }
  text.remove_prefix(length);
  return IsCharacter(character) && character >= kLeast[length] ? character : kReplacement;
}

void AppendCharacter(char32_t character, std::string& text) {
  if (!IsCharacter(character)) character = kReplacement;
  const auto tail = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((character >> shift) & 0x3FU));
  };
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else if (character < 0x800) {
    text += static_cast<char>(0xC0U | (character >> 6U));
    tail(0);
  } else if (character < 0x10000) {
    text += static_cast<char>(0xE0U | (character >> 12U));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | (character >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::size_t Utf16Length(std::string_view text) {
  std::size_t length = 0;
  while (!text.empty()) length += TakeCharacter(text) < 0x10000 ? 1 : 2;
  return length;
}

}  // namespace lineman::rasapi
