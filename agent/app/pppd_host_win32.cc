// There is no pppd on Windows.
#include "app/pppd_host.h"

namespace lineman {

std::unique_ptr<Engine> MakePppdEngine(Env& /*env*/, asio::io_context& /*loop*/,
                                       const std::string& /*folder*/) {
  return nullptr;
}

}  // namespace lineman
