// An agent dies; the next one finds its connection, or finds it gone.
#include "pipeline/adoption.h"

#include <gtest/gtest.h>

#include "tests/pipeline/test_ports.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;
using enum ConnectionState;

constexpr std::string_view kKiosk =
    "profile: kiosk\nengine: simulator\nnumbers: ['0100', '0200']\nuser: kiosk-17\n"
    "password: {env: SECRET}\nretry: {holdoff: 5s, stable_after: 60s, start_spread: 0s}\n";

class AdoptedLineTest : public testing::Test {
 protected:
  void Start(std::string_view profile = kKiosk) {
    agent_.Start({MakeProfile(profile)});
    agent_.Settle();
  }
  // The agent is killed and started again; its connection lives on in that state.
  void Replace(ConnectionState state) {
    const AttemptId attempt = agent_.slot("kiosk").line.attempt()->id;
    agent_.CutPower();
    agent_.engine.Survive("kiosk", attempt, state);
    Start();
  }
  int Tries() const { return agent_.driver->pipeline().TriesOf(agent_.slot("kiosk")); }
  const LineFacts& Facts() const { return agent_.slot("kiosk").line.facts(); }

  TestAgent agent_;
};

TEST_F(AdoptedLineTest, TheLinkIsWhatItWas) {
  Start();
  agent_.FailDial("kiosk", RasError::kLineBusy);
  agent_.Tick(1min);
  agent_.Connect("kiosk");
  Replace(kConnected);
  EXPECT_EQ(agent_.state("kiosk"), LineState::kOnline);
  const Attempt& attempt = *agent_.slot("kiosk").line.attempt();
  EXPECT_EQ(attempt.number, "0200");
  EXPECT_EQ(attempt.number_index, 1);
  EXPECT_EQ(attempt.user, "kiosk-17");
  EXPECT_EQ(agent_.Recorded(Entry::Kind::kEvent, "interrupted").size(), 0U);
}

TEST_F(AdoptedLineTest, TimeOnlineGoesOn) {
  Start();
  agent_.Connect("kiosk");
  agent_.Tick(40s);
  Replace(kConnected);
  agent_.Tick(20s - 1ms);
  EXPECT_TRUE(agent_.Recorded(Entry::Kind::kEvent, "proven").empty());
  agent_.Tick(1ms);
  EXPECT_EQ(agent_.Recorded(Entry::Kind::kEvent, "proven").size(), 1U);
}

TEST_F(AdoptedLineTest, AProvenLinkThatIsLostCostsNothing) {
  Start();
  agent_.Connect("kiosk");
  agent_.Tick(10min);
  Replace(kConnected);
  agent_.Play("kiosk", kDisconnected, RasError::kLinkFailure);
  EXPECT_EQ(Facts().failures, Failures{});
  EXPECT_EQ(Facts().attempts, 0);
}

TEST_F(AdoptedLineTest, ATryThatWasUnderWayIsSpentOnce) {
  Start();
  agent_.Play("kiosk", kConnectDevice);
  agent_.Play("kiosk", kAuthenticate);
  EXPECT_EQ(Tries(), 1);
  Replace(kAuthenticate);
  EXPECT_EQ(Tries(), 1);
  agent_.Play("kiosk", kDisconnected, RasError::kAuthenticationFailure);
  EXPECT_EQ(Tries(), 1);
  EXPECT_EQ(CountOf(Facts().failures, Cause::kCredentials), 1);
}

TEST_F(AdoptedLineTest, ATryTheServerTakesComesBack) {
  Start();
  agent_.Play("kiosk", kConnectDevice);
  agent_.Play("kiosk", kAuthenticate);
  Replace(kAuthenticate);
  agent_.Play("kiosk", kConnected);
  EXPECT_EQ(Tries(), 0);
}

// The agent dies between sending a new password and writing that it did.
TEST_F(AdoptedLineTest, ANewPasswordThatWasSentIsNotTakenForTheOldOne) {
  const std::string profile =
      std::string(kKiosk) + "paused: {password_expired: {answer: {new_password: fresh}}}\n";
  agent_.engine.on_answer = [this](TestCall&, const Answer&) { agent_.store.fails = true; };
  Start(profile);
  agent_.Play("kiosk", kConnectDevice);
  agent_.Play("kiosk", kAuthenticate);
  agent_.Play("kiosk", kPasswordExpired);
  ASSERT_EQ(agent_.engine.Last("kiosk")->answers.size(), 1U);
  const AttemptId attempt = agent_.slot("kiosk").line.attempt()->id;
  agent_.CutPower();
  agent_.store.fails = false;
  agent_.engine.Survive("kiosk", attempt, kAuthChangePassword);
  Start(profile);
  agent_.Play("kiosk", kAuthenticated);
  EXPECT_EQ(agent_.Recorded(Entry::Kind::kEvent, "password_changed").size(), 1U);
  EXPECT_TRUE(agent_.Recorded(Entry::Kind::kEvent, "password_kept").empty());
}

TEST_F(AdoptedLineTest, AConnectionThatIsGoneIsSaidOnce) {
  Start();
  agent_.Connect("kiosk");
  agent_.CutPower();
  Start();
  agent_.CutPower();
  Start();
  const auto said = agent_.Recorded(Entry::Kind::kEvent, "interrupted");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said.front().detail, "the link to 0100 did not outlive the agent");
}

TEST_F(AdoptedLineTest, AnAgentThatCrashesInALoopKeepsTheHoldoff) {
  for (int crash = 0; crash < 20; ++crash) {
    Start("{profile: kiosk, numbers: ['0100'], retry: {holdoff: 5s, start_spread: 0s}}");
    agent_.Tick(crash % 2 == 0 ? 1s : 6s);
    agent_.CutPower();
  }
  ASSERT_GE(agent_.engine.calls.size(), 5U);
  for (std::size_t i = 1; i < agent_.engine.calls.size(); ++i) {
    EXPECT_GE(agent_.engine.calls[i]->dialled - agent_.engine.calls[i - 1]->dialled, 5s);
  }
}

}  // namespace
}  // namespace lineman
