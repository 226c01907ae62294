// The agent's log, on standard error; of a service of Windows in a file.
#pragma once

#include <memory>
#include <string>

#include "model/record.h"
#include "text/findings.h"

namespace spdlog {
class logger;
}

namespace lineman {

// On a terminal or in a file with times and levels; in the journal of systemd with the prefix of
// its level ("<4>", sd-daemon(3)), for that adds times of its own.
std::shared_ptr<spdlog::logger> MakeLog(const std::string& level);

// In a file. When it is as long as may be, it is kept as the latest of a few, and a new one begun.
struct LogFileLimits {
  std::size_t most_bytes = 4U << 20U;
  std::size_t most_kept = 5;
};
// Null when the file cannot be opened.
std::shared_ptr<spdlog::logger> MakeFileLog(const std::string& path, const std::string& level,
                                            const LogFileLimits& limits = {});

void LogEntry(spdlog::logger& log, const Entry& entry);
void LogFindings(spdlog::logger& log, const Findings& findings);

}  // namespace lineman
