// The engine of replays under the engine contract, in virtual time, with a tape made for it.
#include <chrono>

#include "rehearsal/replay_engine.h"
#include "rehearsal/usual_states.h"
#include "tests/engine_contract/simulator_set_up.h"

namespace lineman::contract {
namespace {

using std::chrono::seconds;
using State = ConnectionState;

constexpr Duration kStep = std::chrono::milliseconds(400);
constexpr Duration kForEver = std::chrono::hours(24);

void Show(Observation& dial, State state, RasError error = RasError::kNone,
          Duration after = kStep) {
  dial.way.push_back({state, error, "", after});
}

void WalkTo(Observation& dial, State last) {
  for (const State state : UsualWayTo(last)) Show(dial, state);
}

void Fail(Observation& dial, State in, RasError error) {
  WalkTo(dial, in);
  Show(dial, in, error);
  Show(dial, State::kDisconnected, error);
}

State PauseOf(Scenario scenario) {
  switch (scenario) {
    case Scenario::kPausedRetry:
      return State::kRetryAuthentication;
    case Scenario::kPausedCallback:
      return State::kCallbackSetByCaller;
    case Scenario::kPausedPassword:
      return State::kPasswordExpired;
    case Scenario::kPausedEap:
      return State::kInvokeEapUi;
    default:
      return State::kInteractive;
  }
}

// What a record shows of a dial of the number that is named like the scenario.
Observation ObservationOf(Scenario scenario) {
  Observation dial;
  dial.number = NumberKey(NameOf(scenario));
  dial.ended = Instant{} + kForEver;
  dial.tells = true;
  switch (scenario) {
    case Scenario::kBusy:
      Fail(dial, State::kConnectDevice, RasError::kLineBusy);
      break;
    case Scenario::kWrongPassword:
      Fail(dial, State::kAuthNotify, RasError::kAuthenticationFailure);
      break;
    case Scenario::kPeerGivesUp:
      WalkTo(dial, State::kInteractive);
      Show(dial, State::kDisconnected, RasError::kRemoteDisconnection, seconds(60));
      break;
    case Scenario::kGoodDial:
    case Scenario::kLostAfterConnect:
      WalkTo(dial, State::kConnected);
      break;
    case Scenario::kSlowDial:
      WalkTo(dial, State::kConnected);
      dial.way[2].after = seconds(6);
      break;
    default:
      WalkTo(dial, PauseOf(scenario));
      dial.way.back().answered = true;
      Show(dial, State::kAuthenticated);
      Show(dial, State::kConnected);
  }
  return dial;
}

ReplayTape MakeContractTape() {
  ReplayTape tape;
  tape.end = Instant{} + kForEver;
  for (int scenario = 0; scenario <= static_cast<int>(Scenario::kSlowDial); ++scenario)
    tape.observations.push_back(ObservationOf(static_cast<Scenario>(scenario)));
  return tape;
}

class ReplayUnderTest : public SimulatorSetUp {
 public:
  // A link to that number is lost every two minutes.
  ReplayUnderTest() {
    const std::string lost = NumberKey(NameOf(Scenario::kLostAfterConnect));
    for (Instant at = Instant{} + seconds(120); at < tape_.end; at += seconds(120))
      env().CallAt(at, [this, at, lost] { engine_.Hit({at, lost, RasError::kLinkFailure, ""}); });
  }

  Engine& engine() override { return engine_; }
  Result<DialRequest> Request(Scenario scenario, AttemptId attempt) override {
    Result<DialRequest> request = SimulatorSetUp::Request(scenario, attempt);
    request->number = NameOf(scenario);
    return request;
  }

 private:
  const ReplayTape tape_ = MakeContractTape();
  ReplayEngine engine_{env(), tape_, "contract"};
};

INSTANTIATE_TEST_SUITE_P(Replay, EngineContract,
                         testing::Values(Candidate{
                             "replay", [] { return std::make_unique<ReplayUnderTest>(); }}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lineman::contract
