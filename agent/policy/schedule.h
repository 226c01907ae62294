// Whether a line should be up now: the operator's word first, then the schedule, then `online`.
#pragma once

#include <optional>
#include <string>

#include "base/chance.h"
#include "model/decision.h"
#include "model/facts.h"
#include "policy/profile.h"

namespace lineman {

// The line another one stands in for.
struct PrimaryLine {
  bool wanted = false;
  bool online = false;
  Instant since;  // when it last went online or offline
};

struct WantedInput {
  Instant now;
  WallTime wall;
  // A clock that stands before the program was built has lost its battery. Its schedule counts as
  // open, or the line would never reach the time server that could set it.
  bool clock_trusted = true;
  OperatorWill will;
  std::optional<PrimaryLine> primary;  // of a standby line
  bool wanted_before = false;
};

struct WantedView {
  bool wanted = false;
  Source by;                          // limit schedule, operator, policy
  std::string why;                    // "outside Mon-Fri 07:00-19:00"
  std::optional<Instant> look_again;  // when the answer may change by itself
};

WantedView ComputeWanted(const Profile& profile, const WantedInput& input);

// When the windows next open or close after `wall`; nothing without windows, or when they never do.
std::optional<WallTime> NextScheduleChange(const Profile& profile, WallTime wall);

// The next moment of redial_daily after `wall`: one of this machine's own, the same every day.
std::optional<WallTime> NextDailyRedial(const Profile& profile, const Chance& chance,
                                        WallTime wall);

}  // namespace lineman
