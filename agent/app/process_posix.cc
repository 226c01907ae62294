#include "app/process.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace lineman {

std::int64_t ProcessId() { return getpid(); }

std::vector<std::string> CommandWordsOf(int argc, char** argv) { return {argv, argv + argc}; }

std::optional<std::string> Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string ProgramFile() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).string();
}

}  // namespace lineman
