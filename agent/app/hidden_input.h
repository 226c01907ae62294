// Asks the person at the terminal.
#pragma once

#include <string>

#include "base/result.h"

namespace lineman {

// Writes the question to standard error and reads a line from the terminal at standard input. An
// error when the person breaks off.
Result<std::string> AskAtTerminal(const std::string& question);
// The same for passwords: nothing of what is typed shows.
Result<std::string> AskHidden(const std::string& question);

}  // namespace lineman
