#include "app/service_command.h"

namespace lineman {

bool HasServiceCommand() { return false; }

int RunService(const CommonOptions& /*common*/, ServiceDeed /*deed*/) { return kExitUsage; }

}  // namespace lineman
