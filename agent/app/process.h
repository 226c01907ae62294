// This process, as the system knows it.
#pragma once

#include <cstdint>

namespace lineman {

std::int64_t ProcessId();

}  // namespace lineman
