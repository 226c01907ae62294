#include "engines/simulator/when.h"

#include <algorithm>

namespace lineman::simulator {
namespace {

// A mean time is played in slots, each of which strikes with the same small chance: a geometric
// distribution over `kSlots` slots a mean, which is near enough to an exponential one and needs no
// logarithm, so that every machine draws the same.
constexpr std::int64_t kSlots = 32;

// A search ends here, so that no world can stall the agent: 1'000'000 draws take about 0.1 s.
constexpr int kMostDraws = 1'000'000;

std::uint64_t CounterOf(Age age, unsigned index) {
  return static_cast<std::uint64_t>(age.count()) | (std::uint64_t{index} << 48U);
}

}  // namespace

WorldClock::WorldClock(Env& env, Instant start, WallTime wall, Zone zone)
    : env_(&env), start_(start), wall_(wall), zone_(std::move(zone)) {}

bool When::SpanHolds(const WorldClock& clock, Age age) const {
  if (age < from || (until && age >= *until)) return false;
  if (during.empty()) return true;
  const LocalTime local = clock.Local(age);
  return std::ranges::any_of(during, [&](const WeekWindow& w) { return w.Contains(local); });
}

bool When::Holds(const WorldClock& clock, Age age, const Draw& draw) const {
  if (!SpanHolds(clock, age)) return false;
  return per_million >= 1'000'000 ||
         clock.chance().Happens(per_million, draw.who, draw.what, CounterOf(age, draw.index));
}

std::optional<Age> Moments::Next(const WorldClock& clock, Age after, Age until,
                                 const Draw& draw) const {
  if (when.until) until = std::min(until, *when.until);
  after = std::max(after, when.from - Duration{1});
  std::optional<Age> next;
  for (const Age moment : at) {
    if (moment <= after || moment > until || (next && *next <= moment)) continue;
    if (when.Holds(clock, moment, draw)) next = moment;
  }
  if (next) until = *next;
  if (const std::optional<Age> found = NextDaily(clock, after, until, draw)) next = until = *found;
  if (const std::optional<Age> found = NextRandom(clock, after, until, draw)) next = found;
  return next;
}

std::optional<Age> Moments::NextDaily(const WorldClock& clock, Age after, Age until,
                                      const Draw& draw) const {
  if (!daily || after >= until) return std::nullopt;
  for (int day = clock.Local(std::max(after, Age{0})).days;; ++day) {
    const Age moment = clock.AgeOf(LocalTime{day, *daily});
    if (moment > until) return std::nullopt;
    if (moment > after && when.Holds(clock, moment, draw)) return moment;
  }
}

std::optional<Age> Moments::NextRandom(const WorldClock& clock, Age after, Age until,
                                       const Draw& draw) const {
  if (!mean || after >= until) return std::nullopt;
  const std::int64_t length = std::max<std::int64_t>(mean->count() / kSlots, 1);
  const std::int64_t per_slot = 1'000'000 * length / std::max<std::int64_t>(mean->count(), 1);
  std::int64_t slot = std::max<std::int64_t>(after.count() + 1, 0) / length;
  for (int draws = 0; draws < kMostDraws && slot * length <= until.count(); ++draws, ++slot) {
    // The low digits of the draw say whether it strikes in this slot, the high ones where.
    const std::uint64_t bits =
        clock.chance().Bits(draw.who, draw.what, CounterOf(Age(slot), draw.index));
    if (static_cast<std::int64_t>(bits % 1'000'000) >= per_slot) continue;
    const auto offset = bits / 1'000'000 % static_cast<std::uint64_t>(length);
    const Age moment(slot * length + static_cast<std::int64_t>(offset));
    if (moment <= after || !when.Holds(clock, moment, draw)) continue;
    return moment <= until ? std::optional<Age>(moment) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace lineman::simulator
