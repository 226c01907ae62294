// Budgets: attempts allowed per cause in a sequence, and the intervals at which an open circuit
// probes.
#pragma once

#include <string>

#include "model/occasion.h"
#include "policy/profile.h"

namespace lineman {

// How much of one cause's budget an occasion has spent.
struct Budget {
  Cause cause = Cause::kLine;
  int spent = 0;
  int allowed = 0;  // 0: this cause is not counted

  bool IsSpent() const { return allowed > 0 && spent >= allowed; }
  std::string ToString() const;  // "budget server: 3 of 10 spent"
};

Budget BudgetOf(const Occasion& occasion, const Profile& profile, Cause cause);

// The first slow probe after a circuit opened for that cause: causes that a retry can make worse
// (credentials, account, security) begin at the longest interval.
Duration FirstProbe(Cause cause, const Profile& profile);
// The next interval of a circuit that has been probed `circuit.probes` times.
Duration ProbeInterval(const OpenCircuit& circuit, const Profile& profile);

// The back-off after an attempt's end; a proven success begins again at the first step.
Duration BackoffPause(const Occasion& occasion, const Profile& profile, const Chance& chance);

// Which number a redial takes when nobody says: the next after causes of line and server, the first
// after a proven success, else the same. An index into Profile::numbers, 0 when there are none.
int AdvanceNumber(const Occasion& occasion, const Profile& profile);

}  // namespace lineman
