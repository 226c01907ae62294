// Links that drop and stall, devices that break and are repaired, and the world's events.
#include "engines/simulator/link.h"

#include <gtest/gtest.h>

#include "tests/engines/simulator/playground.h"

namespace lineman::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Dials, waits until the call ends, and says how: the error and how long it was up.
struct End {
  std::string error;
  Duration up_for{0};
  std::string detail = {};
};

End EndOf(Playground& ground, Duration limit) {
  const auto played = ground.Dial("1");
  if (!played->IsUp()) return {NameOf(played->heard.back().error)};
  const Age up = played->at.back();
  const Instant end = ground.env.Now() + limit;
  while (!played->IsOver() && ground.env.RunNext(end)) {
  }
  if (!played->IsOver()) return {"still up"};
  return {NameOf(played->heard.back().error), played->at.back() - up, played->heard.back().detail};
}

std::string WithLink(std::string_view link) {
  return "world: w\nservers: {s: {link: l}}\nlinks: {l: {" + std::string(link) + "}}";
}

TEST(Link, DropsAfterAFixedSession) {
  Playground ground(WithLink("drops: [{after: 24h, error: 932}]"));
  const End end = EndOf(ground, hours(30));
  EXPECT_EQ(end.error, "ppp_session_timeout");
  EXPECT_EQ(end.up_for, hours(24));
  EXPECT_EQ(end.detail, "link l");
}

TEST(Link, DropsAtGivenTimes) {
  Playground ground(WithLink("drops: [{at: [10m, 2h]}]"));
  EXPECT_EQ(EndOf(ground, hours(3)).error, "link_failure");
  EXPECT_EQ(ground.simulator.age(), minutes(10));
  EXPECT_EQ(EndOf(ground, hours(3)).error, "link_failure");
  EXPECT_EQ(ground.simulator.age(), hours(2));
  EXPECT_EQ(EndOf(ground, hours(3)).error, "still up");
}

TEST(Link, DropsAtATimeOfDayOnSomeWeekdays) {
  Playground ground(WithLink("drops: [{daily: \"03:12\", during: \"Wed 00:00-24:00\"}]"));
  EXPECT_EQ(EndOf(ground, hours(24 * 7)).error, "link_failure");
  EXPECT_EQ(ground.simulator.age(), hours(24 + 19) + minutes(12));  // from Monday 08:00 on
}

TEST(Link, DropsAtRandomWithAMeanTime) {
  Playground ground(WithLink("drops: [{mean: 2h}]"));
  int drops = 0;
  while (ground.simulator.age() < hours(2000)) {
    EXPECT_EQ(EndOf(ground, hours(500)).error, "link_failure");
    ++drops;
  }
  EXPECT_NEAR(drops, 1000, 95);
}

TEST(Link, TheFirstOfSeveralDropsCounts) {
  Playground ground(WithLink("drops: [{after: 3h, error: 932}, {at: 1h, error: 628}, {at: 2h}]"));
  EXPECT_EQ(EndOf(ground, hours(5)).error, "disconnection");
}

TEST(Link, LinesOfOneLinkHaveAccidentsOfTheirOwnAndSchedulesInCommon) {
  Playground ground(WithLink("drops: [{mean: 2h}, {at: 90h}]"));
  const auto first = ground.Dial("1");
  ground.profile = "other";
  const auto second = ground.Dial("1");
  ground.env.Tick(hours(80));
  ASSERT_TRUE(first->IsOver() && second->IsOver());
  EXPECT_NE(first->at.back(), second->at.back());
}

TEST(Link, TheLinkOfTheProfileComesBeforeThatOfTheNumberAndTheServer) {
  Playground ground(R"(
world: w
servers: {s: {link: server}}
numbers: {"1": {link: number}, "2": s}
links:
  server: {drops: [{after: 1m}]}
  number: {drops: [{after: 2m}]}
  profile: {drops: [{after: 3m}]}
)");
  const auto up_for = [&](const std::string& number, const char* options) {
    Findings findings;
    DialRequest request = ground.Request(number);
    if (options != nullptr) request.options = ParseYamlMapping(options, "p.yaml", findings);
    const auto played = ground.Start(request);
    ground.Rest(*played);
    const Age up = played->at.back();
    ground.env.Tick(minutes(5));
    return played->at.back() - up;
  };
  EXPECT_EQ(up_for("2", nullptr), minutes(1));
  EXPECT_EQ(up_for("1", nullptr), minutes(2));
  EXPECT_EQ(up_for("1", "link: profile"), minutes(3));
}

TEST(Link, IsNotBlamedWhenWeHangUp) {
  Playground ground(WithLink("drops: [{after: 1h}]"));
  const auto played = ground.Dial("1");
  played->connection->HangUp();
  ground.env.Tick(minutes(1));
  EXPECT_EQ(played->heard.back().detail, "");
}

TEST(Link, StallsCarryNoDataForTheirTime) {
  Playground ground(WithLink("stalls: [{at: 10m, for: 2m}]"));
  const auto played = ground.Dial("1");
  ground.env.Tick(minutes(9));
  EXPECT_EQ(played->connection->Status().carries_data, true);
  ground.env.Tick(minutes(1));
  EXPECT_EQ(played->connection->Status().carries_data, false);
  const auto again = ground.Dial("1");
  EXPECT_EQ(again->connection->Status().carries_data, false);
  ground.env.Tick(minutes(3));
  EXPECT_EQ(played->connection->Status().carries_data, true);
  EXPECT_TRUE(played->IsUp()) << "a stall is no loss";
}

TEST(Link, ARedialHelpsAgainstSomeStalls) {
  Playground ground(WithLink("stalls: [{at: 10m, for: 1h, redial_helps: true}]"));
  const auto played = ground.Dial("1");
  ground.env.Tick(minutes(10));
  EXPECT_EQ(played->connection->Status().carries_data, false);
  EXPECT_EQ(ground.Dial("1")->connection->Status().carries_data, true);
}

TEST(Link, OnlyALinkThatIsUpSaysWhetherItCarriesData) {
  Playground ground("world: w");
  const auto played = ground.Start(ground.Request("1"));
  EXPECT_FALSE(played->connection->Status().carries_data);
  ground.Rest(*played);
  EXPECT_EQ(played->connection->Status().carries_data, true);
  EXPECT_NE(played->connection->Status().interface, "");
}

TEST(Device, FailsUntilTheCommandThatRepairsIt) {
  Playground ground(R"(
world: w
devices: {modem: {fails: [{at: 1h}], repaired_by: stick-power, repair_takes: 30s}}
)");
  EXPECT_EQ(ground.Outcome("1"), "connected");
  ground.env.Tick(hours(1));
  EXPECT_TRUE(ground.Dial("1")->States().ends_with(
      "connect_device connect_device:device_not_ready disconnected:device_not_ready"));
  ground.simulator.CommandRan("/usr/bin/true");
  ground.env.Tick(minutes(5));
  EXPECT_EQ(ground.Outcome("1"), "device_not_ready");
  ground.simulator.CommandRan("/usr/local/sbin/stick-power cycle");
  EXPECT_EQ(ground.Outcome("1"), "device_not_ready") << "the repair takes 30 s";
  ground.env.Tick(seconds(30));
  EXPECT_EQ(ground.Outcome("1"), "connected");
}

TEST(Device, MayRepairItselfAndFailInItsOwnWay) {
  Playground ground(
      "world: w\ndevices: {modem: {fails: [{at: 1h, for: 5m, error: port_not_available}]}}");
  ground.env.Tick(hours(1));
  EXPECT_EQ(ground.Dial("1")->States(),
            "open_port open_port:port_not_available disconnected:port_not_available");
  ground.env.Tick(minutes(5));
  EXPECT_EQ(ground.Outcome("1"), "connected");
}

TEST(Device, MayBeRepairedBeforeItRepairsItself) {
  Playground ground(
      "world: w\ndevices: {modem: {fails: [{at: 1h, for: 1h}], repaired_by: stick-power}}");
  ground.env.Tick(hours(1));
  EXPECT_EQ(ground.Outcome("1"), "device_not_ready");
  ground.simulator.CommandRan("stick-power");
  EXPECT_EQ(ground.Outcome("1"), "connected");
}

TEST(Device, TakesTheCallWithItWhenItBreaks) {
  Playground ground("world: w\ndevices: {modem: {fails: [{at: 1h, for: 5m}]}}");
  const End end = EndOf(ground, hours(2));
  EXPECT_EQ(end.error, "port_disconnected");
  EXPECT_EQ(end.detail, "device modem");
  EXPECT_EQ(ground.simulator.age(), hours(1));
}

TEST(Device, IsChosenByTheProfile) {
  Playground ground(R"(
world: w
devices: {first: {}, second: {fails: [{at: 1s, for: 1h}]}}
)");
  ground.env.Tick(minutes(1));
  const auto outcome = [&](const char* options) {
    Findings findings;
    DialRequest request = ground.Request("1");
    request.options = ParseYamlMapping(options, "p.yaml", findings);
    Simulator::SimulatorOptions().Check(*request.options, findings);
    EXPECT_EQ(findings.ToString(), "");
    const auto played = ground.Start(request);
    ground.Rest(*played);
    return NameOf(played->heard.back().error);
  };
  EXPECT_EQ(outcome("device: first"), "none");
  EXPECT_EQ(outcome("device: second"), "device_not_ready");
  EXPECT_EQ(outcome("device: third"), "device_does_not_exist");
}

TEST(Events, AreToldInOrderAndTogetherWhenTheyFallTogether) {
  Playground ground(R"(
world: w
events:
  - {at: 3h, power_cut: 5m}
  - {at: 1h, clock: -1h}
  - {at: 1h, operator: redial, profile: till}
  - {daily: "12:00", suspend: 1h}
)");
  const auto first = ground.simulator.NextEvents(Age{0}, hours(100));
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].kind, EventPlan::Kind::kClock);
  EXPECT_EQ(first[0].amount, -hours(1));
  EXPECT_EQ(first[1].kind, EventPlan::Kind::kOperator);
  EXPECT_EQ(first[1].word, "redial");
  EXPECT_EQ(first[1].profile, "till");
  const auto second = ground.simulator.NextEvents(first[0].at, hours(100));
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].kind, EventPlan::Kind::kPowerCut);
  const auto third = ground.simulator.NextEvents(second[0].at, hours(100));
  ASSERT_EQ(third.size(), 1U);
  EXPECT_EQ(third[0].at, hours(4));
  EXPECT_EQ(third[0].kind, EventPlan::Kind::kSuspend);
  EXPECT_TRUE(ground.simulator.NextEvents(hours(4), hours(5)).empty());
}

}  // namespace
}  // namespace lineman::simulator
