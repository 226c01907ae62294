// A connection that outlives the agent, seen from both its ends.
//
// What is known of the present attempt beside what the engine can tell is kept with the line's
// facts. An agent that starts finds the connection alive and goes on from there, or finds it gone:
// then the attempt ended when nobody looked, and the next dial keeps its distance from it.
#pragma once

#include "model/engine.h"
#include "pipeline/pipeline.h"

namespace lineman {

// Brings the facts up to date with the attempt; at the end of a step. Changes only when something
// did that a later agent has to know.
void KeepAttempt(Slot& slot, Turn& turn);

// The attempt of a connection that was found, with what was kept of it.
void AdoptAttempt(Slot& slot, const AdoptedConnection& found, Turn& turn);

}  // namespace lineman
