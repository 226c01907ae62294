// `lineman answer`: gives a paused state what it waits for.

#include <fmt/format.h>

#include "app/agent_call.h"
#include "app/commands.h"
#include "app/machine_clock.h"
#include "app/operator_call.h"
#include "app/status_words.h"
#include "app/terminal.h"

namespace lineman {

int RunAnswer(const CommonOptions& common, const AnswerOptions& options) {
  ControlResult<ControlClient> agent = ConnectToAgent(common);
  if (!agent) return TellWhyNot(agent.error());
  const ControlResult<AgentStatus> status = AskStatus(*agent, options.profile);
  if (!status) return TellWhyNot(status.error());
  const LineStatus& line = status->lines.at(0);
  if (!line.pause) {
    PrintError(fmt::format("lineman: {}: nothing waits for an answer\n",
                           Harmless(Summary(line, {Zone::OfThisMachine(), WallNow()}))));
    return kExitNo;
  }
  Result<Json> answer = FillAnswer(line, options);
  if (!answer) {
    PrintError(fmt::format("lineman: {}\n", answer.error().message));
    return kExitNo;
  }
  return SayToLine(*agent, "answer", *std::move(answer));
}

}  // namespace lineman
