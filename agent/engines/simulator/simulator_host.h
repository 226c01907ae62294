// The simulator's side of the protocol in wire.h: a world that goes on while agents come and go.
//
// It owns every call. One agent at a time may be attached; when it goes, its calls stay as they are
// and go on, until another agent adopts them. A call that ends is kept, too, until an agent has
// heard of it: so the next one learns how it ended. What is dropped is gone: an agent drops what it
// has heard the end of, lets go of, or does not want. One thread calls it, the loop's.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engines/simulator/simulator.h"
#include "engines/simulator/wire.h"

namespace lineman {

class SimulatorHost {
 public:
  // One line to the agent, without its end.
  using Send = std::function<void(std::string line)>;
  // One line for people. Secrets never show.
  using Log = std::function<void(const std::string& line)>;

  // The world starts now. `env` must outlive the host.
  SimulatorHost(Env& env, simulator::World world, Log log);
  SimulatorHost(const SimulatorHost&) = delete;
  SimulatorHost& operator=(const SimulatorHost&) = delete;

  bool HasAgent() const { return send_ != nullptr; }
  // An agent has come, while there was none. It is greeted at once.
  void Attach(Send send);
  // It has gone.
  void Detach();
  // What it says. After an error it is to be cut off: it does not keep to the protocol.
  Result<Done> Hear(std::string_view line);
  // What a second agent is told before it is cut off.
  static std::string TurnAway();

  const Simulator& simulator() const { return simulator_; }

 private:
  using CallId = simulator::CallId;

  // A call, whoever dialled it.
  struct Kept {
    AttemptId attempt = 0;
    std::string profile;
    std::string number;
    std::unique_ptr<Connection> connection;
    bool held = false;         // by the agent that is attached
    simulator::CallView view;  // as an agent was told or would have been, before its end
    Instant told;              // when the agent last was
    std::optional<Notification> end;
    Instant ended;
  };
  using Calls = std::map<CallId, Kept>;

  void On(const simulator::DialCall& dial);
  void On(const simulator::AnswerCall& answer);
  void On(const simulator::HangUpCall& hang_up);
  void On(const simulator::DropCall& drop);
  void On(const simulator::AdoptCalls& adopt);
  void On(const simulator::ReportCommand& command);

  void Happened(CallId id, const Notification& notification);
  void TellEnd(CallId id, const Kept& call);
  void DropOthersOf(const std::string& profile);
  void Say(const simulator::SimulatorMessage& message);
  void Watch(std::uint64_t agent);
  void LookAt(CallId id, Kept& call);
  Kept* Find(CallId id);

  Env& env_;
  Simulator simulator_;
  Log log_;
  Send send_;                 // empty while there is no agent
  std::uint64_t agents_ = 0;  // that have come
  CallId next_ = 1;
  Calls calls_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lineman
