// What both simulators are set up with, the one of this process and that of another.
#pragma once

#include <stdexcept>
#include <string_view>

#include "engines/simulator/simulator.h"
#include "rehearsal/virtual_env.h"
#include "tests/engine_contract/engine_contract.h"

namespace lineman::contract {

inline constexpr const char* kContractWorld = R"(
world: contract
numbers:
  "1": good
  "2": busy
  "3": strict
  "4": terminal
  "5": retry
  "6": callback
  "7": expired
  "8": eap
  "9": impatient
  "10": lossy
servers:
  good: {}
  strict: {users: {kiosk: {password: something else}}}
  terminal: {prompts: [{prompt: "login:", answer: kiosk}]}
  retry: {retries: 1, users: {kiosk: {password: second}}}
  callback: {callback: set_by_caller}
  expired: {users: {kiosk: {password: Tr0ub4dor&3-contract, password_expires: 0s}}}
  eap: {eap: [{prompt: PIN, answer: "1234"}]}
  impatient: {callback: set_by_caller, patience: 20s}
  lossy: {link: short}
links:
  short: {drops: [{after: 40s}]}
)";

inline simulator::World LoadContractWorld() {
  Findings findings;
  const YamlPtr root = ParseYamlMapping(kContractWorld, "contract.yaml", findings);
  std::optional<simulator::World> world = simulator::LoadWorld(root, findings);
  if (!world) throw std::runtime_error(findings.ToString());
  return *std::move(world);
}

inline std::string_view NumberFor(Scenario scenario) {
  switch (scenario) {
    case Scenario::kBusy:
      return "2";
    case Scenario::kWrongPassword:
      return "3";
    case Scenario::kPausedInteractive:
      return "4";
    case Scenario::kPausedRetry:
      return "5";
    case Scenario::kPausedCallback:
      return "6";
    case Scenario::kPausedPassword:
      return "7";
    case Scenario::kPausedEap:
      return "8";
    case Scenario::kPeerGivesUp:
      return "9";
    case Scenario::kLostAfterConnect:
      return "10";
    case Scenario::kGoodDial:
    case Scenario::kSlowDial:  // ringing and training take long enough
      break;
  }
  return "1";
}

// Everything but the engine.
class SimulatorSetUp : public EngineUnderTest {
 public:
  bool RunUntil(const std::function<bool()>& condition, Duration limit) override {
    const Instant end = env_.Now() + limit;
    while (!condition()) {
      if (!env_.RunNext(end)) return condition();
    }
    return true;
  }

  Result<DialRequest> Request(Scenario scenario, AttemptId attempt) override {
    DialRequest request;
    request.attempt = attempt;
    request.profile = "contract";
    request.number = NumberFor(scenario);
    request.credentials.user = "kiosk";
    request.credentials.password = Secret(std::string(kSecret));
    request.ask_for_callback = true;
    return request;
  }

  Answer RightAnswer(Scenario /*scenario*/, ConnectionState pause) override {
    Answer answer = UsualAnswer(pause);
    if (pause == ConnectionState::kInteractive) answer.text = "kiosk";
    if (pause == ConnectionState::kInvokeEapUi) answer.text = "1234";
    return answer;
  }

 protected:
  VirtualEnv& env() { return env_; }

 private:
  VirtualEnv env_{WallTime(std::chrono::hours(24 * 20'000)), 1};
};

}  // namespace lineman::contract
