// A link under a call: when it is lost, and whether it carries data. Pure functions of time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engines/simulator/world.h"

namespace lineman::simulator {

// The end of a link, and why.
struct Loss {
  Age at{0};
  RasError error = RasError::kLinkFailure;
};

// The link as one line meets it. Lines of one link have accidents of their own; what is scheduled
// strikes all of them.
class Link {
 public:
  // Plan and clock must outlive the link; `profile` names the line.
  Link(const LinkPlan& plan, const WorldClock& clock, std::string_view profile);

  // The first loss in (after, until] of a call that has been up since `connected`.
  std::optional<Loss> NextLoss(Age connected, Age after, Age until) const;
  bool IsStalled(Age connected, Age now) const;
  const std::string& name() const { return plan_->name; }

 private:
  const LinkPlan* plan_;
  const WorldClock* clock_;
  std::string who_;
};

}  // namespace lineman::simulator
