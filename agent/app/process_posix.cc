#include "app/process.h"

#include <unistd.h>

namespace lineman {

std::int64_t ProcessId() { return getpid(); }

}  // namespace lineman
