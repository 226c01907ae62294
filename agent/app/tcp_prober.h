// Health probes of the agent: real TCP connects over the line's own interface.
#pragma once

#include <functional>

#include "pipeline/driver.h"

namespace asio {
class io_context;
}

namespace lineman {

// Where the connection itself knows whether it carries data (the simulator), its word counts and
// nothing is sent.
class TcpProber final : public Prober {
 public:
  explicit TcpProber(asio::io_context& loop) : loop_(loop) {}
  void Probe(const HealthProbe& probe, const ConnectionStatus& connection,
             std::function<void(bool passed)> done) override;

 private:
  asio::io_context& loop_;
};

}  // namespace lineman
