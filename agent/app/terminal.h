// How text is put on the screen: colour only on a terminal, and never against NO_COLOR.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace lineman {

// Before anything is printed: lines end as they are written and letters are UTF-8, also on Windows,
// whose console gets its own ways back when the process ends.
void PrepareTerminal();

bool IsTerminal(std::FILE* stream);
// Whether it is one that takes colours.
bool TakesColour(std::FILE* stream);

// Colours by meaning. On anything but a terminal every one of them is the text itself.
class Paint {
 public:
  explicit Paint(std::FILE* stream);

  std::string Dim(std::string_view text) const { return With("2", text); }
  std::string Bold(std::string_view text) const { return With("1", text); }
  std::string Good(std::string_view text) const { return With("32", text); }
  std::string Bad(std::string_view text) const { return With("31", text); }
  std::string Notice(std::string_view text) const { return With("33", text); }
  std::string Choice(std::string_view text) const { return With("36", text); }

 private:
  std::string With(std::string_view code, std::string_view text) const;

  bool colour_;
};

// Text of others as it may stand on a terminal: what would move the cursor, colour the screen or
// turn the writing around is replaced. Lines stay lines.
std::string Harmless(std::string_view text);

// Prints to standard output; a reader that has gone away is no reason to fail.
void Print(std::string_view text);
void PrintError(std::string_view text);

}  // namespace lineman
