#include "tests/app/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

extern char** environ;

namespace lineman {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

long PatienceGiven() {
  const char* given = std::getenv("LINEMAN_PATIENCE");
  return given == nullptr ? 60 : std::stol(given);
}

// What this machine says of lineman, of times, of its services and of its session must not show in
// a test.
bool IsKept(std::string_view variable) {
  for (const std::string_view unwanted :
       {"LINEMAN_", "TZ=", "CREDENTIALS_DIRECTORY=", "DBUS_SESSION_BUS_ADDRESS=",
        "XDG_RUNTIME_DIR=", "NOTIFY_SOCKET=", "WATCHDOG_", "JOURNAL_STREAM=", "INVOCATION_ID="}) {
    if (variable.starts_with(unwanted)) return false;
  }
  return true;
}

std::vector<std::string> EnvironmentWith(const std::vector<std::string>& more) {
  std::vector<std::string> all = more;
  all.emplace_back("TZ=UTC");
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view here(*variable);
    const std::string_view name = here.substr(0, here.find('=') + 1);
    const bool replaced = std::any_of(more.begin(), more.end(), [name](const std::string& given) {
      return given.starts_with(name);
    });
    if (IsKept(here) && !replaced) all.emplace_back(here);
  }
  return all;
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Root would read every file and folder, whatever its mode: the program has its owner's rights
// only.
void GiveUpRootsEyes() {
  ::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0);
  ::prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0);
}

// Reads what is there; closes the descriptor at the end of it.
void Drain(int& descriptor, std::string& text) {
  std::array<char, 4096> block{};
  const ssize_t length = ::read(descriptor, block.data(), block.size());
  if (length > 0) {
    text.append(block.data(), static_cast<std::size_t>(length));
  } else {
    ::close(descriptor);
    descriptor = -1;
  }
}

}  // namespace

std::vector<char*> Pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

const std::chrono::seconds kPatience(PatienceGiven());

TemporaryFolder::TemporaryFolder() {
  std::string name = testing::TempDir() + "lineman-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void TemporaryFolder::Write(const std::string& name, const std::string& text) const {
  const fs::path file = fs::path(path_) / name;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

void TemporaryFolder::MakeFolder(const std::string& name) const {
  fs::create_directories(fs::path(path_) / name);
}

Program::Program(const std::string& folder, const std::vector<std::string>& arguments,
                 const std::vector<std::string>& environment, const std::string& input) {
  std::vector<std::string> words = {LINEMAN_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = EnvironmentWith(environment);
  const std::vector<char*> argv = Pointers(words);
  const std::vector<char*> envp = Pointers(variables);
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0) std::abort();
  pid_ = ::fork();
  if (pid_ == 0) {
    GiveUpRootsEyes();
    const int in = ::open(input.c_str(), O_RDWR | O_NOCTTY);
    if (in < 0) ::_exit(127);
    ::dup2(in, STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    if (::chdir(folder.c_str()) == 0) ::execve(LINEMAN_PROGRAM, argv.data(), envp.data());
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  out_end_ = out[0];
  err_end_ = err[0];
}

Program::~Program() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  if (out_end_ >= 0) ::close(out_end_);
  if (err_end_ >= 0) ::close(err_end_);
}

// Waits for more text; false when there will be none, or not by the deadline.
bool Program::ReadSome(Moment deadline) {
  if (out_end_ < 0 && err_end_ < 0) return false;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  if (left.count() <= 0) return false;
  std::array<pollfd, 2> ends = {{{out_end_, POLLIN, 0}, {err_end_, POLLIN, 0}}};
  if (::poll(ends.data(), ends.size(), static_cast<int>(left.count())) <= 0) return false;
  if (ends[0].revents != 0) Drain(out_end_, out_);
  if (ends[1].revents != 0) Drain(err_end_, err_);
  return true;
}

bool Program::AwaitText(const std::string& written, const std::string& text, std::size_t from) {
  const Moment deadline = Clock::now() + kPatience;
  while (written.find(text, from) == std::string::npos) {
    if (!ReadSome(deadline)) return false;
  }
  return true;
}

bool Program::AwaitError(const std::string& text, std::size_t from) {
  return AwaitText(err_, text, from);
}

bool Program::AwaitOutput(const std::string& text, std::size_t from) {
  return AwaitText(out_, text, from);
}

void Program::Signal(int signal) const { ::kill(pid_, signal); }

Ended Program::Await() {
  const Moment deadline = Clock::now() + kPatience;
  while (ReadSome(deadline)) {
  }
  if (out_end_ >= 0 || err_end_ >= 0) {
    ADD_FAILURE() << "it did not end: " << err_;
    ::kill(pid_, SIGKILL);
  }
  int status = 0;
  rusage usage{};
  ::wait4(pid_, &status, 0, &usage);
  pid_ = -1;
  return {.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          .out = out_,
          .err = err_,
          .cpu_seconds = Seconds(usage.ru_utime) + Seconds(usage.ru_stime),
          .peak_kib = usage.ru_maxrss};
}

Ended Execute(const std::string& folder, const std::vector<std::string>& arguments,
              const std::vector<std::string>& environment) {
  return Program(folder, arguments, environment).Await();
}

int CountOf(const std::string& text, const std::string& piece) {
  int count = 0;
  for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) {
    ++count;
  }
  return count;
}

std::string InSource(const std::string& path) {
  return std::string(LINEMAN_SOURCE_DIR) + "/" + path;
}

std::string TextOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace lineman
