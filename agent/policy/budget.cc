#include "policy/budget.h"

#include <fmt/format.h>

namespace lineman {
namespace {

bool BeginsAtMax(Cause cause) {
  return cause == Cause::kCredentials || cause == Cause::kAccount || cause == Cause::kSecurity;
}

}  // namespace

std::string Budget::ToString() const {
  return fmt::format("budget {}: {} of {} spent", NameOf(cause), spent, allowed);
}

Budget BudgetOf(const Occasion& occasion, const Profile& profile, Cause cause) {
  return {cause, CountOf(occasion.failures, cause),
          profile.budgets.at(static_cast<std::size_t>(cause))};
}

Duration FirstProbe(Cause cause, const Profile& profile) {
  return BeginsAtMax(cause) ? profile.circuit.max : profile.circuit.Pause(1);
}

Duration ProbeInterval(const OpenCircuit& circuit, const Profile& profile) {
  if (circuit.at_longest || BeginsAtMax(circuit.cause)) return profile.circuit.max;
  return profile.circuit.Pause(circuit.probes + 1);
}

Duration BackoffPause(const Occasion& occasion, const Profile& profile, const Chance& chance) {
  const int failures = occasion.proven ? 1 : occasion.attempt;
  return profile.backoff.Jittered(failures, chance, profile.name, occasion.serial);
}

int AdvanceNumber(const Occasion& occasion, const Profile& profile) {
  const int count = static_cast<int>(profile.numbers.size());
  if (count == 0 || occasion.proven) return 0;
  if (occasion.number_index < 0) return 0;  // a number from elsewhere: begin the list again
  const Cause cause = CauseOf(occasion);
  const bool advance = cause == Cause::kLine || cause == Cause::kServer;
  return (occasion.number_index + (advance ? 1 : 0)) % count;
}

}  // namespace lineman
