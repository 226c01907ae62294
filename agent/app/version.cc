#include "app/version.h"

namespace lineman {

std::string_view Version() { return LINEMAN_VERSION; }

}  // namespace lineman
