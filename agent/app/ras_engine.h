// The rasapi engine on this machine.
#pragma once

#include <memory>
#include <string>

#include "base/env.h"
#include "model/engine.h"

namespace asio {
class io_context;
}

namespace lineman {

// Whether this system has Windows RAS at all.
bool HasRasOnThisSystem();

// `library`: the full path of a library in place of Windows' own; empty: none. Null on systems that
// have no RAS.
std::unique_ptr<Engine> MakeRasEngine(Env& env, asio::io_context& loop, const std::string& library);

}  // namespace lineman
