#include "app/terminal.h"

#include <unistd.h>

#include <cstdlib>

namespace lineman {

void PrepareTerminal() {}

bool IsTerminal(std::FILE* stream) { return isatty(fileno(stream)) != 0; }

bool TakesColour(std::FILE* stream) {
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return IsTerminal(stream) && !dumb;
}

}  // namespace lineman
