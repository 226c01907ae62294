// The agent's way to a simulator in a process of its own: its local socket.
#pragma once

#include <memory>
#include <string>

#include "engines/simulator/remote_simulator.h"

namespace asio {
class io_context;
}

namespace lineman {

class LineSocket;

class SimulatorChannel final : public simulator::Channel {
 public:
  // `loop` must outlive the channel.
  SimulatorChannel(asio::io_context& loop, std::string path);
  ~SimulatorChannel() override;
  SimulatorChannel(const SimulatorChannel&) = delete;
  SimulatorChannel& operator=(const SimulatorChannel&) = delete;

  void Open(Listener& listener) override;
  void Send(std::string line) override;
  void Close() override;

 private:
  void Use(std::shared_ptr<LineSocket> socket, Listener& listener);

  asio::io_context& loop_;
  const std::string path_;
  std::shared_ptr<LineSocket> socket_;  // null while it is not open
  // What is being opened holds it weakly: Close lets go of it.
  std::shared_ptr<bool> opening_;
};

}  // namespace lineman
