// What every command is told on its command line.
#pragma once

#include <string>
#include <vector>

namespace lineman {

// Exit codes of every command.
inline constexpr int kExitDone = 0;
inline constexpr int kExitNo = 1;  // it ran, and the answer is no
inline constexpr int kExitUsage = 2;
inline constexpr int kExitNoAgent = 3;

struct CommonOptions {
  std::string config;                // as named, may be empty: see ConfigPath
  std::vector<std::string> plugins;  // folders searched before the configured ones
  std::string state;
  std::string socket;
  std::string log_level = "info";
};

}  // namespace lineman
