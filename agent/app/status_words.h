// The status of lines in a person's words.
#pragma once

#include <string>

#include "app/terminal.h"
#include "base/zone.h"
#include "control/status.h"

namespace lineman {

// From where and when somebody looks.
struct Onlooker {
  Zone zone;
  WallTime now{};
};

// "kiosk waits until 14:32:05 (30s): dials 100 again at 14:32:05, by rule busy".
std::string Summary(const LineStatus& line, const Onlooker& onlooker);

// A row for each line, what there is to know below it, and the troubles of the agent.
std::string StatusTable(const AgentStatus& status, const Onlooker& onlooker, const Paint& paint);

}  // namespace lineman
