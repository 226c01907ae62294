#include <ctime>

#include "app/runtime.h"

namespace lineman {

Duration TimeAsleep() {
#ifdef CLOCK_BOOTTIME
  // Of two clocks that count since the start, one stands still while the machine sleeps.
  timespec with_sleep{};
  timespec awake{};
  if (clock_gettime(CLOCK_BOOTTIME, &with_sleep) != 0) return Duration{0};
  if (clock_gettime(CLOCK_MONOTONIC, &awake) != 0) return Duration{0};
  return std::chrono::seconds(with_sleep.tv_sec - awake.tv_sec);
#else
  return Duration{0};
#endif
}

}  // namespace lineman
