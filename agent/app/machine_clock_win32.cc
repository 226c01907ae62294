#include "app/machine_clock.h"

#include <windows.h>
// After it:
#include <fmt/format.h>

#include <array>
#include <random>

#include "control/windows_basics.h"

namespace lineman {
namespace {

// An agent that starts within this time of Windows came up with the machine.
constexpr Duration kPowerUp = std::chrono::seconds(300);

// It goes on while the machine sleeps, and through the shut-down that only hibernates the kernel.
Duration SinceBoot() { return Duration(static_cast<std::int64_t>(GetTickCount64())); }

Duration SinceBootAwake() {
  ULONGLONG ticks = 0;  // of 100 ns
  QueryUnbiasedInterruptTime(&ticks);
  return Duration(static_cast<std::int64_t>(ticks / 10'000));
}

std::string TextIn(HKEY root, const wchar_t* key, const wchar_t* name) {
  std::array<wchar_t, 128> text{};
  DWORD bytes = sizeof(text);
  if (RegGetValueW(root, key, name, RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY, nullptr, text.data(),
                   &bytes) != ERROR_SUCCESS) {
    return {};
  }
  return FromWide(text.data());
}

// Windows has no name for a boot. A key that it keeps in memory alone goes with the boot, so what
// the first agent has drawn and written there is its name.
std::string DrawnBelow(HKEY root) {
  constexpr const wchar_t* kKey = L"SOFTWARE\\lineman.boot";
  HKEY key = nullptr;
  DWORD made = 0;
  if (RegCreateKeyExW(root, kKey, 0, nullptr, REG_OPTION_VOLATILE, KEY_READ | KEY_WRITE, nullptr,
                      &key, &made) != ERROR_SUCCESS) {
    return {};
  }
  if (made == REG_CREATED_NEW_KEY) {
    std::random_device device;
    const std::wstring drawn = ToWide(fmt::format("{:08x}{:08x}", device(), device()));
    RegSetValueExW(key, L"id", 0, REG_SZ, reinterpret_cast<const BYTE*>(drawn.c_str()),
                   static_cast<DWORD>((drawn.size() + 1) * sizeof(wchar_t)));
  }
  RegCloseKey(key);
  return TextIn(root, kKey, L"id");
}

// Who may not write for the machine writes for the user; that goes when the user logs off, which
// then counts as a boot.
std::string BootOfThisMachine() {
  std::string boot = DrawnBelow(HKEY_LOCAL_MACHINE);
  return boot.empty() ? DrawnBelow(HKEY_CURRENT_USER) : boot;
}

}  // namespace

Duration TimeAsleep() { return SinceBoot() - SinceBootAwake(); }

// Both clocks go on (QueryPerformanceCounter's documentation).
bool SteadyClockStopsAsleep() { return false; }

bool JustPoweredUp() { return SinceBoot() < kPowerUp; }

std::string MachineId() {
  return TextIn(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Cryptography", L"MachineGuid");
}

Stamp StampOfThisMachine(WallTime wall) {
  static const std::string kBoot = BootOfThisMachine();
  return {kBoot, SinceBoot(), wall};
}

}  // namespace lineman
