// The world format: what is read, and each message with its place.
#include "engines/simulator/world.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engines/simulator/playground.h"

namespace lineman::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::string FindingsOf(std::string_view yaml) {
  std::string findings;
  EXPECT_FALSE(TryWorld(yaml, findings)) << yaml;
  return findings;
}

#define EXPECT_FINDING(yaml, wanted)                                        \
  do {                                                                      \
    const std::string found = FindingsOf(yaml);                             \
    EXPECT_NE(found.find(wanted), std::string::npos) << "found: " << found; \
  } while (false)

TEST(World, ANameIsEnough) {
  const World world = MakeWorld("world: empty");
  EXPECT_EQ(world.name, "empty");
  ASSERT_EQ(world.servers.size(), 1U);
  EXPECT_TRUE(world.servers[0].users.empty());
  EXPECT_EQ(world.timing.ring, seconds(6));
  EXPECT_EQ(world.timing.training, seconds(12));
}

TEST(World, TheQuietWorldNeedsNoFile) {
  const World world = QuietWorld();
  ASSERT_EQ(world.servers.size(), 1U);
  EXPECT_EQ(world.servers[0].patience, minutes(1));
  EXPECT_EQ(world.timing.ring, seconds(6));
}

TEST(World, NumbersNameOutcomesServersAndErrors) {
  const World world = MakeWorld(R"(
world: w
servers: {office: {}, depot: {}}
numbers:
  "1": busy
  "2": depot
  "3": ERROR_NO_DIALTONE
  "4": {calls: [voice, dead], answers: office, ring: 20s}
  "*": 678
)");
  ASSERT_EQ(world.numbers.size(), 5U);
  EXPECT_EQ(world.numbers[0].then.error, RasError::kLineBusy);
  EXPECT_EQ(world.numbers[1].then.server, 1);
  EXPECT_EQ(world.numbers[2].then.error, RasError::kNoDialtone);
  ASSERT_EQ(world.numbers[3].calls.size(), 2U);
  EXPECT_EQ(world.numbers[3].calls[0].error, RasError::kVoiceAnswer);
  EXPECT_EQ(world.numbers[3].calls[1].error, RasError::kNoCarrier);
  EXPECT_EQ(world.numbers[3].then.server, 0);
  EXPECT_EQ(world.numbers[3].ring, seconds(20));
  EXPECT_EQ(world.numbers[4].key, "");
  EXPECT_EQ(world.numbers[4].then.error, RasError::kNoAnswer);
}

TEST(World, SpansAndMomentsAreRead) {
  const World world = MakeWorld(R"(
world: w
timezone: Europe/Berlin
troubles:
  - {outcome: busy, from: 10m, until: 2h, during: ["Mon-Fri 08:00-18:00", "Sat 09:00-12:00"], chance: 12.5%}
links:
  l: {drops: [{at: [1m, 2m], daily: "03:30", mean: 6h, error: 932}]}
)");
  const When& when = world.troubles.at(0).when;
  EXPECT_EQ(when.from, minutes(10));
  EXPECT_EQ(when.until, hours(2));
  EXPECT_EQ(when.during.size(), 2U);
  EXPECT_EQ(when.per_million, 125'000);
  const Drop& drop = world.links.at(0).drops.at(0);
  EXPECT_EQ(drop.moments.at.size(), 2U);
  EXPECT_EQ(drop.moments.daily, minutes(210));
  EXPECT_EQ(drop.moments.mean, hours(6));
  EXPECT_EQ(drop.error, RasError::kPppSessionTimeout);
}

TEST(World, ServersAndUsersAreRead) {
  const World world = MakeWorld(R"(
world: w
servers:
  office:
    ports: 4
    when_full: 931
    retries: 2
    patience: 9s
    dialect: windows_95
    devices: [modem, pad]
    multilink: 3
    links_down: [2]
    lockout: {after: 3, within: 5m, for: 1h}
    callback: preset
    prompts: [{prompt: "login:", answer: kiosk}]
    refuses: [{error: ppp_timeout, in: authenticate, first: 2}]
    users:
      anna: {password: a, change_password: refused, password_expires: 1h, hours: "Mon 08:00-09:00"}
      bert: {disabled: true, dial_in: false, callback: set_by_caller, callback_numbers: ["030 1"]}
      carl: {disabled: {from: 1h}}
)");
  const ServerPlan& server = world.servers.at(0);
  EXPECT_EQ(server.ports, 4);
  EXPECT_EQ(static_cast<int>(server.when_full), 931);
  EXPECT_EQ(server.retries, 2);
  EXPECT_EQ(server.patience, seconds(9));
  EXPECT_EQ(server.dialect, Dialect::kWindows95);
  EXPECT_EQ(server.devices.size(), 2U);
  EXPECT_EQ(server.links_down, std::vector<int>{2});
  EXPECT_EQ(server.lockout.after, 3);
  EXPECT_EQ(server.lockout.lasts, hours(1));
  EXPECT_EQ(server.prompts.at(0).answer, "kiosk");
  EXPECT_EQ(server.refusals.at(0).first, 2);
  EXPECT_EQ(server.refusals.at(0).in, ConnectionState::kAuthenticate);
  ASSERT_EQ(server.users.size(), 3U);
  EXPECT_EQ(server.users[0].change, PasswordChange::kRefused);
  EXPECT_EQ(server.users[0].callback, Callback::kPreset);
  EXPECT_EQ(server.users[0].expires, hours(1));
  EXPECT_TRUE(server.users[1].disabled);
  EXPECT_FALSE(server.users[1].dial_in);
  EXPECT_EQ(server.users[1].callback_numbers, std::vector<std::string>{"0301"});
  EXPECT_EQ(server.users[2].disabled->from, hours(1));
}

TEST(World, EventsAndExpectationsAreRead) {
  const World world = MakeWorld(R"(
world: w
events:
  - {at: 3h, power_cut: 5m}
  - {daily: "12:00", clock: -1h}
  - {mean: 4d, operator: redial, profile: till}
  - {at: 1h, network_changed: true}
expect:
  online: {at_least: 99.5%}
  longest_outage: {at_most: 10m}
  dials_per_hour_each_number: {at_most: 15}
  account_locked: never
)");
  ASSERT_EQ(world.events.size(), 4U);
  EXPECT_EQ(world.events[0].kind, EventPlan::Kind::kPowerCut);
  EXPECT_EQ(world.events[0].amount, minutes(5));
  EXPECT_EQ(world.events[1].amount, -hours(1));
  EXPECT_EQ(world.events[2].word, "redial");
  EXPECT_EQ(world.events[2].profile, "till");
  EXPECT_EQ(world.events[3].kind, EventPlan::Kind::kNetworkChange);
  EXPECT_EQ(world.expect.online_at_least, 995'000);
  EXPECT_EQ(world.expect.longest_outage_at_most, minutes(10));
  EXPECT_EQ(world.expect.dials_per_hour_each_number_at_most, 15);
  EXPECT_TRUE(world.expect.never_lock_account);
}

TEST(WorldMessages, AMissingName) { EXPECT_FINDING("numbers: {}", "missing key 'world'"); }

TEST(WorldMessages, AnUnknownKey) {
  EXPECT_FINDING("world: w\nsevers: {}", "w.yaml:2:1: error: unknown key 'severs'");
}

TEST(WorldMessages, ANumberOfAnUnknownServer) {
  EXPECT_FINDING("world: w\nservers: {office: {}}\nnumbers:\n  \"1\": ofice",
                 "w.yaml:4:8: error: 'ofice' is no server of this world, and nothing else a call "
                 "may come to (did you mean 'office'?)");
  EXPECT_FINDING("world: w\nnumbers:\n  \"1\": {calls: [bussy]}",
                 "w.yaml:3:17: error: 'bussy' is no server of this world, and nothing else a call "
                 "may come to (did you mean 'busy'?)");
  EXPECT_FINDING("world: w\ntroubles: [{outcome: nowhere}]", "w.yaml:2:22: error: 'nowhere'");
}

TEST(WorldMessages, ALinkOfAnUnknownName) {
  EXPECT_FINDING("world: w\nlinks: {copper: {}}\nservers: {s: {link: coper}}",
                 "w.yaml:3:21: error: 'coper' is no link of this world (did you mean 'copper'?)");
  EXPECT_FINDING("world: w\nnumbers: {\"1\": {link: nix}}", "'nix' is no link of this world");
}

TEST(WorldMessages, AServerThatIsCalledLikeAnOutcome) {
  EXPECT_FINDING("world: w\nservers: {busy: {}}", "a server cannot be called 'busy'");
}

TEST(WorldMessages, ANumberThatDoesNotSayWhichServer) {
  EXPECT_FINDING("world: w\nservers: {a: {}, b: {}}\nnumbers: {\"1\": {ring: 1s}}",
                 "1 needs `answers`: there is more than one server");
}

TEST(WorldMessages, OneNumberTwice) {
  EXPECT_FINDING("world: w\nnumbers: {\"030 1\": busy, \"03-01\": busy}",
                 "'03-01' is the same number as '030 1'");
}

TEST(WorldMessages, AnEmptyNumber) {
  EXPECT_FINDING("world: w\nnumbers: {\"\": busy}",
                 "w.yaml:2:15: error: a number must not be empty");
}

TEST(WorldMessages, AChanceOver100Percent) {
  EXPECT_FINDING("world: w\ntroubles: [{outcome: busy, chance: 120%}]",
                 "must be at most 100%: '120%' is more");
}

TEST(WorldMessages, ABareDuration) {
  EXPECT_FINDING("world: w\ntroubles: [{outcome: busy, from: 10}]", "w.yaml:2:34: error:");
}

TEST(WorldMessages, AnEndBeforeItsStart) {
  EXPECT_FINDING("world: w\ntroubles: [{outcome: busy, from: 2h, until: 90m}]",
                 "w.yaml:2:45: error: until 1h30m must come after from 2h");
}

TEST(WorldMessages, SomethingThatNeverStrikes) {
  EXPECT_FINDING("world: w\nlinks: {l: {drops: [{error: 829}]}}",
                 "a drop needs one of at, daily, mean and after");
  EXPECT_FINDING("world: w\nlinks: {l: {stalls: [{for: 1m}]}}",
                 "a stall needs one of at, daily and mean");
  EXPECT_FINDING("world: w\ndevices: {m: {fails: [{for: 1m}]}}",
                 "a fault needs one of at, daily and mean");
  EXPECT_FINDING("world: w\nevents: [{power_cut: 1m}]", "an event needs one of at, daily and mean");
}

TEST(WorldMessages, ADeviceThatWouldNeverWorkAgain) {
  EXPECT_FINDING("world: w\ndevices: {m: {fails: [{at: 1h}]}}",
                 "device m would never work again: give `for`, or `repaired_by`");
}

TEST(WorldMessages, AnEventThatIsNoneOrSeveral) {
  const std::string message = "an event needs exactly one of power_cut, suspend, clock";
  EXPECT_FINDING("world: w\nevents: [{at: 1h}]", message);
  EXPECT_FINDING("world: w\nevents: [{at: 1h, power_cut: 1m, clock: 1h}]", message);
}

TEST(WorldMessages, CallbackNumbersOfAUserWhoIsNeverAsked) {
  EXPECT_FINDING("world: w\nservers: {s: {users: {u: {callback_numbers: [\"1\"]}}}}",
                 "user u is never asked for a number");
}

TEST(WorldMessages, ARefusalOutsideTheRunningStates) {
  EXPECT_FINDING("world: w\nservers: {s: {refuses: [{error: 691, in: connected}]}}",
                 "connected is not a running state: a call can only fail in one");
}

TEST(WorldMessages, AMultilinkWithoutThatLink) {
  EXPECT_FINDING("world: w\nservers: {s: {multilink: 2, links_down: [3]}}",
                 "there is no link 3: multilink is 2");
}

TEST(WorldMessages, AllAtOnce) {
  const std::string found = FindingsOf(
      "world: w\nlinks: {l: {drops: [{error: 829}]}}\nnumbers: {\"1\": nix}\nevents: [{at: 1h}]");
  EXPECT_EQ(std::ranges::count(found, '\n'), 3) << found;
}

TEST(WorldMessages, WhateverStandsInAnUnusualPlaceIsNoCrash) {
  for (const char* yaml :
       {"world: {}", "world: w\nnumbers: []", "world: w\nservers: {s: []}", "world: w\nlinks: 3",
        "world: w\nservers: {s: {users: [u]}}", "world: w\ntiming: {ring: [1s]}",
        "world: w\nservers: {s: {lockout: {}}}", "world: w\nevents: {at: 1h}",
        "world: w\nnumbers: {\"1\":}", "world: w\nservers: {s:}"}) {
    EXPECT_NE(FindingsOf(yaml), "") << yaml;
  }
}

}  // namespace
}  // namespace lineman::simulator
