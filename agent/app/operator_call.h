// An operator's word to the agent, and what comes of it.
#pragma once

#include <string>

#include "app/agent_call.h"

namespace lineman {

// Says the word (the method's name) and prints what happened then; gives the exit code. What went
// wrong afterwards, a refusal by the engine for one, is an answer of no.
int SayToLine(ControlClient& agent, const std::string& word, Json params);

}  // namespace lineman
