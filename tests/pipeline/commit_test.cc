// A promise is committed before what it allows leaves.
#include <gtest/gtest.h>

#include "tests/pipeline/test_ports.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;
using enum ConnectionState;

constexpr std::string_view kKiosk =
    "{profile: kiosk, numbers: ['0100'], user: kiosk, password: {file: /s}, retry: {backoff: "
    "{jitter: 0%}}}";

TEST(CommitTest, ADialLeavesOnlyAfterItsCommit) {
  TestAgent agent;
  agent.store.holds = true;
  agent.Start({MakeProfile(kKiosk)});
  agent.Tick(1h);
  EXPECT_EQ(agent.engine.DialsOf("kiosk"), 0U);
  EXPECT_EQ(agent.state("kiosk"), LineState::kIdle);
  agent.store.Release();
  agent.Settle();
  EXPECT_EQ(agent.engine.DialsOf("kiosk"), 1U);
  EXPECT_EQ(agent.store.durable().dials.size(), 1U);
  EXPECT_EQ(agent.store.durable().logins.begin()->second.tries, 1);
}

TEST(CommitTest, ADownWhileTheCommitIsAwaitedTakesTheDialBack) {
  TestAgent agent;
  agent.store.holds = true;
  agent.Start({MakeProfile(kKiosk)});
  agent.Settle();
  agent.Say("kiosk", OperatorSays{.word = OperatorSays::Word::kDown, .how_long = {}, .answer = {}});
  agent.store.holds = false;
  agent.store.Release();
  agent.Tick(24h);
  EXPECT_EQ(agent.engine.DialsOf("kiosk"), 0U);
  EXPECT_EQ(agent.state("kiosk"), LineState::kIdle);
  EXPECT_TRUE(agent.store.durable().dials.empty());
  EXPECT_EQ(agent.store.durable().logins.begin()->second.tries, 0);
  EXPECT_EQ(agent.slot("kiosk").line.facts().attempts, 0);
}

// A dial that was about to leave when the agent was killed counts as of the restart: it may have
// left just then.
TEST(CommitTest, ADialIsCountedFromWhenItLeft) {
  TestAgent agent;
  agent.store.takes = std::chrono::seconds(3);
  agent.Start({MakeProfile(kKiosk)});
  agent.Settle();
  ASSERT_EQ(agent.store.durable().dials.size(), 1U);
  EXPECT_FALSE(agent.store.durable().dials.front().left);
  const WallTime booked = agent.store.durable().dials.front().at;
  agent.Tick(std::chrono::seconds(3));
  ASSERT_EQ(agent.engine.DialsOf("kiosk"), 1U);
  ASSERT_EQ(agent.store.durable().dials.size(), 1U);
  EXPECT_TRUE(agent.store.durable().dials.front().left);
  EXPECT_EQ(agent.store.durable().dials.front().at, booked + std::chrono::seconds(3));
}

TEST(CommitTest, AStoreThatFailsIsSaidAndTheLineGoesOn) {
  TestAgent agent;
  agent.store.fails = true;
  agent.Start({MakeProfile(kKiosk)});
  agent.Settle();
  ASSERT_EQ(agent.engine.DialsOf("kiosk"), 1U);
  const auto troubles = agent.Recorded(Entry::Kind::kTrouble, "store");
  ASSERT_FALSE(troubles.empty());
  EXPECT_EQ(troubles.front().detail, "the disk is full");
  agent.Connect("kiosk");
  EXPECT_EQ(agent.state("kiosk"), LineState::kOnline);
}

TEST(CommitTest, AStoreThatFailsIsSaidOnceAndSoIsItsRecovery) {
  TestAgent agent;
  agent.store.fails = true;
  agent.Start({MakeProfile(kKiosk)});
  agent.Settle();
  for (int dials = 0; dials < 3; ++dials) {
    agent.FailDial("kiosk", RasError::kNoAnswer);
    agent.Tick(std::chrono::minutes(1));
  }
  ASSERT_GE(agent.engine.DialsOf("kiosk"), 3U);
  EXPECT_EQ(agent.Recorded(Entry::Kind::kTrouble, "store").size(), 1U);
  EXPECT_TRUE(agent.Recorded(Entry::Kind::kEvent, "store").empty());
  agent.store.fails = false;
  for (int dials = 0; dials < 2; ++dials) {
    agent.FailDial("kiosk", RasError::kNoAnswer);
    agent.Tick(std::chrono::minutes(1));
  }
  EXPECT_EQ(agent.Recorded(Entry::Kind::kTrouble, "store").size(), 1U);
  EXPECT_EQ(agent.Recorded(Entry::Kind::kEvent, "store").size(), 1U);
}

// An answer with credentials is a try like a dial.
TEST(CommitTest, CredentialsAreAnsweredOnlyAfterTheirCommit) {
  TestAgent agent;
  agent.Start({MakeProfile(
      "{profile: kiosk, numbers: ['0100'], paused: {retry_authentication: {answer: {username: u, "
      "password: p}}}}")});
  agent.Settle();
  agent.store.holds = true;
  agent.Play("kiosk", kRetryAuthentication);
  EXPECT_TRUE(agent.engine.Last("kiosk")->answers.empty());
  EXPECT_EQ(agent.state("kiosk"), LineState::kPaused);
  agent.store.holds = false;
  agent.store.Release();
  agent.Settle();
  EXPECT_EQ(agent.engine.Last("kiosk")->answers.size(), 1U);
}

TEST(CommitTest, APauseThatIsWithdrawnTakesTheAnswerBack) {
  TestAgent agent;
  agent.Start({MakeProfile(
      "{profile: kiosk, numbers: ['0100'], paused: {retry_authentication: {answer: {username: u, "
      "password: p}}}}")});
  agent.Settle();
  agent.store.holds = true;
  agent.Play("kiosk", kRetryAuthentication);
  agent.Play("kiosk", kAuthenticate);
  agent.store.holds = false;
  agent.store.Release();
  agent.Settle();
  EXPECT_TRUE(agent.engine.Last("kiosk")->answers.empty());
  EXPECT_EQ(agent.state("kiosk"), LineState::kDialing);
}

// Nobody knows what was dialled before.
TEST(CommitTest, WithoutItsRecordACappedLineWaitsLongestBeforeItDials) {
  TestAgent agent;
  agent.store.unreadable = true;
  agent.Start({MakeProfile("{profile: capped, numbers: ['0100'], retry: {caps: [{preset: eu}], "
                           "open_circuit: {max: 2h}}}"),
               MakeProfile("{profile: free, numbers: ['0200']}")});
  agent.Tick(2h - 1ms);
  EXPECT_EQ(agent.engine.DialsOf("capped"), 0U);
  EXPECT_GE(agent.engine.DialsOf("free"), 1U);
  const auto troubles = agent.Recorded(Entry::Kind::kTrouble, "store");
  ASSERT_EQ(troubles.size(), 2U);
  EXPECT_EQ(troubles.front().detail, "the record cannot be read");
  agent.Tick(1ms);
  EXPECT_EQ(agent.engine.DialsOf("capped"), 1U);
}

TEST(CommitTest, TheOperatorNeedNotWaitForALostRecord) {
  TestAgent agent;
  agent.store.unreadable = true;
  agent.Start({MakeProfile("{profile: kiosk, numbers: ['0100'], retry: {caps: [{preset: eu}]}}")});
  agent.Settle();
  agent.Say("kiosk", OperatorSays{.word = OperatorSays::Word::kUp, .how_long = {}, .answer = {}});
  EXPECT_EQ(agent.engine.DialsOf("kiosk"), 1U);
}

TEST(CommitTest, NotificationsOfAnEarlierAttemptAreDropped) {
  TestAgent agent;
  agent.Start({MakeProfile(kKiosk)});
  agent.Settle();
  agent.FailDial("kiosk", RasError::kLineBusy);
  const TestCall first = *agent.engine.Last("kiosk");
  agent.Tick(5s);
  ASSERT_EQ(agent.engine.DialsOf("kiosk"), 2U);
  for (const ConnectionState state : {kConnected, kDisconnected}) {
    Notification stale;
    stale.attempt = first.request.attempt;
    stale.state = state;
    first.handler(stale);
    EXPECT_EQ(agent.state("kiosk"), LineState::kDialing);
  }
}

}  // namespace
}  // namespace lineman
