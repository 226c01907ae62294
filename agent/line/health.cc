#include "line/health.h"

#include <algorithm>
#include <cstddef>

namespace lineman {

void Health::Reset(const std::vector<ProbeThresholds>& probes) {
  probes_.clear();
  for (const ProbeThresholds& thresholds : probes) probes_.push_back({thresholds});
}

void Health::Note(int index, bool passed) {
  if (index < 0 || static_cast<std::size_t>(index) >= probes_.size()) return;
  Probe& probe = probes_[static_cast<std::size_t>(index)];
  if (passed != probe.failing) {
    probe.against = 0;
    return;
  }
  ++probe.against;
  const int needed = probe.failing ? probe.thresholds.up_after : probe.thresholds.down_after;
  if (probe.against < needed) return;
  probe.failing = !probe.failing;
  probe.against = 0;
}

bool Health::IsDoubtful() const {
  return !probes_.empty() &&
         std::all_of(probes_.begin(), probes_.end(), [](const Probe& p) { return p.failing; });
}

}  // namespace lineman
