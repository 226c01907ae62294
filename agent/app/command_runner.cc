#include "app/command_runner.h"

#include <fmt/format.h>

#include <utility>

namespace lineman {

CommandRunner::CommandRunner(asio::io_context& loop) : loop_(loop) {}

void CommandRunner::Run(const std::vector<std::string>& command, Duration timeout,
                        std::function<void(Result<std::string>)> done) {
  Run(command, {}, timeout, std::move(done));
}

void CommandRunner::Run(const std::vector<std::string>& command, std::vector<std::string> variables,
                        Duration timeout, std::function<void(Result<std::string>)> done) {
  Start(RunProgram{command, {}, timeout}, std::move(variables),
        [program = command.empty() ? "" : command.front(), done = std::move(done)](ProgramEnd end) {
          if (end.status == 0) return done(std::move(end.output));
          done(Fail(end.status ? fmt::format("{} ended with status {}", program, *end.status)
                               : end.trouble));
        });
}

void CommandRunner::Run(const std::string& /*profile*/, const RunProgram& program,
                        std::function<void(ProgramEnd)> done) {
  Start(program, {}, std::move(done));
}

}  // namespace lineman
