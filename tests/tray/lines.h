// Lines as an agent tells of them, for tests of what the tray makes of them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "control/status.h"

namespace lineman {

// 2026-03-02 08:00 UTC, a Monday.
inline constexpr WallTime kMorning{std::chrono::seconds(1'772'438'400)};

inline LineStatus LineIn(const std::string& state, std::string profile = "kiosk") {
  LineStatus line;
  line.profile = std::move(profile);
  line.engine = "simulator";
  line.line = state;
  line.since = kMorning;
  line.wanted = true;
  line.wanted_because = "always";
  return line;
}

inline LineStatus PausedIn(const std::string& state, std::vector<std::string> wants) {
  LineStatus line = LineIn("paused");
  line.user = "kiosk-17";
  line.pause = PauseStatus{.state = state,
                           .prompt = "",
                           .deadline = kMorning + std::chrono::seconds(25),
                           .wants = std::move(wants)};
  return line;
}

inline LineStatus WaitingUntil(WallTime next) {
  LineStatus line = LineIn("holdoff");
  line.next = next;
  line.next_what = "dial";
  line.why = "dials 100 again at 08:05:00, by policy";
  return line;
}

inline AgentStatus AgentWith(std::vector<LineStatus> lines) {
  AgentStatus status;
  status.lines = std::move(lines);
  return status;
}

}  // namespace lineman
