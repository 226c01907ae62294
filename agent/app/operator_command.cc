// `lineman up`, `down` and `redial`: the operator's word.

#include <algorithm>
#include <vector>

#include "app/agent_call.h"
#include "app/commands.h"
#include "app/operator_call.h"
#include "app/terminal.h"
#include "base/duration.h"

namespace lineman {
namespace {

// The profiles that are meant.
ControlResult<std::vector<std::string>> ProfilesFor(ControlClient& agent,
                                                    const OperatorOptions& options) {
  if (!options.all) return std::vector<std::string>{options.profile};
  const ControlResult<AgentStatus> status = AskStatus(agent, "");
  if (!status) return tl::unexpected(status.error());
  std::vector<std::string> profiles;
  for (const LineStatus& line : status->lines) profiles.push_back(line.profile);
  return profiles;
}

}  // namespace

int RunOperator(const CommonOptions& common, const OperatorOptions& options) {
  if (options.all == !options.profile.empty()) {
    PrintError("lineman: " + options.word + " takes a PROFILE, or --all\n");
    return kExitUsage;
  }
  if (!options.how_long.empty()) {
    if (const Result<Duration> span = ParseDuration(options.how_long); !span) {
      PrintError("lineman: --for: " + span.error().message + "\n");
      return kExitUsage;
    }
  }
  ControlResult<ControlClient> agent = ConnectToAgent(common);
  if (!agent) return TellWhyNot(agent.error());
  const auto profiles = ProfilesFor(*agent, options);
  if (!profiles) return TellWhyNot(profiles.error());
  int worst = kExitDone;
  for (const std::string& profile : *profiles) {
    Json params;
    params.Set("profile", profile);
    if (!options.how_long.empty()) params.Set("for", options.how_long);
    worst = std::max(worst, SayToLine(*agent, options.word, std::move(params)));
  }
  return worst;
}

}  // namespace lineman
