// What every benchmark needs: the time its own work took, and the input it works on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "policy/profile.h"

namespace lineman::bench {

// CPU seconds of this thread while `work` ran: what neighbours do meanwhile does not count.
double CpuSecondsOf(const std::function<void()>& work);

// The value that a `share` of the values, 0 to 1, does not exceed. The values may be in any order.
double Quantile(std::vector<double> values, double share);

// The profile of a busy kiosk: two numbers, credentials, caps, paused answers and ten rules.
// `extra` is more YAML, at its end.
std::string KioskText(const std::string& extra = "");
// A world in which the link of every call breaks after an hour.
extern const char* const kHourlyWorld;
// Reads a profile; a text that is wrong ends the benchmark.
ProfilePtr ReadProfile(const std::string& text);

}  // namespace lineman::bench
