#include "policy/backoff.h"

#include <algorithm>

namespace lineman {

Duration Backoff::Pause(int n) const {
  Duration pause = std::min(first, max);
  if (factor_milli <= 1000 || pause == Duration::zero()) return pause;
  // A factor above 1 reaches any maximum soon, so the loop is short however large `n` is.
  for (int step = 1; step < n && pause < max; ++step) {
    const std::int64_t longer = pause.count() * factor_milli / 1000;
    pause = std::min(Duration(std::max(longer, pause.count() + 1)), max);
  }
  return pause;
}

Duration Backoff::Jittered(int n, const Chance& chance, std::string_view profile,
                           std::uint64_t counter) const {
  const std::int64_t pause = Pause(n).count();
  // Ten years of milliseconds times a million stays below 2^63.
  const std::int64_t reach = pause * jitter_per_million / 1'000'000;
  return Duration(pause + chance.Between(-reach, reach, profile, "backoff", counter));
}

}  // namespace lineman
