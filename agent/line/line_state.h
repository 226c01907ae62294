// What a line is doing, and the moves it may make: one table.
#pragma once

#include <optional>
#include <string_view>

namespace lineman {

// The states of a line, as `status` and stories name them.
enum class LineState {
  kIdle,         // not wanted now
  kDialing,      // an attempt is under way
  kPaused,       // the server waits for an answer
  kOnline,       // connected
  kDoubtful,     // connected, but the probes fail
  kHangingUp,    // told to hang up, waiting for the final `disconnected`
  kHoldoff,      // waiting to dial again
  kOpenCircuit,  // timed retries are spent; waiting for a slow probe or an event
};
inline constexpr int kLineStateCount = 8;

std::string_view NameOf(LineState state);                       // "open_circuit"
std::optional<LineState> FindLineState(std::string_view name);  // exactly that spelling

// Whether the table allows the move. A state may not be entered from itself.
bool MayMove(LineState from, LineState to);

// Connected, whether data gets through or not.
inline bool IsUp(LineState state) {
  return state == LineState::kOnline || state == LineState::kDoubtful;
}
// An attempt exists: it was dialled and has not reported its final `disconnected`.
inline bool HasAttempt(LineState state) {
  return state == LineState::kDialing || state == LineState::kPaused || IsUp(state) ||
         state == LineState::kHangingUp;
}

}  // namespace lineman
