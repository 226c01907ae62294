#include "engines/rasapi/wide.h"

#include <windows.h>

#include "engines/rasapi/utf16.h"

namespace lineman::rasapi {

std::wstring ToWide(std::string_view text) {
  std::wstring wide;
  while (!text.empty()) {
    const char32_t character = TakeCharacter(text);
    if (character >= 0x10000) {
      wide += static_cast<wchar_t>(0xD800 + ((character - 0x10000) >> 10U));
      wide += static_cast<wchar_t>(0xDC00 + ((character - 0x10000) & 0x3FFU));
    } else {
      wide += static_cast<wchar_t>(character);
    }
  }
  return wide;
}

std::string WordsOf(unsigned long error) {
  constexpr DWORD kLongest = 512;
  wchar_t text[kLongest] = {};
  const DWORD flags =
      FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK;
  FormatMessageW(flags, nullptr, error, 0, text, kLongest, nullptr);
  std::string words = FromUtf16(text);
  while (!words.empty() && (words.back() == ' ' || words.back() == '.')) words.pop_back();
  return words;
}

}  // namespace lineman::rasapi
