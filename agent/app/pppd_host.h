// The pppd engine on this machine.
#pragma once

#include <memory>
#include <string>

#include "base/env.h"
#include "model/engine.h"

namespace asio {
class io_context;
}

namespace lineman {

// `folder`: where pppd's plugin meets the agent and notes of calls are kept until the machine is
// turned off; made when it is first needed. Null where this build has no pppd engine.
std::unique_ptr<Engine> MakePppdEngine(Env& env, asio::io_context& loop, const std::string& folder);

}  // namespace lineman
