#include "line/line_state.h"

#include <array>
#include <cstddef>

namespace lineman {
namespace {

// Rows: from; columns: to, in the order of the enumeration. An x is a legal move.
//   idle dialing paused online doubtful hanging holdoff open
constexpr std::array<std::string_view, kLineStateCount> kMoves = {
    ".x.x..xx",  // idle: dials, adopts, waits for its first dial, finds its circuit open
    "x.xx.xxx",  // dialing: pauses, connects, is hung up, or ends
    "xx.x.xxx",  // paused: goes on, connects, is hung up, or ends
    "x.x.xxxx",  // online: probes fail, the server asks again, hangs up, is lost
    "x.xx.xxx",  // doubtful: recovers, the server asks again, hangs up, is lost
    "x.....xx",  // hanging_up: only the final `disconnected` leads on
    "xx.x...x",  // holdoff: dials, adopts, or a limit opens the circuit
    "xx.x..x.",  // open_circuit: probes, adopts, or is re-armed and waits
};

}  // namespace

std::string_view NameOf(LineState state) {
  static constexpr std::array<std::string_view, kLineStateCount> kNames = {
      "idle", "dialing", "paused", "online", "doubtful", "hanging_up", "holdoff", "open_circuit"};
  return kNames.at(static_cast<std::size_t>(state));
}

std::optional<LineState> FindLineState(std::string_view name) {
  for (int i = 0; i < kLineStateCount; ++i) {
    if (NameOf(static_cast<LineState>(i)) == name) return static_cast<LineState>(i);
  }
  return std::nullopt;
}

bool MayMove(LineState from, LineState to) {
  return kMoves.at(static_cast<std::size_t>(from)).at(static_cast<std::size_t>(to)) == 'x';
}

}  // namespace lineman
