// The one place where a decision is made.
//
// Judge says what the profile's rules and the defaults want; Clamp lets the limits have their say
// over whatever came of it (a rule's verdict, a hook's, the operator's) and works out when and
// which number. Both are pure: the same occasion, profile and seed give the same decision.
#pragma once

#include "base/chance.h"
#include "model/decision.h"
#include "model/occasion.h"
#include "policy/profile.h"

namespace lineman {

// What policy would do, before hooks and limits.
Decision Judge(const Occasion& occasion, const Profile& profile, const Chance& chance);

// Applies the limits (holdoff, budgets of credentials and account, caps, schedule, the operator's
// down) and fills in Decision::outcome. Reasons of what was clamped, by which limit, are added.
void Clamp(const Occasion& occasion, const Profile& profile, const Chance& chance,
           Decision& decision);

}  // namespace lineman
