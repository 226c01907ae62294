#include "engines/rasapi/ras_host.h"

namespace lineman::rasapi {

Result<std::unique_ptr<Host>> OpenRasHost(const std::string& /*library*/, const Post& /*post*/) {
  return Fail("Windows RAS is only on Windows: use the engine pppd here");
}

}  // namespace lineman::rasapi
