#include "app/system_paths.h"

#include "app/program_data.h"

namespace lineman {

const SystemPaths& TheSystemPaths() {
  static const SystemPaths kPaths = {.config = ProgramData() + "\\lineman.yaml",
                                     .state = ProgramData() + "\\state",
                                     .socket = "\\\\.\\pipe\\lineman\\control"};
  return kPaths;
}

Result<Done> MakeFolderOfSocket(const std::string& /*socket*/) { return Done{}; }

}  // namespace lineman
