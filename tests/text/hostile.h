// What a text made to hurt costs: read in a process of its own, so that its memory can be told.
#pragma once

#include <ctime>
#include <string>

#ifdef __unix__
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

#include "tests/text/yaml_text.h"

namespace lineman {

struct Cost {
  double cpu_seconds = 0;
  double peak_mib = 0;  // of a whole process; 0 where it cannot be told
};

// Generous, so that a slow or shared machine changes nothing. Sanitizers multiply both.
inline constexpr double kMostCpuSeconds = 5;
#ifdef LINEMAN_SANITIZED
inline constexpr double kMostMib = 4000;
#else
inline constexpr double kMostMib = 200;
#endif

inline double CpuSeconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

#ifdef __unix__

inline Cost CostOf(const std::string& text) {
  int ends[2] = {};
  if (pipe(ends) != 0) return {1e9, 1e9};
  const pid_t child = fork();
  if (child == 0) {
    const double before = CpuSeconds();
    FindingsOf(text);
    struct rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    const Cost cost{CpuSeconds() - before, static_cast<double>(usage.ru_maxrss) / 1024};
    const bool told = write(ends[1], &cost, sizeof cost) == sizeof cost;
    _exit(told ? 0 : 1);
  }
  close(ends[1]);
  Cost cost{1e9, 1e9};  // of a reader that died
  if (read(ends[0], &cost, sizeof cost) != sizeof cost) cost = {1e9, 1e9};
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return cost;
}

#else

inline Cost CostOf(const std::string& text) {
  const double before = CpuSeconds();
  FindingsOf(text);
  return {CpuSeconds() - before, 0};
}

#endif

}  // namespace lineman
