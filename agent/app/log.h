// The log of a command that runs for long: lines with a time, on standard error.
#pragma once

#include <spdlog/fwd.h>

#include <memory>
#include <string>

namespace lineman {

std::shared_ptr<spdlog::logger> MakeLog(const std::string& level);

}  // namespace lineman
