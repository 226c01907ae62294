// Pauses that grow: pure arithmetic, no clock.
//
// Worked example with {first: 5s, factor: 2, max: 5m, jitter: 20%}: the pauses after failures 1, 2,
// 3, … are 5s, 10s, 20s, 40s, 80s, 160s, 5m, 5m, … each off by up to a fifth either way. Jitter
// goes on at the maximum too, or a street of kiosks would meet there.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/chance.h"
#include "base/time.h"

namespace lineman {

struct Backoff {
  Duration first{5000};
  std::int64_t factor_milli = 2000;  // 2000 is a factor of 2; [1000, 10000]
  Duration max{300'000};
  std::int64_t jitter_per_million = 200'000;  // [0, 1'000'000]

  // The pause after failure `n`, counted from 1, before jitter. Saturates at `max`.
  Duration Pause(int n) const;
  // With jitter, drawn by (seed, profile, "backoff", counter).
  Duration Jittered(int n, const Chance& chance, std::string_view profile,
                    std::uint64_t counter) const;
};

}  // namespace lineman
