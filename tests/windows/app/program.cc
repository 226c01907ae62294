#include "tests/windows/app/program.h"

#include <windows.h>
// After it:
#include <algorithm>
#include <array>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <random>
#include <sstream>
#include <thread>

#include "app/child_process.h"
#include "base/path.h"
#include "control/windows_basics.h"

namespace lineman {
namespace {

namespace fs = std::filesystem;

// What comes out of one end of a pipe, read by a thread of its own until the pipe ends.
class Listener {
 public:
  // The writer's end, which children inherit.
  OwnedHandle Open() {
    SECURITY_ATTRIBUTES inherited{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
    OwnedHandle writer;
    if (!CreatePipe(reader_.Put(), writer.Put(), &inherited, 0)) std::abort();
    SetHandleInformation(reader_.get(), HANDLE_FLAG_INHERIT, 0);
    thread_ = std::thread([this] { Listen(); });
    return writer;
  }
  ~Listener() {
    if (thread_.joinable()) thread_.join();
  }
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::string text() const {
    const std::lock_guard lock(guard_);
    return text_;
  }
  bool Await(const std::string& text) const {
    std::unique_lock lock(guard_);
    const auto said = [&] { return text_.find(text) != std::string::npos; };
    come_.wait_for(lock, kPatience, [&] { return said() || ended_; });
    return said();
  }
  bool AwaitEnd() const {
    std::unique_lock lock(guard_);
    return come_.wait_for(lock, kPatience, [&] { return ended_; });
  }

 private:
  void Listen() {
    std::array<char, 4096> block{};
    DWORD length = 0;
    while (ReadFile(reader_.get(), block.data(), block.size(), &length, nullptr) && length > 0) {
      const std::lock_guard lock(guard_);
      text_.append(block.data(), length);
      come_.notify_all();
    }
    const std::lock_guard lock(guard_);
    ended_ = true;
    come_.notify_all();
  }

  OwnedHandle reader_;
  std::thread thread_;
  mutable std::mutex guard_;
  mutable std::condition_variable come_;
  std::string text_;
  bool ended_ = false;
};

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::random_device device;
  const fs::path folder =
      fs::temp_directory_path() / fs::path(L"lineman-\u00e4\u6f22-" + std::to_wstring(device()));
  fs::create_directories(folder);
  path_ = TextOfPath(folder);
  std::ranges::replace(path_, '/', '\\');
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(PathOf(path_), ignored);
}

void TemporaryFolder::Write(const std::string& name, const std::string& text) const {
  const fs::path file = PathOf(path_ + "\\" + name);
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

std::string TextOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(PathOf(path), std::ios::binary).rdbuf();
  return text.str();
}

struct Program::Parts {
  Listener out;
  Listener err;
  OwnedHandle process;
  OwnedHandle job;
  DWORD id = 0;
};

Program::Program(const Plan& plan) : parts_(std::make_unique<Parts>()) {
  const OwnedHandle out = parts_->out.Open();
  const OwnedHandle err = parts_->err.Open();
  STARTUPINFOW startup{};
  startup.cb = sizeof(startup);
  startup.dwFlags = STARTF_USESTDHANDLES;
  startup.hStdInput = INVALID_HANDLE_VALUE;
  startup.hStdOutput = out.get();
  startup.hStdError = err.get();
  std::wstring line = CommandLineOf(plan.words);
  PROCESS_INFORMATION made{};
  const DWORD console = plan.own_console ? CREATE_NO_WINDOW : 0U;
  if (!CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, CREATE_SUSPENDED | console,
                      nullptr, plan.folder.empty() ? nullptr : ToWide(plan.folder).c_str(),
                      &startup, &made)) {
    ADD_FAILURE() << plan.words.front() << ": " << LastMessage();
    return;
  }
  parts_->process = OwnedHandle(made.hProcess);
  const OwnedHandle thread(made.hThread);
  parts_->id = made.dwProcessId;
  parts_->job = OwnedHandle(CreateJobObjectW(nullptr, nullptr));
  AssignProcessToJobObject(parts_->job.get(), made.hProcess);
  ResumeThread(thread.get());
}

Program::~Program() {
  if (parts_->job.IsOpen()) TerminateJobObject(parts_->job.get(), 1);
}

std::uint32_t Program::id() const { return parts_->id; }
std::string Program::out() const { return parts_->out.text(); }
std::string Program::err() const { return parts_->err.text(); }

testing::AssertionResult Program::Says(const std::string& text) const {
  if (parts_->err.Await(text)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "never said '" << text << "':\n" << err() << out();
}

bool Program::IsRunning() const {
  return WaitForSingleObject(parts_->process.get(), 0) == WAIT_TIMEOUT;
}

Ended Program::Await() {
  constexpr auto kMilliseconds = std::chrono::milliseconds(kPatience).count();
  if (WaitForSingleObject(parts_->process.get(), kMilliseconds) != WAIT_OBJECT_0) {
    ADD_FAILURE() << "it did not end: " << err();
    TerminateJobObject(parts_->job.get(), 1);
  }
  parts_->out.AwaitEnd();
  parts_->err.AwaitEnd();
  DWORD code = 0;
  GetExitCodeProcess(parts_->process.get(), &code);
  return {code, out(), err()};
}

AgentFolder::AgentFolder(const std::string& more) {
  Write("lineman.yaml",
        "profiles: profiles\nstate: state\nsocket: control\n"
        "defaults: {retry: {start_spread: 0s}}\n");
  Write("profiles/kiosk.yaml", "profile: kiosk\nengine: simulator\nnumbers: [\"100\"]\n" + more);
  Write("world.yaml", "world: quick\npace: 100\n");
}

std::vector<std::string> AgentFolder::Words(const std::vector<std::string>& command) const {
  std::vector<std::string> words = {LINEMAN_PROGRAM, "--config", *this / "lineman.yaml"};
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

Program::Plan AgentFolder::AgentPlan() const {
  return {.words = Words({"agent", "--world", *this / "world.yaml"})};
}

Ended AgentFolder::Run(const std::vector<std::string>& command) const {
  return Program({.words = Words(command)}).Await();
}

}  // namespace lineman
