#include "control/windows_basics.h"

#include <fmt/format.h>
#include <windows.h>

#include <array>

namespace lineman {

std::wstring ToWide(std::string_view utf8) {
  const int bytes = static_cast<int>(utf8.size());
  const int length = MultiByteToWideChar(CP_UTF8, 0, utf8.data(), bytes, nullptr, 0);
  std::wstring wide(static_cast<std::size_t>(length), L'\0');
  MultiByteToWideChar(CP_UTF8, 0, utf8.data(), bytes, wide.data(), length);
  return wide;
}

std::string FromWide(std::wstring_view wide) {
  const int units = static_cast<int>(wide.size());
  const int length =
      WideCharToMultiByte(CP_UTF8, 0, wide.data(), units, nullptr, 0, nullptr, nullptr);
  std::string utf8(static_cast<std::size_t>(length), '\0');
  WideCharToMultiByte(CP_UTF8, 0, wide.data(), units, utf8.data(), length, nullptr, nullptr);
  return utf8;
}

std::wstring WidePath(const std::string& path) {
  const std::wstring given = ToWide(path);
  const DWORD room = GetFullPathNameW(given.c_str(), 0, nullptr, nullptr);
  if (room == 0) return given;
  std::wstring whole(room, L'\0');
  whole.resize(GetFullPathNameW(given.c_str(), room, whole.data(), nullptr));
  if (whole.size() < MAX_PATH || whole.starts_with(L"\\\\")) return whole;
  return L"\\\\?\\" + whole;
}

std::string SystemMessage(std::uint32_t error) {
  std::array<wchar_t, 512> text{};
  const DWORD length = FormatMessageW(
      FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK,
      nullptr, error, 0, text.data(), static_cast<DWORD>(text.size()), nullptr);
  std::string message = FromWide(std::wstring_view(text.data(), length));
  while (!message.empty() && (message.back() == ' ' || message.back() == '.')) message.pop_back();
  return message.empty() ? fmt::format("Windows' error {}", error) : message;
}

std::string LastMessage() { return SystemMessage(GetLastError()); }

bool OwnedHandle::IsOpen() const { return handle_ != nullptr && handle_ != INVALID_HANDLE_VALUE; }

void OwnedHandle::Close() {
  if (IsOpen()) CloseHandle(handle_);
  handle_ = nullptr;
}

}  // namespace lineman
