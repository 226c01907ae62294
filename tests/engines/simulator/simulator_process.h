// A simulator's process and the way to it, inside the test and in virtual time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "engines/simulator/remote_simulator.h"
#include "engines/simulator/simulator_host.h"
#include "rehearsal/virtual_env.h"

namespace lineman::simulator {

// Every line takes a millisecond, so what both sides say at once does cross. Channels are made by
// it and must not outlive it.
class SimulatorProcess {
 public:
  SimulatorProcess(VirtualEnv& env, World world) : env_(env), world_(std::move(world)) { Start(); }

  void Start() {
    host_ = std::make_unique<SimulatorHost>(
        env_, world_, [this](const std::string& line) { log_ += line + "\n"; });
  }
  // As a signal that cannot be caught.
  void Kill() {
    host_.reset();
    Later(agent_, [](Channel::Listener& listener) { listener.Closed("killed"); });
    agent_.reset();
  }
  // The agent that is attached is killed: nothing reaches it any more, and nothing comes from it.
  void KillAgent() {
    agent_->listener = nullptr;
    HangUpOn(agent_);
  }
  // The way to the agent breaks; both sides notice.
  void Break() {
    Later(agent_, [](Channel::Listener& listener) { listener.Closed("broken"); });
    HangUpOn(agent_);
  }

  std::unique_ptr<Channel> MakeChannel() { return std::make_unique<Line>(*this); }
  bool HasAgent() const { return host_ != nullptr && host_->HasAgent(); }
  const Simulator& simulator() const { return host_->simulator(); }
  const std::string& log() const { return log_; }
  const std::string& fault() const { return fault_; }  // of the last agent that was cut off
  int CountInLog(std::string_view text) const {
    int count = 0;
    for (auto at = log_.find(text); at != std::string::npos; at = log_.find(text, at + 1)) ++count;
    return count;
  }

 private:
  static constexpr Duration kLatency = Duration(1);

  // One connected pair of ends, as the agent's has them.
  struct Ends {
    Channel::Listener* listener = nullptr;  // null once the agent's end is closed
  };
  using EndsPtr = std::shared_ptr<Ends>;

  // The agent's end.
  class Line : public Channel {
   public:
    explicit Line(SimulatorProcess& process) : process_(process) {}
    ~Line() override { Close(); }
    void Open(Listener& listener) override {
      Close();
      ends_ = std::make_shared<Ends>(Ends{&listener});
      process_.env_.CallAt(process_.env_.Now() + kLatency,
                           [&process = process_, ends = ends_] { process.Receive(ends); });
    }
    void Send(std::string line) override {
      if (ends_ == nullptr || ends_->listener == nullptr) return;
      process_.env_.CallAt(process_.env_.Now() + kLatency,
                           [&process = process_, ends = ends_, line = std::move(line)] {
                             process.Hear(ends, line);
                           });
    }
    void Close() override {
      if (ends_ == nullptr || ends_->listener == nullptr) return;
      ends_->listener = nullptr;
      process_.env_.CallAt(process_.env_.Now() + kLatency,
                           [&process = process_, ends = ends_] { process.HangUpOn(ends); });
    }

   private:
    SimulatorProcess& process_;
    EndsPtr ends_;
  };

  template <typename Task>
  void Later(const EndsPtr& ends, Task task) {
    if (ends == nullptr) return;
    env_.CallAt(env_.Now() + kLatency, [ends, task = std::move(task)] {
      if (ends->listener != nullptr) task(*ends->listener);
    });
  }
  void Tell(const EndsPtr& ends, std::string line) {
    Later(ends, [line = std::move(line)](Channel::Listener& listener) { listener.Heard(line); });
  }

  void Receive(const EndsPtr& ends) {
    if (ends->listener == nullptr) return;
    if (host_ == nullptr) return ends->listener->Closed("nobody listens");
    ends->listener->Opened();
    if (host_->HasAgent()) {
      Tell(ends, SimulatorHost::TurnAway());
      return Later(ends, [](Channel::Listener& listener) { listener.Closed("hung up"); });
    }
    agent_ = ends;
    host_->Attach([this, ends](std::string line) { Tell(ends, std::move(line)); });
  }
  void Hear(const EndsPtr& ends, const std::string& line) {
    if (ends != agent_ || host_ == nullptr) return;
    const Result<Done> heard = host_->Hear(line);
    if (heard) return;
    fault_ = heard.error().message;
    Later(ends, [](Channel::Listener& listener) { listener.Closed("cut off"); });
    HangUpOn(ends);
  }
  void HangUpOn(const EndsPtr& ends) {
    if (ends != agent_ || ends == nullptr) return;
    agent_.reset();
    if (host_ != nullptr) host_->Detach();
  }

  VirtualEnv& env_;
  World world_;
  std::unique_ptr<SimulatorHost> host_;  // null while it does not run
  EndsPtr agent_;                        // null while there is none
  std::string log_;
  std::string fault_;
};

}  // namespace lineman::simulator
