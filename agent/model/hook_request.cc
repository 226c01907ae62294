#include "model/hook_request.h"

#include <fmt/format.h>

namespace lineman {

std::string JoinCommand(const std::vector<std::string>& command) {
  return fmt::format("{}", fmt::join(command, " "));
}

}  // namespace lineman
