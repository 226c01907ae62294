#include "engines/simulator/link.h"

#include <algorithm>

namespace lineman::simulator {

Link::Link(const LinkPlan& plan, const WorldClock& clock, std::string_view profile)
    : plan_(&plan), clock_(&clock), who_(plan.name) {
  who_.append("@").append(profile);
}

std::optional<Loss> Link::NextLoss(Age connected, Age after, Age until) const {
  std::optional<Loss> loss;
  unsigned index = 0;
  for (const Drop& drop : plan_->drops) {
    const Draw draw{who_, "drop", index++};
    std::optional<Age> at = drop.moments.Next(*clock_, after, until, draw);
    if (drop.after) {
      const Age end = connected + *drop.after;
      const bool in_time = end > after && end <= until && (!at || end < *at);
      if (in_time && drop.moments.when.Holds(*clock_, end, draw)) at = end;
    }
    if (!at) continue;
    loss = Loss{*at, drop.error};
    until = *at - Duration{1};  // only an earlier one still counts
  }
  return loss;
}

bool Link::IsStalled(Age connected, Age now) const {
  unsigned index = 0;
  for (const Stall& stall : plan_->stalls) {
    const Draw draw{who_, "stall", index++};
    Age after = now - stall.lasts;
    if (stall.ends_with_call) after = std::max(after, connected);
    if (stall.moments.Next(*clock_, after, now, draw)) return true;
  }
  return false;
}

}  // namespace lineman::simulator
