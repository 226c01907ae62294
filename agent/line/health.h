// Whether data gets through a link: probes with hysteresis, no clock.
#pragma once

#include <vector>

namespace lineman {

// How many results in a row change a probe's mind.
struct ProbeThresholds {
  int down_after = 3;  // failures, at least 1
  int up_after = 2;    // passes, at least 1
};

// The probes of one link. A link is doubtful while all of them fail: one that passes proves it.
class Health {
 public:
  // Forgets everything: a new link begins healthy.
  void Reset(const std::vector<ProbeThresholds>& probes);
  void Note(int index, bool passed);
  bool IsDoubtful() const;

 private:
  struct Probe {
    ProbeThresholds thresholds;
    bool failing = false;
    int against = 0;  // results in a row that speak against `failing`
  };
  std::vector<Probe> probes_;
};

}  // namespace lineman
