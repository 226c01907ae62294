// Logon hours end by themselves: a kiosk outside them holds off and never stops.
#include <gtest/gtest.h>

#include "tests/pipeline/test_ports.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

TEST(LogonHoursTest, TheLineHoldsOffAndNeverOpensItsCircuit) {
  TestAgent agent;
  agent.Start(
      {MakeProfile("{profile: kiosk, numbers: ['0100'], user: kiosk, password: {file: /s}}")});
  agent.Settle();
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(agent.engine.calls.size(), static_cast<std::size_t>(i) + 1);
    agent.FailDial("kiosk", RasError::kRestrictedLogonHours);
    EXPECT_EQ(agent.state("kiosk"), LineState::kHoldoff);
    agent.Tick(15min);
  }
  EXPECT_TRUE(agent.Recorded(Entry::Kind::kDecision, "open_circuit").empty());
}

}  // namespace
}  // namespace lineman
