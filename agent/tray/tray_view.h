// What the icon, its tooltip, the menu and the window show: the agent's status in words for the
// person at the counter.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "control/status.h"
#include "tray/phrase.h"
#include "tray/sign.h"

namespace lineman {

// Who the agent takes the user for.
struct TrayRights {
  bool look = false;
  bool act = false;
};

struct LineView {
  std::string profile;
  Sign sign = Sign::kUnknown;
  Phrase state;  // "waiting until 14:32"
  Phrase since;  // "since 08:12"
  Phrase next;   // "next try at 14:32"; empty while it is up, on its way, or has said so already
  // The agent's own sentences: why it is as it is, then what is wrong with its means.
  std::vector<std::string> reasons;
  // What makes sense now and the user may do.
  bool may_redial = false;
  bool may_down = false;
  bool may_up = false;
  bool may_answer = false;

  friend bool operator==(const LineView&, const LineView&) = default;
};

struct TrayView {
  Sign sign = Sign::kAway;  // the worst line's
  std::string worst;        // its profile; empty when the headline is about all of them
  Phrase headline;          // "waiting until 14:32"
  Phrase tally;             // "2 of 3 lines online"; empty where the headline says all
  std::vector<LineView> lines;
  std::vector<std::string> troubles;  // the agent's sentences about its own means

  friend bool operator==(const TrayView&, const TrayView&) = default;
};

TrayView ViewOf(const AgentStatus& status, const TrayRights& rights);

// Without an agent; `why` is a sentence for the user.
TrayView AwayView(const Phrase& why);

}  // namespace lineman
