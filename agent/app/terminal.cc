#include "app/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "text/utf8.h"

namespace lineman {

Paint::Paint(std::FILE* stream) {
  const char* no_colour = std::getenv("NO_COLOR");
  colour_ = TakesColour(stream) && (no_colour == nullptr || *no_colour == '\0');
}

std::string Paint::With(std::string_view code, std::string_view text) const {
  if (!colour_ || text.empty()) return std::string(text);
  return fmt::format("\033[{}m{}\033[0m", code, text);
}

std::string Harmless(std::string_view text) {
  std::string harmless;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Char character = DecodeUtf8(text, at);
    const bool keep = text[at] == '\n' || text[at] == '\t' ||
                      (character.bytes > 0 && !IsUnsafeToShow(character.code));
    const std::size_t bytes = std::max<std::size_t>(1, character.bytes);
    if (keep) {
      harmless += text.substr(at, bytes);
    } else {
      harmless += "\uFFFD";
    }
    at += bytes;
  }
  return harmless;
}

void Print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void PrintError(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace lineman
