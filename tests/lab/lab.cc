#include "tests/lab/lab.h"

#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

extern char** environ;

namespace lineman::lab {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kLookEvery(20);

// Attempts are counted over the whole program, as an agent does.
AttemptId NextAttempt() {
  static AttemptId last = 0;
  return ++last;
}

std::string CommandLineOf(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/cmdline");
  std::ostringstream read;
  read << file.rdbuf();  // the process may go while this reads
  std::string text = read.str();
  std::ranges::replace(text, '\0', ' ');
  return text;
}

std::vector<std::string> Pids() {
  std::vector<std::string> pids;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename();
    if (std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; }))
      pids.push_back(name);
  }
  return pids;
}

}  // namespace

std::string Script(const std::string& name) { return InSource("tests/lab/" + name); }

std::string Shell(const std::string& line) {
  FILE* pipe = ::popen((line + " 2>&1").c_str(), "re");
  std::string text;
  std::array<char, 512> block{};
  for (std::size_t got = 1; got > 0;) {
    got = std::fread(block.data(), 1, block.size(), pipe);
    text.append(block.data(), got);
  }
  ::pclose(pipe);
  return text;
}

std::vector<pid_t> ProcessesWith(const std::vector<std::string>& parts) {
  std::vector<pid_t> found;
  for (const std::string& pid : Pids()) {
    const std::string line = CommandLineOf(pid);
    if (line.empty() || std::stoi(pid) == ::getpid()) continue;
    if (std::ranges::all_of(
            parts, [&](const std::string& part) { return line.find(part) != std::string::npos; }))
      found.push_back(std::stoi(pid));
  }
  return found;
}

std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::vector<pid_t> found;
  for (const std::string& pid : Pids()) {
    std::ifstream file("/proc/" + pid + "/stat");
    std::string text;
    std::getline(file, text);
    // "pid (name) state ppid": the name may have anything in it.
    const std::size_t end = text.rfind(')');
    if (end == std::string::npos) continue;
    if (std::stoi(text.substr(end + 4)) == parent) found.push_back(std::stoi(pid));
  }
  return found;
}

std::string PtyTo(const std::string& authentication, const std::string& more) {
  std::string words = fmt::format("\"{}\", {}", Script("ppp_server"), authentication);
  if (!more.empty()) words += ", " + more;
  return fmt::format("pty: [{}]\necho: {{every: 3s, failures: 2}}\n", words);
}

std::string PtyToPeer(const std::vector<std::string>& keys) {
  return fmt::format("pty: [\"{}\", {}]\necho: {{every: 2s, failures: 2}}\n", Script("peer"),
                     fmt::join(keys, ", "));
}

// Six bytes: "kiosk" and the return behind it.
std::string LoginThenPpp() {
  return fmt::format(
      "sh -c 'printf \"\\r\\nWelcome\\r\\n\\r\\nlogin: \"; head -c 6 >/dev/null; exec {} chap'",
      Script("ppp_server"));
}

bool Dialler::RunUntil(const std::function<bool()>& condition, Duration limit) {
  const auto end = Clock::now() + limit;
  while (!condition()) {
    loop_.restart();
    const auto now = Clock::now();
    if (now >= end) return false;
    // Not all that is waited for comes by way of the loop: a server's process ends outside of it.
    if (loop_.run_one_for(std::min<Clock::duration>(end - now, kLookEvery)) == 0 && loop_.stopped())
      std::this_thread::sleep_for(milliseconds(1));  // nothing to run is nothing to wait for
  }
  return true;
}

Dialled::Dialled(Dialler& dialler, const std::string& block, const std::string& user,
                 const std::string& password, const std::string& number, bool ask_for_callback)
    : dialler_(dialler) {
  Findings findings;
  DialRequest request;
  request.attempt = NextAttempt();
  request.profile = "lab";
  request.number = number;
  request.ask_for_callback = ask_for_callback;
  request.credentials.user = user;
  request.credentials.password = Secret(password);
  request.options = ParseYamlMapping(block, "lab.yaml", findings);
  if (request.options) dialler.engine().Options().Check(*request.options, findings);
  if (findings.HasErrors()) {
    ADD_FAILURE() << findings.ToString();
    state_ = ConnectionState::kDisconnected;
    return;
  }
  connection_ = dialler.engine().Dial(request, [this](const Notification& heard) {
    EXPECT_NE(state_, ConnectionState::kDisconnected) << "something came after the end";
    if (!told_.empty()) told_ += ' ';
    told_ += NameOf(heard.state);
    // The runner makes a table of them.
    if (heard.error == RasError::kNone || heard.state == ConnectionState::kDisconnected)
      std::cout << "reached: " << NameOf(heard.state) << '\n';
    if (heard.error != RasError::kNone) told_ += ":" + NameOf(heard.error);
    if (heard.state == ConnectionState::kProjected) addresses_ = heard.detail;
    detail_ = heard.detail;
    state_ = heard.state;
    error_ = heard.error;
  });
}

bool Dialled::AwaitUp() {
  dialler_.RunUntil([this] { return IsUp() || IsOver(); }, kPatience);
  EXPECT_TRUE(IsUp()) << told_ << ": " << detail_;
  return IsUp();
}

bool Dialled::AwaitPause() {
  dialler_.RunUntil([this] { return IsPaused() || IsUp() || IsOver(); }, kPatience);
  EXPECT_TRUE(IsPaused()) << told_ << ": " << detail_;
  return IsPaused();
}

std::string Dialled::AwaitEnd(Duration limit) {
  if (dialler_.RunUntil([this] { return IsOver(); }, limit)) return NameOf(error_);
  return "no end within the limit: " + told_;
}

pid_t Dialled::pppd() const {
  const auto pids = ProcessesWith({"pppd", dialler_.folder().path() + "/pppd/socket", "nodetach"});
  for (const pid_t pid : pids) {
    if (fs::read_symlink(fmt::format("/proc/{}/exe", pid)).filename() == "pppd") return pid;
  }
  return -1;
}

// pppd locks devices by the last part of their names, so that differs in each test.
Modem::Modem(const TemporaryFolder& folder, const std::vector<std::string>& numbers,
             const std::string& answer, const std::vector<std::string>& more)
    : device_(folder / fmt::format("modem{}-{}", ::getpid(), NextAttempt())) {
  std::vector<std::string> words = {Script("modem"), device_, "--answer", answer};
  words.insert(words.end(), more.begin(), more.end());
  for (const std::string& number : numbers) {
    words.emplace_back("--number");
    words.push_back(number);
  }
  const std::vector<char*> arguments = Pointers(words);
  EXPECT_EQ(
      ::posix_spawn(&pid_, words.front().c_str(), nullptr, nullptr, arguments.data(), environ), 0);
  const auto end = Clock::now() + kPatience;
  while (!fs::exists(device_) && Clock::now() < end) std::this_thread::sleep_for(milliseconds(20));
  EXPECT_TRUE(fs::exists(device_)) << "the modem made no device";
}

Modem::~Modem() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

std::string Modem::Block(const std::string& more, const std::string& serial) const {
  return fmt::format("serial: {{device: {}, flow: none, modem_lines: false, init: [ATZ], {}}}\n{}",
                     device_, serial, more);
}

}  // namespace lineman::lab
