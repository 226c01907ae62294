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

// An agent that starts within this time of the kernel came up with the machine.
constexpr double kPowerUpSeconds = 300;

std::string FirstLineOf(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace

Duration TimeAsleep() { return Read(kSinceBoot) - Read(CLOCK_MONOTONIC); }

bool SteadyClockStopsAsleep() { return true; }

bool JustPoweredUp() {
  std::ifstream file("/proc/uptime");
  double seconds = kPowerUpSeconds;
  file >> seconds;
  return seconds < kPowerUpSeconds;
}

std::string MachineId() { return FirstLineOf("/etc/machine-id"); }

Stamp StampOfThisMachine(WallTime wall) {
  // Linux draws it at every boot.
  static const std::string kBoot = FirstLineOf("/proc/sys/kernel/random/boot_id");
  return {kBoot, Read(kSinceBoot), wall};
}

}  // namespace lineman
