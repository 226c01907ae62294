#include "app/command_runner.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <csignal>
#include <cstring>
#include <utility>

#include "app/spawn.h"

namespace lineman {
namespace {

constexpr std::size_t kMostOutput = 64U << 10U;
// What fits into a pipe that nobody reads yet.
constexpr std::size_t kMostInput = 4U << 10U;
// How often an ended output's process is asked whether it has ended too.
constexpr auto kReapInterval = std::chrono::milliseconds(10);

// One running program; lives in the handlers that wait for it.
class RunningCommand : public std::enable_shared_from_this<RunningCommand> {
 public:
  RunningCommand(asio::io_context& loop, std::string program, std::function<void(ProgramEnd)> done)
      : output_(loop),
        timeout_(loop),
        reap_(loop),
        program_(std::move(program)),
        done_(std::move(done)) {}

  void Start(pid_t pid, int output, Duration timeout) {
    pid_ = pid;
    output_.assign(output);
    timeout_.expires_after(timeout);
    timeout_.async_wait([self = shared_from_this()](const asio::error_code& error) {
      if (error || self->pid_ == 0) return;
      self->too_late_ = true;
      ::kill(-self->pid_, SIGKILL);
      // Whoever has left the group may hold the output open for ever: it ends here.
      asio::error_code ignored;
      self->output_.close(ignored);
    });
    Read();
  }

  // The loop is gone: nobody waits for the program any more.
  ~RunningCommand() {
    if (pid_ != 0) ::kill(-pid_, SIGKILL);
  }
  RunningCommand(const RunningCommand&) = delete;
  RunningCommand& operator=(const RunningCommand&) = delete;

 private:
  void Read() {
    output_.async_read_some(
        asio::buffer(buffer_),
        [self = shared_from_this()](const asio::error_code& error, std::size_t length) {
          if (error) return self->Reap();
          const std::size_t room = kMostOutput - self->text_.size();
          self->text_.append(self->buffer_.data(), std::min(room, length));
          self->Read();
        });
  }

  void Reap() {
    int status = 0;
    const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
    if (ended == 0) {
      reap_.expires_after(kReapInterval);
      reap_.async_wait([self = shared_from_this()](const asio::error_code&) { self->Reap(); });
      return;
    }
    pid_ = 0;
    timeout_.cancel();
    done_(End(ended, status));
  }

  ProgramEnd End(pid_t ended, int status) {
    if (too_late_) return {{}, {}, fmt::format("{} took too long and was ended", program_)};
    if (ended < 0) return {{}, {}, fmt::format("nobody knows how {} ended", program_)};
    if (WIFEXITED(status)) return {WEXITSTATUS(status), std::move(text_), ""};
    return {{}, {}, fmt::format("{} was ended by signal {}", program_, WTERMSIG(status))};
  }

  asio::posix::stream_descriptor output_;
  asio::steady_timer timeout_;
  asio::steady_timer reap_;
  std::string program_;
  std::function<void(ProgramEnd)> done_;
  std::string text_;
  std::array<char, 4096> buffer_{};
  pid_t pid_ = 0;
  bool too_late_ = false;
};

// A pipe, closed when it goes; both ends are closed in children.
class Pipe {
 public:
  Pipe() { made_ = ::pipe2(ends_.data(), O_CLOEXEC) == 0; }
  ~Pipe() {
    CloseReader();
    CloseWriter();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  bool made() const { return made_; }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  int TakeReader() { return std::exchange(ends_[0], -1); }
  void CloseReader() { Close(ends_[0]); }
  void CloseWriter() { Close(ends_[1]); }

 private:
  static void Close(int& end) {
    if (end >= 0) ::close(std::exchange(end, -1));
  }

  std::array<int, 2> ends_{-1, -1};
  bool made_ = false;
};

}  // namespace

void CommandRunner::Start(const RunProgram& program, std::vector<std::string> variables,
                          std::function<void(ProgramEnd)> done) {
  const std::vector<std::string>& command = program.command;
  const auto fail = [&done](std::string why) { done({{}, {}, std::move(why)}); };
  if (command.empty() || command.front().empty() || command.front().front() != '/') {
    return fail("a command is run by its absolute path");
  }
  const std::string input = program.input ? program.input->Reveal() : "";
  if (input.size() > kMostInput) return fail("a program's input is 4 KiB at most");
  Pipe output;
  Pipe given;
  if (!output.made() || !given.made()) {
    return fail(fmt::format("no pipe for {}: {}", command.front(), std::strerror(errno)));
  }
  // The pipe holds it all, so this does not wait.
  if (::write(given.writer(), input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
    return fail(fmt::format("no input for {}: {}", command.front(), std::strerror(errno)));
  }
  const Result<pid_t> pid = Spawn({.command = command,
                                   .variables = std::move(variables),
                                   .input = program.input ? given.reader() : -1,
                                   .output = output.writer()});
  if (!pid) return fail(pid.error().message);
  std::make_shared<RunningCommand>(loop_, command.front(), std::move(done))
      ->Start(*pid, output.TakeReader(), program.timeout);
}

}  // namespace lineman
