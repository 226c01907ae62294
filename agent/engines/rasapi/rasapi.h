// The rasapi engine: Windows RAS itself.
//
// Each attempt is one RasDial in asynchronous mode. The connection is Windows', so it outlives the
// agent, and the next one adopts it. README.md in this folder tells which of RAS's rules are kept,
// and where.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/env.h"
#include "engines/rasapi/host.h"
#include "engines/rasapi/rasapi_options.h"
#include "model/engine.h"

namespace lineman {

class RasapiEngine : public Engine {
 public:
  // `env` must outlive the engine, and the engine all its connections.
  RasapiEngine(Env& env, std::unique_ptr<rasapi::Host> host);
  ~RasapiEngine() override;
  RasapiEngine(const RasapiEngine&) = delete;
  RasapiEngine& operator=(const RasapiEngine&) = delete;

  std::string_view Name() const override { return "rasapi"; }
  Capabilities GetCapabilities() const override { return RasapiCapabilities(); }
  const OptionTable& Options() const override { return rasapi::RasapiOptionTable(); }
  std::unique_ptr<Connection> Dial(const DialRequest& request,
                                   NotificationHandler handler) override;
  // Connections of lineman's that are up. A dial that was under way has died with its agent.
  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done) override;

  // Every state. RAS carries no text: `interactive` is answered with `done`, `invoke_eap_ui` with
  // an empty text.
  static Capabilities RasapiCapabilities();

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace lineman
