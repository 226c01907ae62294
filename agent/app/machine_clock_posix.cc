#include "app/machine_clock.h"

#include <ctime>
#include <fstream>

namespace lineman {
namespace {

#ifdef CLOCK_BOOTTIME
constexpr clockid_t kSinceBoot = CLOCK_BOOTTIME;  // goes on while the machine sleeps
#else
constexpr clockid_t kSinceBoot = CLOCK_MONOTONIC;
#endif

Duration Read(clockid_t clock) {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) return Duration{0};
  return std::chrono::seconds(time.tv_sec) + Duration(time.tv_nsec / 1'000'000);
}

// Linux draws it at every boot.
std::string BootOfThisMachine() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string boot;
  std::getline(file, boot);
  return boot;
}

}  // namespace

Duration TimeAsleep() { return Read(kSinceBoot) - Read(CLOCK_MONOTONIC); }

Stamp StampOfThisMachine(WallTime wall) {
  static const std::string kBoot = BootOfThisMachine();
  return {kBoot, Read(kSinceBoot), wall};
}

}  // namespace lineman
