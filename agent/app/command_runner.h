// Runs programs: without a shell, with a clean environment, closed descriptors and a time limit.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "pipeline/driver.h"

namespace asio {
class io_context;
}

namespace lineman {

class CommandRunner final : public ProgramRunner {
 public:
  explicit CommandRunner(asio::io_context& loop);
  CommandRunner(const CommandRunner&) = delete;
  CommandRunner& operator=(const CommandRunner&) = delete;

  // What it printed when it ended with status 0, else the trouble.
  void Run(const std::vector<std::string>& command, Duration timeout,
           std::function<void(Result<std::string>)> done);
  // The same with variables ("NAME=value") of its own beside the clean environment.
  void Run(const std::vector<std::string>& command, std::vector<std::string> variables,
           Duration timeout, std::function<void(Result<std::string>)> done);

  // Calls `done` once, on the loop. At the timeout the program and its process group (on Windows:
  // all that it has started) are killed.
  void Run(const std::string& profile, const RunProgram& program,
           std::function<void(ProgramEnd)> done) override;

 private:
  void Start(const RunProgram& program, std::vector<std::string> variables,
             std::function<void(ProgramEnd)> done);

  asio::io_context& loop_;
};

}  // namespace lineman
