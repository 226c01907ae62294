// What the control socket asks of the agent. The agent implements it; the server calls it on the
// loop, and nothing in it blocks.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/status.h"
#include "model/event.h"
#include "model/history_query.h"
#include "text/json.h"

namespace lineman {

// What came of a reload. Findings are as `check --json` prints them.
struct ReloadReport {
  bool loaded = false;
  Json findings = Json(Json::Array{});
};

class ControlHost {
 public:
  virtual ~ControlHost() = default;

  virtual AgentStatus Status() = 0;
  // Calls `done` once, later, with entries in their JSON form, the oldest first.
  virtual void History(const HistoryQuery& query,
                       std::function<void(Result<std::vector<std::string>>)> done) = 0;
  // The coming dials of a profile if every one of them fails, as `plan --json` prints them.
  virtual Result<Json> Plan(const std::string& profile) = 0;
  // The operator's word. An error, with the way out, when there is no such line or the word makes
  // no sense now.
  virtual Result<Done> Say(const std::string& profile, const OperatorSays& says) = 0;
  virtual ReloadReport Reload() = 0;
  // In Prometheus' text format.
  virtual std::string Metrics() = 0;
};

}  // namespace lineman
