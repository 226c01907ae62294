// What is counted of an agent and its lines, for Prometheus. The names are stable; config/README.md
// has them.
#pragma once

#include <string>
#include <vector>

#include "app/line_tally.h"
#include "control/status.h"
#include "pipeline/pipeline.h"

namespace lineman {

// One line at this moment.
struct LineFigures {
  LineStatus status;
  LineTally tally;
  ConnectionStatistics bytes;  // over all connections
  Duration online{0};          // in the state online, over all spells
  int credential_tries = 0;    // of the profile's login, not accepted since
  int set_aside = 0;           // plugins
};

// The agent at this moment.
struct AgentFigures {
  std::string version;
  WallTime started{};
  bool journal_writable = true;
  std::vector<LineFigures> lines;
};

std::string MetricsText(const AgentFigures& agent);

}  // namespace lineman
