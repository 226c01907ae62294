// This process, as the system knows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lineman {

std::int64_t ProcessId();

// The words of the command line, in UTF-8; the first names the program.
std::vector<std::string> CommandWordsOf(int argc, char** argv);

// A variable of the environment, in UTF-8; nothing when it is not set.
std::optional<std::string> Variable(const std::string& name);

// The file of this program, by its absolute path; empty when the system does not say.
std::string ProgramFile();

}  // namespace lineman
