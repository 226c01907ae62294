// Accounts and ports of a server, and its refusals.
#include "engines/simulator/server.h"

#include <gtest/gtest.h>

#include "tests/engines/simulator/playground.h"

namespace lineman::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Server, KnowsItsUsersAndTheirPasswords) {
  Playground ground(R"(
world: w
servers: {s: {users: {kiosk: {password: right}}}}
)");
  EXPECT_EQ(ground.Outcome("1", "right"), "connected");
  EXPECT_EQ(ground.Outcome("1", "wrong"), "authentication_failure");
  DialRequest stranger = ground.Request("1", "right");
  stranger.credentials.user = "stranger";
  const auto played = ground.Start(stranger);
  ground.Rest(*played);
  EXPECT_EQ(played->heard.back().error, RasError::kAuthenticationFailure);
}

TEST(Server, AWrongPasswordShowsInAuthNotify) {
  Playground ground("world: w\nservers: {s: {users: {kiosk: {password: right}}}}");
  EXPECT_TRUE(ground.Dial("1", "wrong")
                  ->States()
                  .ends_with("auth_notify auth_notify:authentication_failure "
                             "disconnected:authentication_failure"));
}

TEST(Server, AUserWithoutAPasswordMayGiveAny) {
  Playground ground("world: w\nservers: {s: {users: {kiosk: {}}}}");
  EXPECT_EQ(ground.Outcome("1", "whatever"), "connected");
}

TEST(Server, TheDomainMustBeRightWhereOneIsAskedFor) {
  Playground ground("world: w\nservers: {s: {users: {kiosk: {domain: OFFICE}}}}");
  EXPECT_EQ(ground.Outcome("1"), "authentication_failure");
  DialRequest request = ground.Request("1");
  request.credentials.domain = "OFFICE";
  const auto played = ground.Start(request);
  ground.Rest(*played);
  EXPECT_TRUE(played->IsUp());
}

TEST(Server, WrongPasswordsLockTheAccountForAWhile) {
  Playground ground(R"(
world: w
pace: 100
servers:
  s:
    lockout: {after: 3, within: 10m, for: 30m, error: 647}
    users: {kiosk: {password: right}}
)");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ground.Outcome("1", "wrong"), "authentication_failure");
  EXPECT_EQ(ground.simulator.account_locks(), 1);
  EXPECT_EQ(ground.Outcome("1", "right"), "acct_disabled");
  ground.env.Tick(minutes(29));
  EXPECT_EQ(ground.Outcome("1", "right"), "acct_disabled");
  ground.env.Tick(minutes(1));
  EXPECT_EQ(ground.Outcome("1", "right"), "connected");
}

TEST(Server, WrongPasswordsLongAgoDoNotCount) {
  Playground ground(R"(
world: w
servers: {s: {lockout: {after: 2, within: 10m}, users: {kiosk: {password: right}}}}
)");
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(ground.Outcome("1", "wrong"), "authentication_failure");
    ground.env.Tick(minutes(11));
  }
  EXPECT_EQ(ground.simulator.account_locks(), 0);
}

TEST(Server, ARightPasswordForgivesTheWrongOnes) {
  Playground ground(R"(
world: w
servers: {s: {lockout: {after: 2, within: 1h}, users: {kiosk: {password: right}}}}
)");
  for (int i = 0; i < 3; ++i) {
    ground.Outcome("1", "wrong");
    EXPECT_EQ(ground.Outcome("1", "right"), "connected");
  }
  EXPECT_EQ(ground.simulator.account_locks(), 0);
}

TEST(Server, TriesInOneCallCountAsWell) {
  Playground ground(R"(
world: w
servers: {s: {retries: 5, lockout: {after: 3}, users: {kiosk: {password: right}}}}
)");
  const auto played = ground.Start(ground.Request("1", "wrong"));
  played->answer = [](const Notification&) {
    Answer answer;
    answer.password = Secret("wrong again");
    return answer;
  };
  ground.Rest(*played);
  EXPECT_EQ(ground.simulator.account_locks(), 1);
}

TEST(Server, BarsUsersInTheWordsOfRas) {
  Playground ground(R"(
world: w
start: 2026-03-02T08:00
servers:
  disabled: {users: {kiosk: {disabled: true}}}
  today: {users: {kiosk: {disabled: {from: 1h, until: 2h}}}}
  forbidden: {users: {kiosk: {dial_in: false}}}
  hours: {users: {kiosk: {hours: "Mon-Fri 09:00-18:00"}}}
  expired: {users: {kiosk: {password_expires: 0s, change_password: not_offered}}}
numbers: {"1": disabled, "2": today, "3": forbidden, "4": hours, "5": expired}
)");
  EXPECT_EQ(ground.Outcome("1"), "acct_disabled");
  EXPECT_EQ(ground.Outcome("2"), "connected");
  EXPECT_EQ(ground.Outcome("3"), "no_dialin_permission");
  EXPECT_EQ(ground.Outcome("4"), "restricted_logon_hours");
  EXPECT_EQ(ground.Outcome("5"), "passwd_expired");
  ground.env.Tick(hours(1));
  EXPECT_EQ(ground.Outcome("2"), "acct_disabled");
  EXPECT_EQ(ground.Outcome("4"), "connected");
}

TEST(Server, APasswordExpiresWhenItsTimeHasCome) {
  Playground ground("world: w\nservers: {s: {users: {kiosk: {password_expires: 1h}}}}");
  EXPECT_EQ(ground.Outcome("1"), "connected");
  ground.env.Tick(hours(1));
  EXPECT_TRUE(ground.Dial("1")->States().ends_with("password_expired"));
}

TEST(Server, OnlySoManyCallsHaveAPort) {
  Playground ground("world: w\nservers: {s: {ports: 2, when_full: 931}}");
  auto first = ground.Dial("1");
  const auto second = ground.Dial("1");
  EXPECT_EQ(ground.Outcome("1"), "port_limit_reached");
  first->connection->HangUp();
  ground.env.Tick(seconds(5));
  EXPECT_EQ(ground.Outcome("1"), "connected");
  EXPECT_EQ(ground.Outcome("1"), "connected") << "a connection that is destroyed frees its port";
}

TEST(Server, OnlySoManyCallsAreTakenWithinATime) {
  Playground ground("world: w\nservers: {s: {dial_in_rate: {calls: 2, per: 1m}}}");
  EXPECT_EQ(ground.Outcome("1"), "connected");
  EXPECT_EQ(ground.Outcome("1"), "connected");
  EXPECT_EQ(ground.Outcome("1"), "line_busy");
  EXPECT_EQ(ground.simulator.turned_away(), 1);
  ground.env.Tick(minutes(1));
  EXPECT_EQ(ground.Outcome("1"), "connected");
}

TEST(Server, TheDevicesOfKiosksBreakAndAreRepairedOneByOne) {
  VirtualEnv env(kMonday, 1);
  const auto simulator = Simulator::OfKiosks(
      env, MakeWorld("world: w\ndevices: {modem: {fails: [{at: 1h}], repaired_by: reset}}"));
  const auto outcome_of = [&](const std::string& kiosk) {
    DialRequest request;
    request.profile = kiosk;
    std::vector<Notification> heard;
    const auto connection = simulator->Dial(
        request, [&](const Notification& notification) { heard.push_back(notification); });
    env.Tick(minutes(5));
    return heard.empty() ? RasError::kUnknown : heard.back().error;
  };
  env.Tick(hours(2));
  EXPECT_EQ(outcome_of("a"), RasError::kDeviceNotReady);
  EXPECT_EQ(outcome_of("b"), RasError::kDeviceNotReady);
  simulator->CommandRan("usb-reset modem", "b");
  EXPECT_EQ(outcome_of("a"), RasError::kDeviceNotReady);
  EXPECT_EQ(outcome_of("b"), RasError::kNone);
}

TEST(Server, RefusesWithAnyErrorWhereItShows) {
  Playground ground(R"(
world: w
servers:
  a: {refuses: [{error: 720}]}
  b: {refuses: [{error: ppp_timeout, in: projected}]}
  c: {refuses: [{error: 0x800704c9, in: auth_callback}]}
  d: {refuses: [{error: authentication_failure, in: authenticate}], dialect: terse}
numbers: {"1": a, "2": b, "3": c, "4": d}
)");
  EXPECT_TRUE(
      ground.Dial("1")->States().ends_with("auth_project auth_project:ppp_no_protocols_configured "
                                           "disconnected:ppp_no_protocols_configured"));
  EXPECT_TRUE(ground.Dial("2")->States().ends_with(
      "projected projected:ppp_timeout disconnected:ppp_timeout"));
  EXPECT_TRUE(ground.Dial("3")->States().ends_with(
      "apply_settings apply_settings:0x800704c9 disconnected:0x800704c9"))
      << "a state that never comes: it fails at the end";
  EXPECT_TRUE(ground.Dial("4")->States().ends_with(
      "authenticate authenticate:authentication_failure disconnected:authentication_failure"));
}

TEST(Server, RefusesOnlyTheFirstCallsOrForAWhile) {
  Playground ground(R"(
world: w
servers:
  a: {refuses: [{error: 629, first: 2}]}
  b: {refuses: [{error: 649, from: 1h, until: 2h}]}
numbers: {"1": a, "2": b}
)");
  EXPECT_EQ(ground.Outcome("1"), "remote_disconnection");
  EXPECT_EQ(ground.Outcome("1"), "remote_disconnection");
  EXPECT_EQ(ground.Outcome("1"), "connected");
  EXPECT_EQ(ground.Outcome("2"), "connected");
  ground.env.Tick(hours(1));
  EXPECT_EQ(ground.Outcome("2"), "no_dialin_permission");
  ground.env.Tick(hours(1));
  EXPECT_EQ(ground.Outcome("2"), "connected");
}

}  // namespace
}  // namespace lineman::simulator
