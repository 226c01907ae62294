#include "rehearsal/world_events.h"

#include <algorithm>
#include <utility>

namespace lineman {
namespace {

// How far ahead one look goes; a year of nothing costs one look a day.
constexpr Duration kLookAhead = std::chrono::hours(24);

}  // namespace

WorldEvents::WorldEvents(Env& env, const Simulator& simulator, Handlers handlers)
    : env_(env), simulator_(simulator), handlers_(std::move(handlers)) {}

void WorldEvents::ArmNext() {
  const simulator::Age now = simulator_.age();
  const simulator::Age until = now + kLookAhead;
  const std::vector<WorldEvent> events = simulator_.NextEvents(done_, until);
  const simulator::Age next = events.empty() ? until : events.front().at;
  const Duration wait = std::max(Duration{0}, Duration(next - now));
  env_.CallAt(env_.Now() + wait, [this, alive = std::weak_ptr<bool>(alive_), events, next] {
    if (alive.expired()) return;
    done_ = next;
    for (const WorldEvent& event : events) Happen(event);
    if (!alive.expired()) ArmNext();
  });
}

void WorldEvents::Happen(const WorldEvent& event) const {
  using Kind = simulator::EventPlan::Kind;
  switch (event.kind) {
    case Kind::kPowerCut:
      if (handlers_.power_cut) handlers_.power_cut(event.amount);
      return;
    case Kind::kClock:
      if (!handlers_.clock) return;
      handlers_.clock(event.amount);
      return handlers_.tell(event.profile, ClockChanged{event.amount});
    case Kind::kSuspend:
      return env_.CallAt(env_.Now() + event.amount,
                         [this, alive = std::weak_ptr<bool>(alive_), profile = event.profile] {
                           if (!alive.expired()) handlers_.tell(profile, Woke{});
                         });
    case Kind::kNetworkChange:
      return handlers_.tell(event.profile, NetworkChanged{});
    case Kind::kCredentials:
      if (handlers_.new_credentials) handlers_.new_credentials();
      return handlers_.tell(event.profile, CredentialsChanged{});
    case Kind::kOperator: {
      OperatorSays says;
      if (event.word == "down") says.word = OperatorSays::Word::kDown;
      if (event.word == "redial") says.word = OperatorSays::Word::kRedial;
      return handlers_.tell(event.profile, says);
    }
  }
}

}  // namespace lineman
