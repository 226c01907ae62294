#include "app/hidden_input.h"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "app/terminal.h"
#include "model/secret.h"

namespace lineman {
namespace {

constexpr char kInterrupt = 0x03;  // Ctrl-C
constexpr char kEnd = 0x04;        // Ctrl-D
constexpr char kBackspace = 0x08;
constexpr char kClear = 0x15;  // Ctrl-U
constexpr char kDelete = 0x7F;

// A terminal that shows nothing and gives each key as it is pressed, so that Ctrl-C is one of them
// and the old ways come back whatever happens.
class SilentTerminal {
 public:
  SilentTerminal() {
    is_terminal_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!is_terminal_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    silent.c_cc[VMIN] = 1;
    silent.c_cc[VTIME] = 0;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~SilentTerminal() {
    if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  bool is_terminal_ = false;
  termios before_{};
};

// One key; nothing at the end.
std::optional<char> ReadKey() {
  char key = 0;
  ssize_t length = 0;
  do {
    length = ::read(STDIN_FILENO, &key, 1);
  } while (length < 0 && errno == EINTR);
  if (length != 1) return std::nullopt;
  return key;
}

// A character may have several bytes.
void RemoveLast(std::string& text) {
  const auto continues = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
  };
  while (!text.empty() && continues(text.back())) text.pop_back();
  if (!text.empty()) text.pop_back();
}

tl::unexpected<Error> BrokenOff(std::string& text) {
  Wipe(text);
  return Fail("broken off: nothing was answered");
}

Result<std::string> ReadSilently(const std::string& question) {
  const SilentTerminal silent;
  PrintError(question);
  std::string text;
  text.reserve(256);  // so that no copy of a password stays behind
  for (std::optional<char> key = ReadKey(); key; key = ReadKey()) {
    if (*key == '\n' || *key == '\r') return text;
    if (*key == kInterrupt || (*key == kEnd && text.empty())) break;
    if (*key == kBackspace || *key == kDelete) {
      RemoveLast(text);
    } else if (*key == kClear) {
      Wipe(text);
    } else {
      text += *key;
    }
  }
  return BrokenOff(text);
}

}  // namespace

Result<std::string> AskAtTerminal(const std::string& question) {
  PrintError(question);
  std::string text;
  for (std::optional<char> key = ReadKey(); key; key = ReadKey()) {
    if (*key == '\n') return text;
    text += *key;
  }
  return BrokenOff(text);
}

Result<std::string> AskHidden(const std::string& question) {
  Result<std::string> text = ReadSilently(question);
  PrintError("\n");
  return text;
}

}  // namespace lineman
