// The paused states: what the peer waits for is asked of the agent, and LCP goes on meanwhile.
//
// pppd's own handlers answer at once or give up. So the input functions of its protocols are
// wrapped: the packet that asks is kept, the agent is told, and the peer hears nothing until the
// agent has answered. Then pppd's handler gets what it would have got, with the answer in place.
#pragma once

// Wraps them. To be called once, while the plugin is loaded.
void pause_prepare(void);
// Tells the agent what the peer waits for; nothing when it waits for nothing.
void pause_tell(void);
// pppd has reached a phase: whatever the peer waited for is over when it cannot wait there.
void pause_look_at_phase(int value);
