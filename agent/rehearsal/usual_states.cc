#include "rehearsal/usual_states.h"

#include <array>

namespace lineman {
namespace {

using State = ConnectionState;

// What Windows shows of a dial to a server of its own kind. Microsoft promises no order; this one
// follows from what each state means.
constexpr std::array<State, 13> kOrdinaryDial = {State::kOpenPort,
                                                 State::kPortOpened,
                                                 State::kConnectDevice,
                                                 State::kDeviceConnected,
                                                 State::kAllDevicesConnected,
                                                 State::kAuthenticate,
                                                 State::kAuthNotify,
                                                 State::kAuthAck,
                                                 State::kAuthenticated,
                                                 State::kAuthProject,
                                                 State::kProjected,
                                                 State::kApplySettings,
                                                 State::kConnected};

// The state of an ordinary dial after which a pause comes.
State StateBefore(State pause) {
  switch (pause) {
    case State::kInteractive:
      return State::kDeviceConnected;
    case State::kInvokeEapUi:
      return State::kAuthenticate;
    default:
      return State::kAuthNotify;
  }
}

}  // namespace

std::vector<State> UsualWayTo(State last) {
  const bool pause = GroupOf(last) == StateGroup::kPaused;
  const State until = pause ? StateBefore(last) : last;
  std::vector<State> way;
  for (const State state : kOrdinaryDial) {
    way.push_back(state);
    if (state == until) break;
  }
  if (last == State::kCallbackSetByCaller) way.push_back(State::kAuthCallback);
  if (pause) way.push_back(last);
  return way;
}

State UsualStateOf(RasError error) {
  switch (CauseOf(error)) {
    case Cause::kLocal:
    case Cause::kInternal:
      return State::kOpenPort;
    case Cause::kServer:
    case Cause::kCredentials:
    case Cause::kAccount:
    case Cause::kSecurity:
    case Cause::kHuman:
      return State::kAuthenticate;
    case Cause::kConfig:
      return State::kAuthProject;
    default:
      return State::kConnectDevice;
  }
}

}  // namespace lineman
