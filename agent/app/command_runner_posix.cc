#include "app/command_runner.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
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

namespace lineman {
namespace {

constexpr std::size_t kMostOutput = 64U << 10U;
// How often an ended output's process is asked whether it has ended too.
constexpr auto kReapInterval = std::chrono::milliseconds(10);

// One running program; lives in the handlers that wait for it.
class RunningCommand : public std::enable_shared_from_this<RunningCommand> {
 public:
  RunningCommand(asio::io_context& loop, std::string program,
                 std::function<void(Result<std::string>)> done)
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
    if (too_late_) return done_(Fail(fmt::format("{} took too long and was ended", program_)));
    if (ended < 0) return done_(Fail(fmt::format("nobody knows how {} ended", program_)));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return done_(std::move(text_));
    done_(Fail(WIFEXITED(status)
                   ? fmt::format("{} ended with status {}", program_, WEXITSTATUS(status))
                   : fmt::format("{} was ended by signal {}", program_, WTERMSIG(status))));
  }

  asio::posix::stream_descriptor output_;
  asio::steady_timer timeout_;
  asio::steady_timer reap_;
  std::string program_;
  std::function<void(Result<std::string>)> done_;
  std::string text_;
  std::array<char, 4096> buffer_{};
  pid_t pid_ = 0;
  bool too_late_ = false;
};

// Starts the program with its output going to `output`; its own process group, so that all of it
// can be ended.
Result<pid_t> Spawn(const std::vector<std::string>& command, int output) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::string path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
  std::string language = "LC_ALL=C.UTF-8";
  std::array<char*, 3> environment = {path.data(), language.data(), nullptr};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, 3);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  sigset_t signals;
  sigfillset(&signals);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, command.front().c_str(), &files, &attributes,
                                  arguments.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error == 0) return pid;
  return Fail(fmt::format("{} cannot be run: {}", command.front(), std::strerror(error)));
}

}  // namespace

CommandRunner::CommandRunner(asio::io_context& loop) : loop_(loop) {}

void CommandRunner::Run(const std::vector<std::string>& command, Duration timeout,
                        std::function<void(Result<std::string>)> done) {
  if (command.empty() || command.front().empty() || command.front().front() != '/') {
    return done(Fail("a command is run by its absolute path"));
  }
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return done(Fail(fmt::format("no pipe for {}: {}", command.front(), std::strerror(errno))));
  }
  const Result<pid_t> pid = Spawn(command, ends[1]);
  ::close(ends[1]);
  if (!pid) {
    ::close(ends[0]);
    return done(tl::unexpected(pid.error()));
  }
  std::make_shared<RunningCommand>(loop_, command.front(), std::move(done))
      ->Start(*pid, ends[0], timeout);
}

}  // namespace lineman
