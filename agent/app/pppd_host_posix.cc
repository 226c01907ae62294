#include "app/pppd_host.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "app/durable_file.h"
#include "app/files.h"
#include "app/line_socket.h"
#include "app/spawn.h"
#include "engines/pppd/pppd.h"

namespace lineman {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNote = ".call";
constexpr std::string_view kLog = ".log";
constexpr std::string_view kFile = ".for-";
// Of a log, what may hold its last few lines.
constexpr std::uintmax_t kLogTail = 2048;
constexpr std::uintmax_t kLargeLog = 1U << 20U;

// One of them for each watched process, living in the handler that waits.
class Watched final : public pppd::Process {
 public:
  Watched(asio::io_context& loop, pid_t pid, int handle,
          std::function<void(pppd::ProcessExit)> ended)
      : pid_(pid), state_(std::make_shared<State>(loop, handle)) {
    state_->descriptor.async_wait(
        asio::posix::stream_descriptor::wait_read,
        [pid, state = state_, ended = std::move(ended)](const asio::error_code& error) {
          if (error || state->unwatched) return;
          ::kill(-pid, SIGKILL);  // what it has left behind
          state->over = true;
          ended(Reap(pid));
        });
  }
  ~Watched() override {
    state_->unwatched = true;
    asio::error_code ignored;
    state_->descriptor.close(ignored);
  }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  std::int64_t pid() const override { return pid_; }
  void Terminate() override { Send(pid_, SIGTERM); }
  void Kill() override { Send(-pid_, SIGKILL); }

 private:
  struct State {
    State(asio::io_context& loop, int handle) : descriptor(loop, handle) {}
    asio::posix::stream_descriptor descriptor;
    bool unwatched = false;
    bool over = false;
  };

  // Only while it is there, so that its number is not another's by now.
  void Send(pid_t to, int signal) const {
    if (!state_->over) ::kill(to, signal);
  }

  // Of a child of another agent's nobody is told how it ended.
  static pppd::ProcessExit Reap(pid_t pid) {
    pppd::ProcessExit exit;
    int status = 0;
    if (::waitpid(pid, &status, WNOHANG) != pid) return exit;
    if (WIFEXITED(status)) exit.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) exit.signal = WTERMSIG(status);
    return exit;
  }

  pid_t pid_;
  std::shared_ptr<State> state_;
};

class SocketPeer final : public pppd::Peer {
 public:
  explicit SocketPeer(std::shared_ptr<LineSocket> socket) : socket_(std::move(socket)) {}
  ~SocketPeer() override { socket_->Close(); }
  SocketPeer(const SocketPeer&) = delete;
  SocketPeer& operator=(const SocketPeer&) = delete;

  // Whoever listens may change while a line is being told, so each telling holds its listener.
  void Start(Handlers handlers) override {
    const bool first = handlers_ == nullptr;
    handlers_ = std::make_shared<const Handlers>(std::move(handlers));
    if (!first) return;
    socket_->Start({.line =
                        [this](std::string_view line) {
                          const auto told = handlers_;
                          told->line(line);
                        },
                    .closed =
                        [this](const std::string& /*why*/) {
                          const auto told = handlers_;
                          told->closed();
                        }});
  }
  void Send(std::string_view line) override { socket_->Send(line); }
  void Close() override { socket_->Close(); }

 private:
  std::shared_ptr<LineSocket> socket_;
  std::shared_ptr<const Handlers> handlers_;
};

// A file that was built or installed with the program; empty when it is not there.
std::string FindPart(const std::string& name) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path folder = program.parent_path();
  for (const fs::path& place : {folder, folder / ".." / LINEMAN_PARTS}) {
    if (fs::exists(place / name, error)) return (place / name).lexically_normal().string();
  }
  return {};
}

// Where Debian has what could not be started.
std::string PackageOf(const std::string& program) {
  const std::string package = program.ends_with("/xl2tpd") ? "xl2tpd" : "ppp";
  return fmt::format("; on Debian it is in the package {}", package);
}

// What is there of a file; files of processes may go while they are read.
std::string TextFrom(const std::string& path, std::streamoff from) {
  std::ifstream file(path);
  std::ostringstream text;
  file.seekg(from);
  text << file.rdbuf();
  return text.str();
}

class MachineHost final : public pppd::Host {
 public:
  MachineHost(asio::io_context& loop, const std::string& folder)
      : loop_(loop), folder_(fs::absolute(folder).lexically_normal()) {
    paths_ = {.plugin = FindPart("lineman-pppd.so"),
              .helper = FindPart("lineman-connect"),
              .socket = (folder_ / "socket").string()};
  }

  Result<Done> Open(std::function<void(std::shared_ptr<pppd::Peer>)> connected) override {
    if (paths_.plugin.empty() || paths_.helper.empty())
      return Fail(
          "lineman-pppd.so or lineman-connect is missing beside the program: install all of "
          "lineman");
    if (Result<Done> made = MakePrivateFolder(folder_.string()); !made) return made;
    if (Result<Done> own = CheckFolder(); !own) return own;
    auto listener = LineListener::Listen(loop_, paths_.socket);
    if (!listener) return tl::unexpected(listener.error());
    listener_ = *std::move(listener);
    listener_->Start([connected = std::move(connected)](std::shared_ptr<LineSocket> socket) {
      connected(std::make_shared<SocketPeer>(std::move(socket)));
    });
    return Done{};
  }

  const struct pppd::Paths& Paths() const override { return paths_; }

  Result<std::unique_ptr<pppd::Process>> Start(
      const std::vector<std::string>& command, const std::string& call,
      std::function<void(pppd::ProcessExit)> ended) override {
    constexpr mode_t kOwnerOnly = 0600;
    const int log = ::open(PathOf(call, kLog).c_str(),
                           O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, kOwnerOnly);
    if (log < 0) return Fail(fmt::format("no log for pppd: {}", std::strerror(errno)));
    const Result<pid_t> pid =
        Spawn({.command = command, .output = log, .errors_too = true, .own_session = true});
    ::close(log);
    if (!pid) return Fail(pid.error().message + PackageOf(command.front()));
    auto process = WatchPid(*pid, std::move(ended));
    if (process != nullptr) return process;
    ::kill(-*pid, SIGKILL);
    return Fail(fmt::format("pppd cannot be watched: {}", std::strerror(errno)));
  }

  // Another program may have got its number since.
  std::unique_ptr<pppd::Process> Watch(std::int64_t pid, const std::string& call,
                                       std::function<void(pppd::ProcessExit)> ended) override {
    if (pid <= 1) return nullptr;
    auto process = WatchPid(static_cast<pid_t>(pid), std::move(ended));
    // It is the value of an option of pppd's, or part of the name of a file.
    const std::string command = TextFrom(fmt::format("/proc/{}/cmdline", pid), 0);
    return command.find(call) == std::string::npos ? nullptr : std::move(process);
  }

  Result<Done> SaveNote(const std::string& call, const std::string& note) override {
    return Save(PathOf(call, kNote), note + '\n');
  }

  Result<std::string> SaveFile(const std::string& call, const std::string& name,
                               const std::string& text) override {
    std::string path = PathOf(call, std::string(kFile) + name);
    if (Result<Done> saved = Save(path, text); !saved) return tl::unexpected(saved.error());
    return path;
  }

  static Result<Done> Save(const std::string& path, const std::string& text) {
    const std::string draft = path + "~";
    std::ofstream file(draft);
    file << text;
    file.close();
    if (!file) return Fail(fmt::format("{} cannot be written: is the disk full?", draft));
    std::error_code error;
    fs::rename(draft, path, error);
    if (!error) return Done{};
    return Fail(fmt::format("{} cannot be written: {}", path, error.message()));
  }

  std::vector<std::pair<std::string, std::string>> Notes() override {
    std::vector<std::pair<std::string, std::string>> notes;
    std::error_code error;
    for (const auto& file : fs::directory_iterator(folder_, error)) {
      if (file.path().extension() != kNote) continue;
      std::ifstream stream(file.path());
      std::string line;
      std::getline(stream, line);
      notes.emplace_back(file.path().stem().string(), line);
    }
    std::ranges::sort(notes);
    return notes;
  }

  std::string LastLinesOf(const std::string& call) override {
    std::error_code error;
    const std::string path = PathOf(call, kLog);
    const std::uintmax_t size = fs::file_size(path, error);
    if (error) return {};
    return TextFrom(path, size > kLogTail ? static_cast<std::streamoff>(size - kLogTail) : 0);
  }

  void TrimLog(const std::string& call) override {
    std::error_code error;
    const std::string path = PathOf(call, kLog);
    if (fs::file_size(path, error) > kLargeLog && !error) fs::resize_file(path, 0, error);
  }

  void Forget(const std::string& call) override {
    std::error_code ignored;
    fs::remove(PathOf(call, kNote), ignored);
    fs::remove(PathOf(call, kLog), ignored);
    // Of the files for other programs, what those have made beside them too.
    const std::string files = call + std::string(kFile);
    for (const auto& file : fs::directory_iterator(folder_, ignored)) {
      if (file.path().filename().string().starts_with(files)) fs::remove(file.path(), ignored);
    }
  }

  std::optional<pppd::InterfaceBytes> BytesOf(const std::string& interface) override {
    const fs::path folder = fs::path("/sys/class/net") / interface / "statistics";
    pppd::InterfaceBytes bytes;
    if (interface.empty() || !(std::ifstream(folder / "tx_bytes") >> bytes.sent)) return {};
    std::ifstream(folder / "rx_bytes") >> bytes.received;
    return bytes;
  }

 private:
  std::string PathOf(const std::string& call, std::string_view ending) const {
    return (folder_ / (call + std::string(ending))).string();
  }

  std::unique_ptr<pppd::Process> WatchPid(pid_t pid, std::function<void(pppd::ProcessExit)> ended) {
    const auto handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (handle < 0) return nullptr;
    return std::make_unique<Watched>(loop_, pid, handle, std::move(ended));
  }

  // Whoever made it before could read and replace what is in it.
  Result<Done> CheckFolder() const {
    struct stat status {};
    if (::lstat(folder_.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
        status.st_uid == ::geteuid() && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
      return Done{};
    return Fail(fmt::format("{} is not this user's alone: remove it", folder_.string()));
  }

  asio::io_context& loop_;
  std::unique_ptr<LineListener> listener_;
  const fs::path folder_;
  struct pppd::Paths paths_;
};

}  // namespace

std::unique_ptr<Engine> MakePppdEngine(Env& env, asio::io_context& loop,
                                       const std::string& folder) {
  return std::make_unique<PppdEngine>(env, std::make_unique<MachineHost>(loop, folder));
}

}  // namespace lineman
