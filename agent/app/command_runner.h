// Runs programs: without a shell, with a clean environment, closed descriptors and a time limit.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace asio {
class io_context;
}

namespace lineman {

class CommandRunner {
 public:
  explicit CommandRunner(asio::io_context& loop);
  ~CommandRunner() = default;
  CommandRunner(const CommandRunner&) = delete;
  CommandRunner& operator=(const CommandRunner&) = delete;

  // Runs `command` (an absolute path and its arguments) and calls `done` once, on the loop: with
  // what it printed (64 KiB at most) when it ended with status 0, else with the trouble. At the
  // timeout the program and its process group are killed.
  void Run(const std::vector<std::string>& command, Duration timeout,
           std::function<void(Result<std::string>)> done);

 private:
  asio::io_context& loop_;
};

}  // namespace lineman
