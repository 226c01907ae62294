// The rasapi engine under the engine contract, in virtual time: RAS calls back in the orders that
// its documentation implies. On the double of RAS's library the same runs in tests/windows.
#include "engines/rasapi/rasapi.h"
#include "tests/engine_contract/engine_contract.h"
#include "tests/engines/rasapi/fake_ras.h"

namespace lineman::contract {
namespace {

using rasapi::DialId;
using rasapi::DialOrder;
using rasapi::FakeRas;
using std::chrono::milliseconds;
using std::chrono::seconds;
using State = ConnectionState;

struct Step {
  State state;
  RasError error = RasError::kNone;
};
using Steps = std::vector<Step>;

const Steps kReach = {
    {State::kOpenPort},        {State::kPortOpened},          {State::kConnectDevice},
    {State::kDeviceConnected}, {State::kAllDevicesConnected}, {State::kAuthenticate}};
const Steps kComeUp = {{State::kAuthAck},
                       {State::kAuthenticated},
                       {State::kAuthProject},
                       {State::kProjected},
                       {State::kConnected}};
constexpr Duration kStep = milliseconds(900);

// The entry says what becomes of it: "3 paused" is the third scenario's.
struct Play {
  Steps begins;
  Steps goes_on = {};  // once it is answered
  Duration gives_up{0};
  Duration drops{0};
};

Steps Followed(Steps steps, const Steps& more) {
  steps.insert(steps.end(), more.begin(), more.end());
  return steps;
}

Play PlayOf(Scenario scenario) {
  const auto paused = [](State pause, State next) {
    return Play{Followed(kReach, {{State::kAuthNotify}, {pause}}), Followed({{next}}, kComeUp)};
  };
  switch (scenario) {
    case Scenario::kBusy:
      return {{{State::kOpenPort},
               {State::kConnectDevice},
               {State::kConnectDevice, RasError::kLineBusy}}};
    case Scenario::kWrongPassword:
      return {Followed(kReach, {{State::kAuthenticate, RasError::kAuthenticationFailure}})};
    case Scenario::kPausedInteractive:
      return paused(State::kInteractive, State::kAllDevicesConnected);
    case Scenario::kPausedRetry:
      return paused(State::kRetryAuthentication, State::kAuthRetry);
    case Scenario::kPausedCallback:
      return paused(State::kCallbackSetByCaller, State::kPrepareForCallback);
    case Scenario::kPausedPassword:
      return paused(State::kPasswordExpired, State::kAuthChangePassword);
    case Scenario::kPausedEap:
      return paused(State::kInvokeEapUi, State::kAuthenticate);
    case Scenario::kPeerGivesUp: {
      Play play = paused(State::kCallbackSetByCaller, State::kPrepareForCallback);
      play.gives_up = seconds(20);
      return play;
    }
    case Scenario::kLostAfterConnect:
      return {Followed(kReach, kComeUp), {}, {}, seconds(40)};
    case Scenario::kGoodDial:
    case Scenario::kSlowDial:
      break;
  }
  return {Followed(kReach, kComeUp)};
}

// Plays by itself.
class PlayingHost final : public rasapi::FakeHost {
 public:
  using FakeHost::FakeHost;

 protected:
  void Begin(DialId dial, const DialOrder& order) override {
    const bool is_new = !plays_.contains(dial);
    if (is_new) plays_[dial] = PlayOf(static_cast<Scenario>(std::stoi(order.entry.name)));
    const rasapi::Handle handle = dial + 100;
    ras_.status.try_emplace(handle);
    Later([this, dial, handle] { handlers_.returned(dial, {RasError::kNone, handle}); });
    Proceed(dial, is_new ? plays_[dial].begins : plays_[dial].goes_on, 0);
  }

 private:
  void Proceed(DialId dial, const Steps& steps, std::size_t at) {
    if (at == steps.size()) return;
    After(kStep, [this, dial, steps, at] {
      const rasapi::Handle handle = dial + 100;
      if (!ras_.status.contains(handle)) return;  // hung up
      Tell(dial, steps[at]);
      Proceed(dial, steps, at + 1);
    });
  }

  void Tell(DialId dial, const Step& step) {
    const rasapi::Handle handle = dial + 100;
    ras_.status[handle].state = static_cast<std::uint32_t>(step.state);
    const Play& play = plays_[dial];
    if (GroupOf(step.state) == StateGroup::kPaused && play.gives_up > Duration{0})
      Proceed(dial, {{step.state, RasError::kRemoteDisconnection}}, 0);
    if (step.state == State::kConnected && play.drops > Duration{0}) {
      After(play.drops, [this, handle] {
        End(handle);
        handlers_.links_changed();
      });
    }
    handlers_.noticed(dial, {static_cast<std::uint32_t>(step.state), step.error, 1, 0});
  }

  std::map<DialId, Play> plays_;
};

class RasapiUnderTest final : public EngineUnderTest {
 public:
  Engine& engine() override { return engine_; }
  bool RunUntil(const std::function<bool()>& condition, Duration limit) override {
    const Instant end = env_.Now() + limit;
    while (!condition()) {
      if (!env_.RunNext(end)) return condition();
    }
    return true;
  }

  Result<DialRequest> Request(Scenario scenario, AttemptId attempt) override {
    const std::string entry = fmt::format("{} {}", static_cast<int>(scenario), attempt);
    ras_.entries[entry] = {};
    Findings findings;
    DialRequest request;
    request.attempt = attempt;
    request.profile = "contract";
    request.credentials.user = "kiosk";
    request.credentials.password = Secret(std::string(kSecret));
    request.ask_for_callback = true;
    request.options = ParseYamlMapping("entry: " + entry, "contract.yaml", findings);
    return request;
  }

  Answer RightAnswer(Scenario /*scenario*/, State pause) override {
    Answer answer = UsualAnswer(pause);
    if (pause == State::kInteractive) answer.done = true;
    if (pause == State::kInvokeEapUi) answer.text = "";
    return answer;
  }

  std::string Exposed() override {
    std::string all;
    for (const auto& notes : ras_.notes) {
      for (const auto& note : notes) all += note.first + note.second;
    }
    return all;
  }

 private:
  VirtualEnv env_{WallTime(std::chrono::hours(24 * 20'000)), 1};
  FakeRas ras_;
  RasapiEngine engine_{env_, std::make_unique<PlayingHost>(env_, ras_)};
};

INSTANTIATE_TEST_SUITE_P(Rasapi, EngineContract,
                         testing::Values(Candidate{
                             "rasapi", [] { return std::make_unique<RasapiUnderTest>(); }}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lineman::contract
