// `lineman metrics`: the agent's figures in Prometheus' text format.

#include "app/agent_call.h"
#include "app/commands.h"
#include "app/terminal.h"

namespace lineman {

int RunMetrics(const CommonOptions& common) {
  ControlResult<ControlClient> agent = ConnectToAgent(common);
  if (!agent) return TellWhyNot(agent.error());
  const ControlResult<Json> metrics = agent->Call("metrics", Json());
  if (!metrics) return TellWhyNot(metrics.error());
  if (const std::string* text = metrics->FindString("text")) Print(*text);
  return kExitDone;
}

}  // namespace lineman
