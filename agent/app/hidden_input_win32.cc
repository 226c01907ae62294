#include "app/hidden_input.h"

#include <windows.h>

#include <optional>

#include "app/terminal.h"
#include "control/windows_basics.h"
#include "model/secret.h"

namespace lineman {
namespace {

constexpr wchar_t kInterrupt = 0x03;  // Ctrl-C
constexpr wchar_t kBackspace = 0x08;
constexpr wchar_t kClear = 0x15;  // Ctrl-U
constexpr wchar_t kEnd = 0x1A;    // Ctrl-Z

HANDLE Input() { return GetStdHandle(STD_INPUT_HANDLE); }

// A console that shows nothing and gives each key as it is pressed, so that Ctrl-C is one of them
// and the old ways come back whatever happens.
class SilentConsole {
 public:
  SilentConsole() {
    is_console_ = GetConsoleMode(Input(), &before_) != 0;
    constexpr DWORD kLoud = ENABLE_ECHO_INPUT | ENABLE_LINE_INPUT | ENABLE_PROCESSED_INPUT;
    if (is_console_) SetConsoleMode(Input(), before_ & ~kLoud);
  }
  ~SilentConsole() {
    if (is_console_) SetConsoleMode(Input(), before_);
  }
  SilentConsole(const SilentConsole&) = delete;
  SilentConsole& operator=(const SilentConsole&) = delete;

 private:
  bool is_console_ = false;
  DWORD before_ = 0;
};

// One unit of UTF-16 from a console, one byte from anything else; nothing at the end.
class Keys {
 public:
  Keys() {
    DWORD mode = 0;
    is_console_ = GetConsoleMode(Input(), &mode) != 0;
  }

  std::optional<wchar_t> Next() const {
    DWORD count = 0;
    wchar_t key = 0;
    if (is_console_) {
      if (ReadConsoleW(Input(), &key, 1, &count, nullptr) && count == 1) return key;
      return std::nullopt;
    }
    unsigned char byte = 0;
    if (ReadFile(Input(), &byte, 1, &count, nullptr) && count == 1) return byte;
    return std::nullopt;
  }

  // Of the two that end a line of a file, the other one counts.
  bool Skips(wchar_t key) const { return key == L'\r' && !is_console_; }

  // What was typed, in UTF-8. What came as bytes is taken for that.
  std::string TextOf(const std::wstring& typed) const {
    return is_console_ ? FromWide(typed) : std::string(typed.begin(), typed.end());
  }

 private:
  bool is_console_ = false;
};

void WipeWide(std::wstring& text) {
  Wipe(reinterpret_cast<char*>(text.data()), text.size() * sizeof(wchar_t));
  text.clear();
}

// A character may have two units.
void RemoveLast(std::wstring& text) {
  if (!text.empty() && IS_LOW_SURROGATE(text.back())) text.pop_back();
  if (!text.empty()) text.pop_back();
}

tl::unexpected<Error> BrokenOff(std::wstring& text) {
  WipeWide(text);
  return Fail("broken off: nothing was answered");
}

Result<std::string> ReadSilently(const std::string& question) {
  const SilentConsole silent;
  const Keys keys;
  PrintError(question);
  std::wstring text;
  text.reserve(256);  // so that no copy of a password stays behind
  for (std::optional<wchar_t> key = keys.Next(); key; key = keys.Next()) {
    if (keys.Skips(*key)) continue;
    if (*key == L'\n' || *key == L'\r') {
      std::string typed = keys.TextOf(text);
      WipeWide(text);
      return typed;
    }
    if (*key == kInterrupt || (*key == kEnd && text.empty())) break;
    if (*key == kBackspace) {
      RemoveLast(text);
    } else if (*key == kClear) {
      WipeWide(text);
    } else {
      text += *key;
    }
  }
  return BrokenOff(text);
}

}  // namespace

Result<std::string> AskAtTerminal(const std::string& question) {
  const Keys keys;
  PrintError(question);
  std::wstring text;
  for (std::optional<wchar_t> key = keys.Next(); key; key = keys.Next()) {
    if (*key == L'\n') return keys.TextOf(text);
    if (*key != L'\r') text += *key;
  }
  return BrokenOff(text);
}

Result<std::string> AskHidden(const std::string& question) {
  Result<std::string> text = ReadSilently(question);
  PrintError("\n");
  return text;
}

}  // namespace lineman
