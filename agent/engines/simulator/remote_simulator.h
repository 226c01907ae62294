// The simulator of another process (`lineman simulator`), as an engine of this one.
//
// Its connections outlive the agent: they are calls of that process, which keeps them when the
// agent goes and gives them to the next one that adopts. When that process goes, every connection
// ends, new dials fail with the way out, and the engine tries to reach it again for ever. After a
// break nothing is adopted: what the simulator still has of this agent's calls is dropped.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/env.h"
#include "engines/simulator/simulator.h"

namespace lineman {

namespace simulator {

// A way to the simulator's process that carries lines both ways. Everything is told on the loop and
// never inside a call.
class Channel {
 public:
  // Who is told.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void Opened() = 0;
    virtual void Heard(std::string_view line) = 0;
    // It has ended, or could not be opened.
    virtual void Closed(const std::string& why) = 0;
  };

  virtual ~Channel() = default;
  // Begins to open; the listener is told how that went. It outlives the channel.
  virtual void Open(Listener& listener) = 0;
  // One line, without its end. Lost while the channel is not open.
  virtual void Send(std::string line) = 0;
  // Nothing is told any more until it is opened again.
  virtual void Close() = 0;
};

}  // namespace simulator

class RemoteSimulator : public Engine {
 public:
  // `env` must outlive the engine and all its connections; `socket` is for messages.
  RemoteSimulator(Env& env, std::unique_ptr<simulator::Channel> channel, std::string socket);
  ~RemoteSimulator() override;
  RemoteSimulator(const RemoteSimulator&) = delete;
  RemoteSimulator& operator=(const RemoteSimulator&) = delete;

  std::string_view Name() const override { return "simulator"; }
  Capabilities GetCapabilities() const override { return Simulator::SimulatorCapabilities(); }
  const OptionTable& Options() const override { return Simulator::SimulatorOptions(); }
  // Connections may outlive the engine; of the simulator they hear nothing more then.
  std::unique_ptr<Connection> Dial(const DialRequest& request,
                                   NotificationHandler handler) override;
  // A connection that ended while no agent was there is found as it was before its end; its
  // `disconnected` follows after `done`.
  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done) override;

  // As Simulator::CommandRan.
  void CommandRan(std::string_view command_line);

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace lineman
