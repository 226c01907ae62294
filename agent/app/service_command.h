// `lineman service`: the agent as a service, where lineman itself makes it one.
#pragma once

#include "app/options.h"

namespace lineman {

enum class ServiceDeed { kInstall, kRemove, kStart, kStop };

// Whether there is such a command. On Linux the package brings a unit of systemd instead.
bool HasServiceCommand();

// `common`: what an installed service is to be told on its command line.
int RunService(const CommonOptions& common, ServiceDeed deed);

}  // namespace lineman
