// The agent's log, on standard error.
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

void LogEntry(spdlog::logger& log, const Entry& entry);
void LogFindings(spdlog::logger& log, const Findings& findings);

}  // namespace lineman
