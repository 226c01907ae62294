// `lineman reload`: the agent reads its configuration again, all of it or nothing.

#include "app/agent_call.h"
#include "app/commands.h"
#include "app/findings_json.h"
#include "app/terminal.h"

namespace lineman {
namespace {

// Reading many profiles and plugins may take a while on a small machine.
constexpr Duration kPatient = std::chrono::minutes(1);

void PrintFindings(const Json* json) {
  if (json == nullptr) return;
  if (const Result<Findings> findings = FindingsFrom(*json)) PrintError(findings->ToString());
}

}  // namespace

int RunReload(const CommonOptions& common) {
  ControlResult<ControlClient> agent = ConnectToAgent(common);
  if (!agent) return TellWhyNot(agent.error());
  const ControlResult<Json> report = agent->Call("reload", Json(), kPatient);
  if (!report) {
    PrintFindings(&report.error().data);
    return TellWhyNot(report.error());
  }
  PrintFindings(report->Find("findings"));
  Print("the configuration was reloaded\n");
  return kExitDone;
}

}  // namespace lineman
