// The wall clock is set while the agent runs: forward, back, by DST, from 1970.
#include <gtest/gtest.h>

#include "tests/pipeline/test_ports.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

class ClockTest : public testing::TestWithParam<Duration> {
 protected:
  void Start(const std::string& more = "") {
    agent_.Start({MakeProfile("{profile: kiosk, numbers: ['0100'], online: always" + more + "}")});
    agent_.Settle();
  }
  void Jump(Duration by) {
    agent_.env.JumpClock(by);
    agent_.driver->PostToAll(ClockChanged{by});
    agent_.Settle();
  }
  void JumpAndRestart(Duration by) {
    Jump(by);
    agent_.CutPower();
  }

  TestAgent agent_;
};

TEST_P(ClockTest, DownForTwoHoursIsTwoHours) {
  Start();
  agent_.Say("kiosk", OperatorSays{OperatorSays::Word::kDown, 2h, {}});
  agent_.Tick(1h);
  Jump(GetParam());
  agent_.Tick(1h - 1s);
  EXPECT_EQ(agent_.state("kiosk"), LineState::kIdle);
  agent_.Tick(1s);
  EXPECT_NE(agent_.state("kiosk"), LineState::kIdle);
}

TEST_P(ClockTest, SoItIsAfterARestart) {
  Start();
  agent_.Say("kiosk", OperatorSays{OperatorSays::Word::kDown, 2h, {}});
  agent_.Tick(1h);
  JumpAndRestart(GetParam());
  Start();
  agent_.Tick(1h - 1s);
  EXPECT_EQ(agent_.state("kiosk"), LineState::kIdle);
  agent_.Tick(1s);
  EXPECT_NE(agent_.state("kiosk"), LineState::kIdle);
}

// Every five minutes a call that is busy, and the clock is set again and again.
TEST_P(ClockTest, ACapHoldsWhateverTheClockSays) {
  const std::string caps =
      ", retry: {caps: [{dials: 3, per: 30m}], budgets: {line: 1000},"
      " backoff: {first: 5m, max: 5m, jitter: 0%}}";
  Start(caps);
  for (int round = 0; round < 60; ++round) {
    if (TestCall* call = agent_.engine.Last("kiosk"); call != nullptr && call->IsAlive()) {
      agent_.FailDial("kiosk", RasError::kLineBusy);
    }
    if (round % 7 == 3) Jump(round % 2 == 0 ? GetParam() : -GetParam());
    agent_.Tick(2min);
  }
  const auto& calls = agent_.engine.calls;
  EXPECT_GE(calls.size(), 9U) << "a wrong clock never leaves a kiosk dead";
  for (std::size_t i = 3; i < calls.size(); ++i) {
    EXPECT_GE(calls[i]->dialled - calls[i - 3]->dialled, 30min);
  }
}

TEST_P(ClockTest, AnOpenCircuitProbesWhenItWasTo) {
  const std::string soon =
      ", retry: {budgets: {line: 1}, open_circuit: {probe_after: 1h, max: 6h}}";
  Start(soon);
  agent_.FailDial("kiosk", RasError::kLineBusy);
  ASSERT_EQ(agent_.state("kiosk"), LineState::kOpenCircuit);
  agent_.Tick(30min);
  JumpAndRestart(GetParam());
  Start(soon);
  agent_.Tick(30min - 1min);
  EXPECT_EQ(agent_.engine.calls.size(), 1U);
  agent_.Tick(2min);
  EXPECT_EQ(agent_.engine.calls.size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(By, ClockTest,
                         testing::Values(Duration(1h), Duration(-1h), Duration(26h), Duration(-26h),
                                         Duration(-24h * 365 * 50), Duration(24h * 365 * 10)));

}  // namespace
}  // namespace lineman
