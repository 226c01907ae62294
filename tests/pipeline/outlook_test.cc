// What comes next, and what would make it come otherwise.
#include "pipeline/outlook.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/pipeline/test_ports.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

class OutlookTest : public testing::Test {
 protected:
  void Start(const std::string& more) {
    agent_.Start({MakeProfile("{profile: kiosk, numbers: ['0100', '0200']" + more + "}")});
    agent_.Settle();
  }
  Entry Last(std::string_view what) const {
    return agent_.Recorded(Entry::Kind::kDecision, what).back();
  }
  static bool Names(const Entry& entry, const std::string& change) {
    return std::find(entry.would_change.begin(), entry.would_change.end(), change) !=
           entry.would_change.end();
  }

  TestAgent agent_;
};

TEST_F(OutlookTest, APauseOfThePolicyGivesWayToEventsAndToTheOperator) {
  Start(", retry: {backoff: {first: 30s}}");
  agent_.FailDial("kiosk", RasError::kLineBusy);
  const Entry redial = Last("redial");
  EXPECT_EQ(redial.next, "dial 0200");
  EXPECT_EQ(redial.next_at, agent_.env.Wall() + *redial.after);
  EXPECT_EQ(redial.would_change.size(), 3U);
  EXPECT_TRUE(Names(redial, "lineman redial kiosk"));
}

TEST_F(OutlookTest, APauseOfARuleGivesWayToTheOperatorAlone) {
  Start(", rules: [{when: {error: line_busy}, redial: {after: 30s}}]");
  agent_.FailDial("kiosk", RasError::kLineBusy);
  EXPECT_EQ(Last("redial").would_change,
            (std::vector<std::string>{"lineman redial kiosk", "lineman down kiosk"}));
}

TEST_F(OutlookTest, ALimitGivesWayToNobody) {
  Start(", retry: {caps: [{dials: 1, per: 1h, each: profile}]}");
  agent_.FailDial("kiosk", RasError::kLineBusy);
  EXPECT_EQ(Last("redial").would_change, (std::vector<std::string>{"lineman down kiosk"}));
}

TEST_F(OutlookTest, AnOpenCircuitSaysWhatClosesIt) {
  Start(", retry: {budgets: {line: 1}}");
  agent_.FailDial("kiosk", RasError::kLineBusy);
  const Entry open = Last("open_circuit");
  EXPECT_EQ(open.next, "one slow probe");
  EXPECT_TRUE(open.next_at);
  EXPECT_TRUE(Names(open, "lineman redial kiosk"));
  EXPECT_EQ(CountOf(open.before->failures, Cause::kLine), 1);
}

TEST_F(OutlookTest, WhatThePasswordHasSpentOnlyWhoSpeaksForItGivesBack) {
  Start(", user: kiosk-17, password: {env: SECRET}, retry: {budgets: {credentials: 1}}");
  agent_.FailDial("kiosk", RasError::kAuthenticationFailure);
  const Entry open = Last("open_circuit");
  EXPECT_TRUE(Names(open, "lineman up kiosk"));
  EXPECT_FALSE(Names(open, "lineman redial kiosk"));
}

TEST_F(OutlookTest, CountersAreThoseOfTheDecisionBeforeAndOfNow) {
  Start("");
  agent_.FailDial("kiosk", RasError::kLineBusy);
  const Entry redial = Last("redial");
  EXPECT_EQ(redial.error, RasError::kLineBusy);
  EXPECT_EQ(redial.cause, Cause::kLine);
  EXPECT_EQ(CountOf(redial.before->failures, Cause::kLine), 0);
  EXPECT_EQ(CountOf(redial.now->failures, Cause::kLine), 1);
  agent_.Tick(*redial.after);
  EXPECT_EQ(Last("dial").before, redial.now);
}

TEST_F(OutlookTest, WhoWasOverruledIsSaidWithWhatItWanted) {
  agent_.hooks.says = [](const Occasion& occasion) -> std::optional<Verdict> {
    if (occasion.occurrence != Occurrence::kDisconnected) return std::nullopt;
    return HoldOff{10min, "because"};
  };
  Start(", rules: [{name: busy, when: {error: line_busy}, redial: {after: 30s}}]");
  agent_.FailDial("kiosk", RasError::kLineBusy);
  const std::vector<std::string> why = Last("hold_off").why;
  EXPECT_NE(std::find(why.begin(), why.end(), "rule busy: would redial in 30s"), why.end())
      << testing::PrintToString(why);
}

}  // namespace
}  // namespace lineman
