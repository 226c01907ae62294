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
    if (block.empty()) return Fail("the pppd engine shows no paused states");
    if (scenario == Scenario::kBusy) request.number = "1";
    Findings findings;
    request.options = ParseYamlMapping(block, "contract.yaml", findings);
    return request;
  }
  Answer RightAnswer(Scenario /*scenario*/, ConnectionState /*pause*/) override { return {}; }
  std::string Exposed() override { return TracesOf(dialler_.folder()); }

 private:
  std::string BlockFor(Scenario scenario) {
    switch (scenario) {
      case Scenario::kGoodDial:
      case Scenario::kWrongPassword:
        return lab::PtyTo("mschapv2");
      case Scenario::kBusy:
        modems_.push_back(std::make_unique<lab::Modem>(
            modem_folders_.emplace_back(std::make_unique<TemporaryFolder>()).operator*(),
            std::vector<std::string>{"1=busy"}));
        return modems_.back()->Block();
      case Scenario::kLostAfterConnect:
        return lab::PtyTo("chap", "maxconnect, \"8\"");
      case Scenario::kSlowDial:
        return "pty: [/bin/sh, -c, \"sleep 10; exec " + Script("ppp_server") + " chap\"]";
      default:
        return {};
    }
  }

  std::vector<std::unique_ptr<TemporaryFolder>> modem_folders_;
  std::vector<std::unique_ptr<lab::Modem>> modems_;
  lab::Dialler dialler_;
};

INSTANTIATE_TEST_SUITE_P(Pppd, EngineContract,
                         testing::Values(Candidate{
                             "pppd", [] { return std::make_unique<PppdUnderTest>(); }}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lineman::contract
