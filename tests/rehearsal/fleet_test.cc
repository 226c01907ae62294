#include <gtest/gtest.h>

#include "rehearsal/fleet_report.h"
#include "tests/rehearsal/rehearsal_testing.h"

namespace lineman {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Each failure waits ten seconds; nothing is left to chance.
constexpr std::string_view kEager = R"(
profile: kiosk
numbers: ["100"]
user: kiosk
retry: {start_spread: 0s, backoff: {first: 10s, factor: 1, max: 10s, jitter: 0%}}
)";

constexpr std::string_view kSpread = R"(
profile: kiosk
numbers: ["100"]
user: kiosk
retry: {start_spread: 60s}
)";

// A fleet that has been played.
struct Fleet {
  Fleet(std::string_view profile, std::string_view world, std::size_t kiosks, Duration span,
        std::uint64_t seed = 1)
      : plan{.profiles = {ProfileFrom(profile)},
             .world = WorldFrom(world),
             .span = span,
             .seed = seed,
             .start = kRehearsalStart},
        report{plan, kiosks, {}} {
    for (const bool spread : {true, false}) {
      RehearsalPlan of = plan;
      of.profiles = {ForFleet(*plan.profiles.front(), plan.world, spread)};
      report.runs.push_back({spread, FleetRehearsal(of, kiosks).Run({})});
    }
  }
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  const FleetOutcome& AsWritten() const { return report.runs.at(0).outcome; }
  const FleetOutcome& WithoutSpread() const { return report.runs.at(1).outcome; }
  std::string Words() const { return InWords(report); }

  RehearsalPlan plan;
  FleetReport report;
};

TEST(Fleet, EachRoundGetsAsManyInAsTheServerTakesInASecond) {
  const Fleet fleet(kEager, "world: w\nservers: {s: {dial_in_rate: {calls: 2}}}", 10, hours(1));
  ASSERT_EQ(fleet.AsWritten().comebacks.size(), 1U);
  const Comeback& comeback = fleet.AsWritten().comebacks.front();
  EXPECT_EQ(comeback.wanted, 10);
  EXPECT_EQ(comeback.back, 10);
  EXPECT_EQ(comeback.peak_dials, 10);
  EXPECT_EQ(comeback.dials, 10 + 8 + 6 + 4 + 2);
  EXPECT_EQ(comeback.turned_away, 8 + 6 + 4 + 2);
  // Half of them are in with the third round, all with the fifth: two rounds later.
  ASSERT_TRUE(comeback.half && comeback.most && comeback.all);
  EXPECT_EQ(comeback.most, comeback.all);
  const Duration two_rounds = *comeback.all - *comeback.half;
  EXPECT_GT(two_rounds, seconds(20));
  EXPECT_LT(two_rounds, seconds(60));
}

TEST(Fleet, OneWhoNeverGetsAPortIsNeverBack) {
  const Fleet fleet(kEager, "world: w\nservers: {s: {ports: 3}}", 10, hours(1));
  const Comeback& comeback = fleet.AsWritten().comebacks.front();
  EXPECT_EQ(comeback.back, 3);
  EXPECT_FALSE(comeback.half || comeback.most || comeback.all);
  EXPECT_EQ(comeback.turned_away, comeback.dials - 3);
  EXPECT_LT(fleet.AsWritten().online_per_million, 300'000);
  EXPECT_NE(fleet.Words().find("never"), std::string::npos) << fleet.Words();
}

TEST(Fleet, AStartSpreadTakesTheEdgeOffTheFirstSecond) {
  const Fleet fleet(kSpread, "world: w\n", 200, hours(1));
  EXPECT_LT(fleet.AsWritten().comebacks.front().peak_dials, 20);
  EXPECT_EQ(fleet.WithoutSpread().comebacks.front().peak_dials, 200);
  EXPECT_EQ(fleet.AsWritten().comebacks.front().dials, 200);
  EXPECT_LT(*fleet.AsWritten().comebacks.front().half, minutes(1) + seconds(30));
}

TEST(Fleet, APowerCutTakesAllOfThemAwayAndEachReturnIsCountedByItself) {
  const Fleet fleet(kSpread, "world: w\nevents: [{at: 2h, power_cut: 30m}]", 20, hours(4));
  const auto& comebacks = fleet.AsWritten().comebacks;
  ASSERT_EQ(comebacks.size(), 2U);
  EXPECT_EQ(comebacks[0].at, Duration{0});
  EXPECT_EQ(comebacks[1].at, hours(2) + minutes(30));
  for (const Comeback& comeback : comebacks) {
    EXPECT_EQ(comeback.back, 20);
    EXPECT_EQ(comeback.dials, 20);
    EXPECT_LT(*comeback.all, minutes(2));
  }
  EXPECT_GT(fleet.AsWritten().online_per_million, 985'000);  // the time without power is no outage
}

TEST(Fleet, AKioskThatIsNotWantedIsNotWaitedFor) {
  const Fleet fleet(
      "profile: kiosk\nnumbers: [\"100\"]\nonline: [\"Mon-Fri 09:00-19:00\"]\ntimezone: UTC\n",
      "world: w\n", 5, hours(3));
  const Comeback& comeback = fleet.AsWritten().comebacks.front();
  EXPECT_EQ(comeback.at, hours(1));
  EXPECT_EQ(comeback.wanted, 5);
  EXPECT_LT(*comeback.all, minutes(2));
}

TEST(Fleet, EachKioskHasAccidentsOfItsOwn) {
  constexpr std::string_view world = R"(
world: w
servers: {s: {link: copper}}
links: {copper: {drops: [{mean: 12h}]}}
devices: {modem: {fails: [{mean: 2d, for: 6h}]}}
)";
  const Fleet fleet(kEager, world, 50, hours(24));
  const FleetOutcome& outcome = fleet.AsWritten();
  // Were they all the same, the share would be that of one: a day with or without six hours lost.
  EXPECT_GT(outcome.online_per_million, 800'000);
  EXPECT_LT(outcome.online_per_million, 995'000);
  EXPECT_NE(outcome.comebacks.front().dials % 50, 0);
}

TEST(Fleet, OneKioskFaresAsARehearsalOfIt) {
  constexpr std::string_view world =
      "world: w\nservers: {s: {link: l}}\nlinks: {l: {drops: [{after: 1h}]}}\n"
      "events: [{at: 5h, power_cut: 20m}]";
  const Fleet fleet(kEager, world, 1, hours(24));
  const Rehearsed one(kEager, world, hours(24));
  std::int64_t dials = 0;
  for (const Comeback& comeback : fleet.AsWritten().comebacks) dials += comeback.dials;
  EXPECT_EQ(dials, one.line().dials());
  EXPECT_EQ(fleet.AsWritten().online_per_million, OnlineShare(one.line()));
}

TEST(Fleet, ProbesThatMayFailAreKept) {
  constexpr std::string_view probed =
      "profile: kiosk\nnumbers: [\"100\"]\nhealth: {probes: [{tcp: \"10.0.0.1:443\"}]}\n";
  const ProfilePtr profile = ProfileFrom(probed);
  EXPECT_TRUE(ForFleet(*profile, WorldFrom("world: w"), true)->probes.empty());
  const auto stalls =
      WorldFrom("world: w\nservers: {s: {link: l}}\nlinks: {l: {stalls: [{at: 1h, for: 1h}]}}");
  EXPECT_EQ(ForFleet(*profile, stalls, true)->probes.size(), 1U);
  const Fleet fleet(probed,
                    "world: w\nservers: {s: {link: l}}\n"
                    "links: {l: {stalls: [{at: 1h, for: 1h}]}}",
                    3, hours(3));
  EXPECT_LT(fleet.AsWritten().online_per_million, 900'000);
}

TEST(Fleet, TheSamePlanGivesTheSameBytes) {
  constexpr std::string_view world =
      "world: w\nservers: {s: {ports: 40, dial_in_rate: {calls: 3}, link: l}}\n"
      "links: {l: {drops: [{mean: 6h}]}}";
  const auto play = [&](std::uint64_t seed) {
    return ToJson(Fleet(kSpread, world, 50, hours(12), seed).report).Dump();
  };
  EXPECT_EQ(play(1), play(1));
  EXPECT_NE(play(1), play(2));
}

TEST(Fleet, WhatIsExpectedIsMeasuredOnTheProfileAsItIsWritten) {
  const auto fleet_in = [](const std::string& world) {
    return Fleet(kEager, "world: w\n" + world, 10, hours(1));
  };
  const Fleet slow =
      fleet_in("servers: {s: {dial_in_rate: {calls: 1}}}\nexpect: {fleet_back: {at_most: 1m}}");
  const auto breaches = slow.report.Breaches();
  ASSERT_EQ(breaches.size(), 1U);
  EXPECT_EQ(breaches[0].expectation, "fleet_back: {at_most: 1m}");
  EXPECT_EQ(breaches[0].at, minutes(1));
  EXPECT_TRUE(breaches[0].found.starts_with("99 % were back after ")) << breaches[0].found;
  EXPECT_NE(slow.Words().find("BROKEN fleet_back: {at_most: 1m}"), std::string::npos);
  EXPECT_TRUE(fleet_in("expect: {fleet_back: {at_most: 1m}}").report.Breaches().empty());

  const Fleet full = fleet_in(
      "servers: {s: {ports: 5}}\nexpect: {fleet_back: {at_most: 1m}, online: {at_least: "
      "90%}}");
  ASSERT_EQ(full.report.Breaches().size(), 2U);
  EXPECT_EQ(full.report.Breaches()[0].found, "5 of 10 ever came back");
  EXPECT_EQ(full.report.Breaches()[1].expectation, "online: {at_least: 90%}");
}

TEST(Fleet, NobodyIsLateWhoseTimeIsNotUp) {
  const auto breaches_after = [](Duration span) {
    return Fleet(kEager, "world: w\nservers: {s: {ports: 5}}\nexpect: {fleet_back: {at_most: 15m}}",
                 10, span)
        .report.Breaches()
        .size();
  };
  EXPECT_EQ(breaches_after(minutes(14)), 0U);
  EXPECT_EQ(breaches_after(minutes(15)), 1U);
}

TEST(Fleet, WrongPasswordsOfManyLockTheAccountTheyShare) {
  const Fleet fleet(R"(
profile: kiosk
numbers: ["100"]
user: kiosk
password: {env: NOBODY_READS_IT}
)",
                    "world: w\nservers: {s: {users: {kiosk: {password: other}}, lockout: {after: "
                    "5}}}\nexpect: {account_locked: never}",
                    5, hours(1));
  EXPECT_GT(fleet.AsWritten().account_locks, 0);
  ASSERT_EQ(fleet.report.Breaches().size(), 1U);
  EXPECT_EQ(fleet.report.Breaches()[0].expectation, "account_locked: never");
}

}  // namespace
}  // namespace lineman
