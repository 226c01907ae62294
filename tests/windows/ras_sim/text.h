// UTF-8 inside, UTF-16 at the border of RAS.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lineman::ras_sim {

std::wstring ToWide(std::string_view text);
std::string ToUtf8(std::wstring_view text);

// A text in an array of a structure of RAS: it ends with the first zero, or with the array.
template <std::size_t size>
std::string TextIn(const wchar_t (&array)[size]) {
  const std::wstring_view all(array, size);
  return ToUtf8(all.substr(0, all.find(L'\0')));
}

// A null pointer is the empty text.
inline std::string TextAt(const wchar_t* text) {
  return text == nullptr ? std::string() : ToUtf8(text);
}

// Cut to what the array holds with its final zero.
template <std::size_t size>
void Put(wchar_t (&array)[size], std::string_view text) {
  const std::wstring wide = ToWide(text);
  array[wide.copy(array, size - 1)] = L'\0';
}

}  // namespace lineman::ras_sim
