// The pppd engine: real PPP on Linux, one pppd for each attempt.
//
// pppd outlives the agent. Its plugin reaches the agent at a local socket, tells what happens and
// comes back when the agent was restarted; whatever was dialled and is still there is adopted then.
// README.md in this folder tells how pppd's life maps to RAS states.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "engines/pppd/call.h"
#include "engines/pppd/host.h"
#include "model/engine.h"

namespace lineman {

class PppdEngine : public Engine {
 public:
  // `env` must outlive the engine, and the engine all its connections.
  PppdEngine(Env& env, std::unique_ptr<pppd::Host> host);
  ~PppdEngine() override;
  PppdEngine(const PppdEngine&) = delete;
  PppdEngine& operator=(const PppdEngine&) = delete;

  std::string_view Name() const override { return "pppd"; }
  Capabilities GetCapabilities() const override { return PppdCapabilities(); }
  const OptionTable& Options() const override { return pppd::PppdOptionTable(); }
  std::unique_ptr<Connection> Dial(const DialRequest& request,
                                   NotificationHandler handler) override;
  // A connection that has ended while no agent was there is not found.
  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done) override;

  static Capabilities PppdCapabilities();

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace lineman
