// The commands' side of the control socket.
#pragma once

#include <string>

#include "app/options.h"
#include "base/zone.h"
#include "control/client.h"
#include "control/status.h"

namespace lineman {

// The agent on --socket, or on the socket that lineman.yaml names.
ControlResult<ControlClient> ConnectToAgent(const CommonOptions& common);

// Says why it did not work, and gives the exit code of the command.
int TellWhyNot(const ControlError& error);

// What the agent and its lines do now; an empty profile means all lines.
ControlResult<AgentStatus> AskStatus(ControlClient& agent, const std::string& profile);

}  // namespace lineman
