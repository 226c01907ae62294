// The engine contract on rasapi and the double, in real time.
#include <fmt/format.h>

#include <algorithm>

#include "tests/engine_contract/engine_contract.h"
#include "tests/windows/ras/dialler.h"

namespace lineman::contract {
namespace {

using ras_test::Beside;
using ras_test::Dialler;
using ras_test::Double;
using std::chrono::seconds;

// Entries are numbers, and numbers are servers. States pass quickly; what the contract measures
// does not.
constexpr const char* kWorld = R"(
world: contract
pace: 50
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
  "11": {answers: good, ring: 5m}
servers:
  good: {}
  strict: {users: {kiosk: {password: something else}}}
  terminal: {prompts: [{prompt: "login:", answer: kiosk}]}
  retry: {retries: 1, users: {kiosk: {password: second}}}
  callback: {callback: set_by_caller}
  expired: {users: {kiosk: {password: Tr0ub4dor&3-contract, password_expires: 0s}}}
  eap: {eap: [{prompt: PIN, answer: "1234"}]}
  impatient: {callback: set_by_caller, patience: 2s}
  lossy: {link: short}
links:
  short: {drops: [{after: 2s}]}
)";

int EntryFor(Scenario scenario) {
  switch (scenario) {
    case Scenario::kBusy:
      return 2;
    case Scenario::kWrongPassword:
      return 3;
    case Scenario::kPausedInteractive:
      return 4;
    case Scenario::kPausedRetry:
      return 5;
    case Scenario::kPausedCallback:
      return 6;
    case Scenario::kPausedPassword:
      return 7;
    case Scenario::kPausedEap:
      return 8;
    case Scenario::kPeerGivesUp:
      return 9;
    case Scenario::kLostAfterConnect:
      return 10;
    case Scenario::kSlowDial:
      return 11;
    case Scenario::kGoodDial:
      break;
  }
  return 1;
}

class RasapiUnderTest : public EngineUnderTest {
 public:
  // Whatever the engine did in the test, RAS has nothing to say against it.
  ~RasapiUnderTest() override {
    EXPECT_TRUE(dialler_.RunUntil([this] { return ras_.Living() == 0; }));
    EXPECT_EQ(ras_.Breaches(), "");
  }

  Engine& engine() override { return dialler_.engine(); }
  bool RunUntil(const std::function<bool()>& condition, Duration limit) override {
    return dialler_.RunUntil(condition, limit);
  }
  // Here nothing that may come waits longer than 3 s. One test measures 30 s.
  Duration Quiet(Duration span) override {
    return span == seconds(30) ? span : std::min<Duration>(span, seconds(3));
  }

  Result<DialRequest> Request(Scenario scenario, AttemptId attempt) override {
    // An entry of its own for each: one that was hung up has to rest.
    DialRequest request = ras_test::RequestFor(
        fmt::format("{} {}", ras_test::InLetters(attempt), EntryFor(scenario)));
    request.attempt = attempt;
    request.profile = "contract";
    request.credentials.password = Secret(std::string(kSecret));
    request.ask_for_callback = true;
    return request;
  }

  Answer RightAnswer(Scenario /*scenario*/, ConnectionState pause) override {
    Answer answer = UsualAnswer(pause);
    if (pause == ConnectionState::kInteractive) answer.done = true;
    if (pause == ConnectionState::kInvokeEapUi) answer.text = "";
    return answer;
  }

  std::string Exposed() override { return ras_.BreachesSoFar(); }

 private:
  Double ras_{kWorld};
  Dialler dialler_{Beside("ras_sim.dll")};
};

INSTANTIATE_TEST_SUITE_P(Rasapi, EngineContract,
                         testing::Values(Candidate{
                             "rasapi", [] { return std::make_unique<RasapiUnderTest>(); }}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lineman::contract
