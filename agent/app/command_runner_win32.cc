#include "app/command_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/windows/object_handle.hpp>
#include <asio/windows/stream_handle.hpp>
#include <atomic>
#include <cctype>
#include <optional>
#include <utility>
// After Asio:
#include <windows.h>

#include "app/child_process.h"
#include "app/process.h"
#include "base/path.h"
#include "control/windows_rights.h"

namespace lineman {
namespace {

constexpr std::size_t kMostOutput = 64U << 10U;
// What fits into a pipe that nobody reads yet.
constexpr DWORD kMostInput = 4U << 10U;
// Statuses from here on are Windows': an exception has ended the program.
constexpr std::uint32_t kFirstException = 0xC0000000;

// One running program; lives in the handlers that wait for it. Its end goes with the child.
class RunningCommand : public std::enable_shared_from_this<RunningCommand> {
 public:
  RunningCommand(asio::io_context& loop, std::string program, ChildProcess child,
                 std::function<void(ProgramEnd)> done)
      : output_(loop),
        ended_(loop),
        timeout_(loop),
        program_(std::move(program)),
        child_(std::move(child)),
        done_(std::move(done)) {}

  void Start(OwnedHandle output, Duration timeout) {
    output_.assign(output.Release());
    timeout_.expires_after(timeout);
    timeout_.async_wait([self = shared_from_this()](const asio::error_code& error) {
      if (error || self->is_over_) return;
      self->too_late_ = true;
      self->child_.Kill();
      // Whoever has left the job may hold the output open for ever: it ends here.
      asio::error_code ignored;
      self->output_.close(ignored);
    });
    Read();
  }

 private:
  void Read() {
    output_.async_read_some(
        asio::buffer(buffer_),
        [self = shared_from_this()](const asio::error_code& error, std::size_t length) {
          if (error) return self->AwaitEnd();
          const std::size_t room = kMostOutput - self->text_.size();
          self->text_.append(self->buffer_.data(), std::min(room, length));
          self->Read();
        });
  }

  void AwaitEnd() {
    HANDLE process = nullptr;
    if (!DuplicateHandle(GetCurrentProcess(), child_.process(), GetCurrentProcess(), &process, 0,
                         FALSE, DUPLICATE_SAME_ACCESS)) {
      return Finish();
    }
    ended_.assign(process);
    ended_.async_wait(
        [self = shared_from_this()](const asio::error_code& /*error*/) { self->Finish(); });
  }

  void Finish() {
    is_over_ = true;
    timeout_.cancel();
    if (!too_late_) child_.Release();
    done_(End());
  }

  ProgramEnd End() {
    if (too_late_) return {{}, {}, fmt::format("{} took too long and was ended", program_)};
    const std::uint32_t code = child_.ExitCode();
    if (code < kFirstException) return {static_cast<int>(code), std::move(text_), ""};
    return {{}, {}, fmt::format("{} was ended by the exception 0x{:08X}", program_, code)};
  }

  asio::windows::stream_handle output_;
  asio::windows::object_handle ended_;
  asio::steady_timer timeout_;
  std::string program_;
  ChildProcess child_;
  std::function<void(ProgramEnd)> done_;
  std::string text_;
  std::array<char, 4096> buffer_{};
  bool too_late_ = false;
  bool is_over_ = false;
};

// The two ends of a pipe. The reader's can be waited for, which only pipes with names can.
struct Pipe {
  OwnedHandle reader;
  OwnedHandle writer;
};

std::optional<Pipe> OutputPipe() {
  static std::atomic<unsigned> count = 0;
  const std::wstring name =
      ToWide(fmt::format("\\\\.\\pipe\\lineman\\run.{}.{}", ProcessId(), ++count));
  const Protection alone(Protection::ForOwnerAlone(false));
  Pipe pipe;
  pipe.reader = OwnedHandle(CreateNamedPipeW(
      name.c_str(), PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
      PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1, 0,
      kMostOutput, 0, static_cast<SECURITY_ATTRIBUTES*>(alone.attributes())));
  pipe.writer = OwnedHandle(CreateFileW(name.c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING,
                                        SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS, nullptr));
  if (!pipe.reader.IsOpen() || !pipe.writer.IsOpen()) return std::nullopt;
  return pipe;
}

// All of the input is in it, so nobody waits.
std::optional<Pipe> InputPipe(const std::string& input) {
  Pipe pipe;
  if (!CreatePipe(pipe.reader.Put(), pipe.writer.Put(), nullptr, 2 * kMostInput))
    return std::nullopt;
  DWORD written = 0;
  if (!input.empty() && !WriteFile(pipe.writer.get(), input.data(),
                                   static_cast<DWORD>(input.size()), &written, nullptr)) {
    return std::nullopt;
  }
  pipe.writer.Close();
  return pipe;
}

// Windows would hand them to cmd.exe, which reads arguments by rules of its own: what is meant as
// one may become a command.
bool IsBatchFile(const std::string& program) {
  std::string extension = TextOfPath(PathOf(program).extension());
  std::ranges::transform(extension, extension.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return extension == ".bat" || extension == ".cmd";
}

}  // namespace

void CommandRunner::Start(const RunProgram& program, std::vector<std::string> variables,
                          std::function<void(ProgramEnd)> done) {
  const std::vector<std::string>& command = program.command;
  const auto fail = [&done](std::string why) { done({{}, {}, std::move(why)}); };
  if (command.empty() || !PathOf(command.front()).is_absolute()) {
    return fail("a command is run by its absolute path");
  }
  if (IsBatchFile(command.front())) {
    return fail(
        fmt::format("{} is a batch file, and cmd.exe could take its arguments for "
                    "commands: run a program, or cmd.exe itself with /c",
                    command.front()));
  }
  const std::string input = program.input ? program.input->Reveal() : "";
  if (input.size() > kMostInput) return fail("a program's input is 4 KiB at most");
  std::optional<Pipe> output = OutputPipe();
  const std::optional<Pipe> given = InputPipe(input);
  if (!output || !given) {
    return fail(fmt::format("no pipe for {}: {}", command.front(), LastMessage()));
  }
  Result<ChildProcess> child =
      ChildProcess::Start({.command = command,
                           .variables = std::move(variables),
                           .input = program.input ? given->reader.get() : nullptr,
                           .output = output->writer.get()});
  if (!child) return fail(child.error().message);
  output->writer.Close();  // only the child's counts
  std::make_shared<RunningCommand>(loop_, command.front(), *std::move(child), std::move(done))
      ->Start(std::move(output->reader), program.timeout);
}

}  // namespace lineman
