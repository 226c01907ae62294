// The engine contract on real pppds.
#include <algorithm>

#include "tests/engine_contract/engine_contract.h"
#include "tests/lab/lab.h"

namespace lineman::contract {
namespace {

using lab::Script;

// Everything a process shows of itself, and the agent's folder.
std::string TracesOf(const TemporaryFolder& folder) {
  return lab::Shell("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\0' ' '; cat " +
                    folder.path() + "/pppd/*.call " + folder.path() + "/pppd/*.log");
}

class PppdUnderTest : public EngineUnderTest {
 public:
  Engine& engine() override { return dialler_.engine(); }
  bool RunUntil(const std::function<bool()>& condition, Duration limit) override {
    return dialler_.RunUntil(condition, limit);
  }
  // Nothing in pppd or its plugin waits longer than this to say something.
  Duration Quiet(Duration span) override { return std::min<Duration>(span, lab::seconds(31)); }

  Result<DialRequest> Request(Scenario scenario, AttemptId attempt) override {
    DialRequest request;
    request.attempt = attempt;
    request.profile = "contract";
    request.credentials.user = scenario == Scenario::kWrongPassword ? "stranger" : "kiosk";
    request.credentials.password = Secret(std::string(kSecret));
    const std::string block = BlockFor(scenario);
    if (!modems_.empty()) request.number = "1";
    if (scenario == Scenario::kPausedRetry) request.credentials.password = Secret("not this one");
    request.ask_for_callback = scenario == Scenario::kPausedCallback;
    Findings findings;
    request.options = ParseYamlMapping(block, "contract.yaml", findings);
    return request;
  }
  Answer RightAnswer(Scenario /*scenario*/, ConnectionState pause) override {
    Answer answer;
    switch (pause) {
      case ConnectionState::kInteractive:
        answer.text = "kiosk";
        break;
      case ConnectionState::kRetryAuthentication:
        answer.password = Secret(std::string(kSecret));
        break;
      case ConnectionState::kCallbackSetByCaller:
        answer.callback_number = "+49 30 555 0190";
        break;
      case ConnectionState::kPasswordExpired:
        answer.new_password = Secret("Tr0ub4dor&3-contract-renewed");
        break;
      default:
        answer.text = "123456";
        break;
    }
    return answer;
  }
  std::string Exposed() override { return TracesOf(dialler_.folder()); }

 private:
  std::string BlockFor(Scenario scenario) {
    switch (scenario) {
      case Scenario::kGoodDial:
      case Scenario::kWrongPassword:
        return lab::PtyTo("mschapv2");
      case Scenario::kBusy:
        return BlockWithModem("1=busy", Script("ppp_server") + " chap");
      case Scenario::kPausedInteractive:
        return BlockWithModem("1=connect", lab::LoginThenPpp(), {}, "terminal: true");
      case Scenario::kPausedCallback:
        return BlockWithModem(
            "1=connect", Script("peer") + " callback=user,none",
            {"--rings-back", "1", "--answer-back", Script("ppp_server") + " chap"});
      case Scenario::kPausedRetry:
        return lab::PtyToPeer({"retries=1"});
      case Scenario::kPausedPassword:
        return lab::PtyToPeer({"expired=yes"});
      case Scenario::kPausedEap:
        return lab::PtyToPeer({"auth=eap", "eap=gtc"});
      case Scenario::kPeerGivesUp:
        return lab::PtyToPeer({"auth=eap", "eap=gtc", "at=eap:terminate:5"});
      case Scenario::kLostAfterConnect:
        return lab::PtyTo("chap", "maxconnect, \"8\"");
      case Scenario::kSlowDial:
        return "pty: [/bin/sh, -c, \"sleep 10; exec " + Script("ppp_server") + " chap\"]";
    }
    return {};
  }

  std::string BlockWithModem(const std::string& number, const std::string& answer,
                             const std::vector<std::string>& more = {},
                             const std::string& serial = "patience: 15s") {
    folders_.push_back(std::make_unique<TemporaryFolder>());
    modems_.push_back(std::make_unique<lab::Modem>(*folders_.back(),
                                                   std::vector<std::string>{number}, answer, more));
    return modems_.back()->Block({}, serial);
  }

  std::vector<std::unique_ptr<TemporaryFolder>> folders_;
  std::vector<std::unique_ptr<lab::Modem>> modems_;
  lab::Dialler dialler_;
};

INSTANTIATE_TEST_SUITE_P(Pppd, EngineContract,
                         testing::Values(Candidate{
                             "pppd", [] { return std::make_unique<PppdUnderTest>(); }}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lineman::contract
