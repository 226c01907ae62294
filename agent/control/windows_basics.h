// What the *_win32.cc halves share: text in UTF-16, the system's own messages, handles. For
// *_win32.cc only, from any thread.
//
// Everything else in lineman is UTF-8; text changes at the border, where the system is called.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace lineman {

// What is no UTF-8, or no UTF-16, becomes U+FFFD.
std::wstring ToWide(std::string_view utf8);
std::string FromWide(std::wstring_view wide);

// The path as wide calls take it: absolute, with backslashes; a long one needs no registry setting.
std::wstring WidePath(const std::string& path);

// What the system says of an error, without its full stop, and with its number where it says
// nothing.
std::string SystemMessage(std::uint32_t error);
// The same of the calling thread's last error.
std::string LastMessage();

// A handle of the kernel, closed when it goes.
class OwnedHandle {
 public:
  OwnedHandle() = default;
  explicit OwnedHandle(void* handle) : handle_(handle) {}
  OwnedHandle(OwnedHandle&& other) noexcept : handle_(other.Release()) {}
  OwnedHandle& operator=(OwnedHandle&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  OwnedHandle(const OwnedHandle&) = delete;
  OwnedHandle& operator=(const OwnedHandle&) = delete;
  ~OwnedHandle() { Close(); }

  // Neither null nor INVALID_HANDLE_VALUE.
  bool IsOpen() const;
  void* get() const { return handle_; }
  // Gives it away: the caller closes it.
  void* Release() { return std::exchange(handle_, nullptr); }
  // Where a call is to put one.
  void** Put() {
    Close();
    return &handle_;
  }
  void Close();

 private:
  void* handle_ = nullptr;
};

}  // namespace lineman
