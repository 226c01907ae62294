// What lines share: a login's tries and a number's dials.
#include <gtest/gtest.h>

#include "tests/pipeline/test_ports.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;
using enum ConnectionState;

ProfilePtr WithLogin(const std::string& name, const std::string& more = "") {
  return MakeProfile("{profile: " + name + ", numbers: ['" + name +
                     "0'], user: kiosk, password: {file: /s}" + more + "}");
}

TEST(SharedLimitsTest, TwoProfilesWithOneLoginHaveItsTriesTogether) {
  TestAgent agent;
  agent.Start({WithLogin("1"), WithLogin("2")});
  agent.Settle();
  agent.FailDial("1", RasError::kAuthenticationFailure);
  agent.FailDial("2", RasError::kAuthenticationFailure);
  agent.Tick(1h);
  EXPECT_EQ(agent.engine.calls.size(), 2U);
  for (const char* line : {"1", "2"}) EXPECT_EQ(agent.state(line), LineState::kOpenCircuit);
  // Both watch the password, and the new one is tried.
  ++agent.secrets.generation;
  agent.Tick(2min);
  EXPECT_EQ(agent.engine.calls.size(), 4U);
}

TEST(SharedLimitsTest, AcceptedByOneTheLoginIsFreeForAll) {
  TestAgent agent;
  agent.Start({WithLogin("1"), WithLogin("2")});
  agent.Settle();
  agent.FailDial("1", RasError::kAuthenticationFailure);
  agent.Connect("2");
  agent.Tick(10s);
  EXPECT_EQ(agent.engine.DialsOf("1"), 2U);
}

// Others that are just trying a password have not been refused.
TEST(SharedLimitsTest, ALineThatFailsWhileOthersTryTheLoginIsNotLockedOut) {
  TestAgent agent;
  agent.Start({WithLogin("1"), WithLogin("2"), WithLogin("3")});
  agent.Settle();
  ASSERT_EQ(agent.engine.calls.size(), 2U);  // the third waits for what they are told
  EXPECT_EQ(agent.state("3"), LineState::kHoldoff);
  agent.FailDial("1", RasError::kLineBusy);
  agent.Tick(20s);
  EXPECT_NE(agent.state("1"), LineState::kOpenCircuit);
  EXPECT_NE(agent.state("3"), LineState::kOpenCircuit);
}

TEST(SharedLimitsTest, AThirdLineComesToItsTurn) {
  TestAgent agent;
  const std::string one = ", retry: {budgets: {credentials: 1, server: 1000}, backoff: {max: 5s}}";
  agent.Start({WithLogin("1", one), WithLogin("2", one), WithLogin("3", one)});
  agent.Tick(24h);  // no server ever says anything
  for (const char* line : {"1", "2", "3"}) EXPECT_GT(agent.engine.DialsOf(line), 10U) << line;
}

TEST(SharedLimitsTest, AnAnswerTheEngineCannotCarryCostsNoTry) {
  TestAgent agent;
  agent.engine.refuses_answer = [] { return true; };
  agent.Start({WithLogin("1", ", paused: {retry_authentication: {answer: {password: other}}}")});
  agent.Settle();
  agent.Play("1", kRetryAuthentication);
  EXPECT_EQ(agent.state("1"), LineState::kPaused);
  EXPECT_EQ(agent.store.durable().logins.begin()->second.tries, 1);
}

// Whoever was let in once is not let in for ever.
TEST(SharedLimitsTest, AnAnswerAfterAnAcceptanceIsATryOfItsOwn) {
  TestAgent agent;
  agent.Start({WithLogin("1", ", paused: {retry_authentication: {answer: {password: other}}}")});
  agent.Settle();
  agent.Play("1", kAuthenticated);
  agent.Play("1", kRetryAuthentication);
  agent.Play("1", kAuthenticate);
  EXPECT_EQ(agent.store.durable().logins.begin()->second.tries, 1);
}

TEST(SharedLimitsTest, ANumberHasItsCapAcrossProfilesInAnySpelling) {
  TestAgent agent;
  const std::string cap = ", retry: {caps: [{dials: 1, per: 1h, each: number}]}}";
  agent.Start({MakeProfile("{profile: 1, numbers: ['+49 30 1']" + cap),
               MakeProfile("{profile: 2, numbers: ['+49-30-1']" + cap)});
  agent.Settle();
  agent.FailDial("1", RasError::kLineBusy);
  EXPECT_EQ(agent.engine.DialsOf("2"), 0U);
  agent.Tick(1h - 1ms);
  EXPECT_EQ(agent.engine.calls.size(), 1U);
  agent.Tick(2ms);
  EXPECT_EQ(agent.engine.calls.size(), 2U);
}

// The clock of a cap begins when the dial leaves.
TEST(SharedLimitsTest, ASlowCommitDoesNotShortenACap) {
  TestAgent agent;
  agent.store.takes = 10min;
  agent.Start(
      {MakeProfile("{profile: 1, numbers: ['0100'], retry: {caps: [{dials: 1, per: 1h}]}}")});
  agent.Tick(10min);
  ASSERT_EQ(agent.engine.calls.size(), 1U);
  agent.store.takes = 0s;
  agent.FailDial("1", RasError::kLineBusy);
  agent.Tick(1h - 1ms);
  EXPECT_EQ(agent.engine.calls.size(), 1U);
}

TEST(SharedLimitsTest, AStandbyGivesThePrimaryItsTimeWhenTheScheduleOpens) {
  TestAgent agent;
  agent.Start({MakeProfile("{profile: main, numbers: ['0100'], online: ['09:00-10:00']}"),
               MakeProfile("{profile: spare, numbers: ['0200'], online: {standby_for: main, "
                           "after: 3m}}")});
  agent.Tick(1h);  // it is 09:00
  ASSERT_EQ(agent.engine.DialsOf("main"), 1U);
  agent.Tick(3min - 1ms);
  EXPECT_EQ(agent.engine.DialsOf("spare"), 0U);
  agent.Tick(1ms);
  EXPECT_EQ(agent.engine.DialsOf("spare"), 1U);
}

}  // namespace
}  // namespace lineman
