#include "app/ras_engine.h"

namespace lineman {

bool HasRasOnThisSystem() { return false; }

std::unique_ptr<Engine> MakeRasEngine(Env& /*env*/, asio::io_context& /*loop*/,
                                      const std::string& /*library*/) {
  return nullptr;
}

}  // namespace lineman
