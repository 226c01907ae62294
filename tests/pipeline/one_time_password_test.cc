// A command that gives another password at every dial, as makers of one-time codes do: what the
// server refuses stays bounded all the same.
#include <gtest/gtest.h>

#include "tests/pipeline/test_ports.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

constexpr int kBudget = 2;

ProfilePtr Kiosk(const std::string& password) {
  return MakeProfile("{profile: kiosk, numbers: ['0100'], user: kiosk-17, password: {" + password +
                     "}, retry: {start_spread: 0s, backoff: {max: 1m}, open_circuit: {max: 6h}, "
                     "budgets: {credentials: " +
                     std::to_string(kBudget) + "}}}");
}

class OneTimePasswordTest : public testing::Test {
 protected:
  OneTimePasswordTest() { agent_.secrets.fresh_each_time = true; }

  void Start(const std::string& password = "command: [/bin/code]") {
    agent_.Start({Kiosk(password)});
    agent_.Settle();
  }
  // Refuses every dial of so long.
  void Refuse(Duration span) {
    for (const Instant end = agent_.env.Now() + span; agent_.env.Now() < end; agent_.Tick(1s)) {
      if (agent_.state("kiosk") == LineState::kDialing) {
        agent_.FailDial("kiosk", RasError::kAuthenticationFailure);
      }
    }
  }
  void AwaitDial() {
    const Instant end = agent_.env.Now() + 24h;
    while (agent_.state("kiosk") != LineState::kDialing && agent_.env.Now() < end) agent_.Tick(1s);
  }
  std::size_t dials() const { return agent_.engine.DialsOf("kiosk"); }

  TestAgent agent_;
};

TEST_F(OneTimePasswordTest, ThatIsAlwaysRefusedIsNotTriedForEver) {
  Start();
  Refuse(5h);
  EXPECT_LE(dials(), 2U * kBudget);
  EXPECT_EQ(agent_.state("kiosk"), LineState::kOpenCircuit);
}

TEST_F(OneTimePasswordTest, ThatChangesOnceItsTriesAreSpentIsNotTriedForEver) {
  agent_.secrets.fresh_each_time = false;
  Start();
  for (int minutes = 0; minutes < 300; minutes += 10) {
    Refuse(10min);
    ++agent_.secrets.generation;
  }
  EXPECT_EQ(dials(), kBudget * (kBudget + 1U)) << "the first, and as many as may be new";
  EXPECT_EQ(agent_.state("kiosk"), LineState::kOpenCircuit);
  EXPECT_EQ(agent_.Recorded(Entry::Kind::kTrouble, "password").size(), 1U);
}

TEST_F(OneTimePasswordTest, IsStillGivenToEachSlowProbe) {
  Start();
  Refuse(5h);
  const std::size_t before = dials();
  const std::string last = agent_.engine.Last("kiosk")->request.credentials.password.Reveal();
  AwaitDial();
  EXPECT_EQ(dials(), before + 1);
  EXPECT_NE(agent_.engine.Last("kiosk")->request.credentials.password.Reveal(), last);
}

TEST_F(OneTimePasswordTest, MayBeRefusedAgainAfterAProvenSuccess) {
  Start();
  Refuse(5h);
  AwaitDial();
  agent_.Connect("kiosk");
  agent_.Tick(2min);
  agent_.Play("kiosk", ConnectionState::kDisconnected, RasError::kLinkFailure);
  const std::size_t before = dials();
  Refuse(1h);
  EXPECT_GT(dials(), before);
  EXPECT_LE(dials(), before + 2U * kBudget);
}

TEST_F(OneTimePasswordTest, IsTriedAgainAfterTheOperatorsUpAndAfterAReload) {
  for (const bool reload : {false, true}) {
    Start();
    Refuse(5h);
    const std::size_t before = dials();
    if (reload) {
      agent_.driver->Reload({Kiosk("command: [/bin/code]")});
    } else {
      agent_.Say("kiosk", OperatorSays{OperatorSays::Word::kUp, {}, {}});
    }
    Refuse(4h);
    EXPECT_GT(dials(), before) << "reload " << reload;
    EXPECT_LE(dials(), before + 2U * kBudget) << "reload " << reload;
    agent_.CutPower();
    agent_.engine.calls.clear();
  }
}

TEST_F(OneTimePasswordTest, IsNotTriedAgainAfterAPowerCut) {
  Start();
  Refuse(1h);
  const std::size_t before = dials();
  agent_.CutPower();
  Start();
  Refuse(4h);
  EXPECT_EQ(dials(), before);
}

TEST_F(OneTimePasswordTest, EndsNeitherAnOpenCircuitNorASequenceForEver) {
  Start();
  for (const Instant end = agent_.env.Now() + 5h; agent_.env.Now() < end; agent_.Tick(1s)) {
    if (agent_.state("kiosk") == LineState::kDialing) {
      agent_.FailDial("kiosk", RasError::kLineBusy);
    }
  }
  EXPECT_EQ(agent_.state("kiosk"), LineState::kOpenCircuit);
  EXPECT_LT(dials(), 40U);
}

TEST_F(OneTimePasswordTest, OfAFileWasChangedByAPersonAndAlwaysCounts) {
  Start("file: /secret");
  Refuse(1h);
  EXPECT_GT(dials(), 20U);
}

}  // namespace
}  // namespace lineman
