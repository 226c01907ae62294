#include "app/terminal.h"

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <array>
#include <cstdlib>

namespace lineman {
namespace {

// A service has none of its own.
bool IsThere(std::FILE* stream) { return _fileno(stream) >= 0; }

HANDLE HandleOf(std::FILE* stream) {
  if (!IsThere(stream)) return INVALID_HANDLE_VALUE;
  return reinterpret_cast<HANDLE>(_get_osfhandle(_fileno(stream)));
}

// The console belongs to whoever started this program: its settings are put back.
struct ConsoleBefore {
  UINT output = 0;
  std::array<DWORD, 2> modes{};
};
ConsoleBefore before;

void PutBack() {
  if (before.output != 0) SetConsoleOutputCP(before.output);
  if (before.modes[0] != 0) SetConsoleMode(HandleOf(stdout), before.modes[0]);
  if (before.modes[1] != 0) SetConsoleMode(HandleOf(stderr), before.modes[1]);
}

// The escape sequences of other systems, where this console knows them (Windows 10).
void AskForColours(std::FILE* stream, DWORD& mode) {
  if (!GetConsoleMode(HandleOf(stream), &mode)) mode = 0;
  if (mode != 0) SetConsoleMode(HandleOf(stream), mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

}  // namespace

void PrepareTerminal() {
  if (IsThere(stdout)) _setmode(_fileno(stdout), _O_BINARY);
  if (IsThere(stderr)) _setmode(_fileno(stderr), _O_BINARY);
  before.output = GetConsoleOutputCP();
  AskForColours(stdout, before.modes[0]);
  AskForColours(stderr, before.modes[1]);
  if (before.output != 0) SetConsoleOutputCP(CP_UTF8);
  std::atexit(PutBack);
}

// _isatty takes any device of characters for one, NUL among them.
bool IsTerminal(std::FILE* stream) {
  DWORD mode = 0;
  return GetConsoleMode(HandleOf(stream), &mode) != 0;
}

bool TakesColour(std::FILE* stream) {
  DWORD mode = 0;
  return GetConsoleMode(HandleOf(stream), &mode) != 0 &&
         (mode & ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
}

}  // namespace lineman
