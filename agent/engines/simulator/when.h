// When things happen in a world: spans in which something holds, moments at which it strikes.
//
// Everything is a pure function of the world's age and of chance, keyed by who it is about. So the
// same seed plays the same world whatever is dialled in it, and one line does not disturb another.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/calendar_window.h"
#include "base/env.h"
#include "base/zone.h"

namespace lineman::simulator {

// How long the world has been running: what `from`, `until` and `at` count.
using Age = Duration;

// The clock of a world. Neither a power cut at the kiosk nor a kiosk's clock that is set moves it.
class WorldClock {
 public:
  // `env` must outlive the clock. The world is of age zero at `start`, when its calendar reads
  // `wall`.
  WorldClock(Env& env, Instant start, WallTime wall, Zone zone);

  Age Now() const { return env_->Now() - start_; }
  Instant At(Age age) const { return start_ + age; }
  LocalTime Local(Age age) const { return zone_.ToLocal(wall_ + age); }
  Age AgeOf(LocalTime local) const { return zone_.ToWall(local) - wall_; }
  Env& env() const { return *env_; }
  const Chance& chance() const { return env_->Chance(); }

 private:
  Env* env_;
  Instant start_;
  WallTime wall_;
  Zone zone_;
};

// Whom a draw is about, so that no two draws are the same one.
struct Draw {
  std::string_view who;   // the entity, and the line that meets it
  std::string_view what;  // "trouble", "drop", ...
  unsigned index = 0;     // which of several
};

// A span in which something holds; what is not given does not limit it.
struct When {
  Age from{0};
  std::optional<Age> until;        // not included
  std::vector<WeekWindow> during;  // any of them, in the world's zone
  std::int64_t per_million = 1'000'000;

  bool SpanHolds(const WorldClock& clock, Age age) const;
  // The span holds and chance agrees, at that moment.
  bool Holds(const WorldClock& clock, Age age, const Draw& draw) const;
};

// Moments at which something strikes: listed ones, a time of day, and at random with a mean.
struct Moments {
  std::vector<Age> at;
  std::optional<Duration> daily;  // since midnight, in the world's zone
  std::optional<Duration> mean;   // between two of them, over a long time
  When when;                      // moments outside do not count

  bool empty() const { return at.empty() && !daily && !mean; }
  // The first moment in (after, until].
  std::optional<Age> Next(const WorldClock& clock, Age after, Age until, const Draw& draw) const;

 private:
  std::optional<Age> NextDaily(const WorldClock& clock, Age after, Age until,
                               const Draw& draw) const;
  std::optional<Age> NextRandom(const WorldClock& clock, Age after, Age until,
                                const Draw& draw) const;
};

}  // namespace lineman::simulator
