// Where the system's agent has its things when nobody says otherwise.
#pragma once

#include <string>

#include "base/result.h"

namespace lineman {

struct SystemPaths {
  std::string config;  // lineman.yaml
  std::string state;
  std::string socket;
};

// Made once; on Windows below %ProgramData%.
const SystemPaths& TheSystemPaths();

// Makes the folder of a control socket, where sockets have one: whoever may use it has to reach it.
Result<Done> MakeFolderOfSocket(const std::string& socket);

}  // namespace lineman
