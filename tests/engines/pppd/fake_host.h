// A machine for the pppd engine, in virtual time: processes that only exist, sockets that are
// queues.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engines/pppd/host.h"
#include "rehearsal/virtual_env.h"

namespace lineman::pppd {

struct FakePeer final : Peer {
  void Start(Handlers given) override { handlers = std::make_shared<Handlers>(std::move(given)); }
  void Send(std::string_view line) override { heard.emplace_back(line); }
  void Close() override { open = false; }
  void Say(const std::string& lines) {
    for (std::size_t at = 0; at < lines.size() && open;) {
      const std::size_t end = lines.find('\n', at);
      const auto told = handlers;
      told->line(std::string_view(lines).substr(at, end - at));
      at = end + 1;
    }
  }
  void HangUp() {
    const auto told = handlers;
    if (std::exchange(open, false)) told->closed();
  }

  std::shared_ptr<Handlers> handlers;
  std::vector<std::string> heard;
  bool open = true;
};

// What stays when an agent goes: processes, and the folder.
struct FakeMachine {
  struct Running {
    std::vector<std::string> command;
    std::string call;
    std::function<void(ProcessExit)> ended;
    int terminated = 0;
    int killed = 0;
  };
  std::map<std::int64_t, std::shared_ptr<Running>> running;
  std::map<std::string, std::string> notes;
  std::map<std::string, std::string> files;  // by name
  std::string log;
  std::int64_t last_pid = 100;
  int trims = 0;
  bool pppd_is_there = true;
  bool folder_is_there = true;

  void End(std::int64_t pid, ProcessExit exit) {
    const auto process = running.extract(pid).mapped();
    if (process->ended) process->ended(exit);
  }
};

class FakeHost final : public Host {
 public:
  explicit FakeHost(FakeMachine& machine) : machine_(machine) {}

  Result<Done> Open(std::function<void(std::shared_ptr<Peer>)> connected) override {
    if (!machine_.folder_is_there) return Fail("no folder here");
    connected_ = std::move(connected);
    return Done{};
  }
  const struct Paths& Paths() const override { return paths_; }
  Result<std::unique_ptr<Process>> Start(const std::vector<std::string>& command,
                                         const std::string& call,
                                         std::function<void(ProcessExit)> ended) override {
    if (!machine_.pppd_is_there) return Fail("no pppd here");
    const std::int64_t pid = ++machine_.last_pid;
    machine_.running[pid] = std::make_shared<FakeMachine::Running>(
        FakeMachine::Running{command, call, std::move(ended)});
    return std::make_unique<FakeProcess>(pid, machine_.running[pid]);
  }
  std::unique_ptr<Process> Watch(std::int64_t pid, const std::string& call,
                                 std::function<void(ProcessExit)> ended) override {
    const auto found = machine_.running.find(pid);
    if (found == machine_.running.end() || found->second->call != call) return nullptr;
    found->second->ended = std::move(ended);
    return std::make_unique<FakeProcess>(pid, found->second);
  }
  Result<Done> SaveNote(const std::string& call, const std::string& note) override {
    machine_.notes[call] = note;
    return Done{};
  }
  std::vector<std::pair<std::string, std::string>> Notes() override {
    return {machine_.notes.begin(), machine_.notes.end()};
  }
  std::string LastLinesOf(const std::string& /*call*/) override { return machine_.log; }
  void TrimLog(const std::string& /*call*/) override { ++machine_.trims; }
  Result<std::string> SaveFile(const std::string& call, const std::string& name,
                               const std::string& text) override {
    machine_.files[name] = text;
    return "/run/" + call + "." + name;
  }
  void Forget(const std::string& call) override {
    machine_.notes.erase(call);
    machine_.files.clear();
  }
  std::optional<InterfaceBytes> BytesOf(const std::string& interface) override {
    if (interface != "ppp0") return {};
    return InterfaceBytes{10, 20};
  }

  std::shared_ptr<FakePeer> Connect() {
    auto peer = std::make_shared<FakePeer>();
    connected_(peer);
    return peer;
  }

 private:
  struct FakeProcess final : Process {
    FakeProcess(std::int64_t number, std::shared_ptr<FakeMachine::Running> process)
        : number_(number), process_(std::move(process)) {}
    ~FakeProcess() override { process_->ended = nullptr; }
    FakeProcess(const FakeProcess&) = delete;
    FakeProcess& operator=(const FakeProcess&) = delete;
    std::int64_t pid() const override { return number_; }
    void Terminate() override { ++process_->terminated; }
    void Kill() override { ++process_->killed; }

   private:
    std::int64_t number_;
    std::shared_ptr<FakeMachine::Running> process_;
  };

  FakeMachine& machine_;
  std::function<void(std::shared_ptr<Peer>)> connected_;
  struct Paths paths_ {
    "/plugin.so", "/helper", "/socket"
  };
};

}  // namespace lineman::pppd
