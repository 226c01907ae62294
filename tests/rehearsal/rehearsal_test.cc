#include <algorithm>

#include "rehearsal/plan.h"
#include "rehearsal/side_by_side.h"
#include "tests/rehearsal/rehearsal_testing.h"

namespace lineman {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kKiosk = R"(
profile: kiosk
numbers: ["100"]
user: kiosk
retry: {start_spread: 0s, backoff: {first: 5s, factor: 2, max: 5m, jitter: 0%}}
)";

constexpr std::string_view kHourly = R"(
world: hourly
servers: {office: {link: copper}}
links: {copper: {drops: [{after: 1h}]}}
)";

TEST(Rehearsal, AQuietWorldIsOnlineButForTheFirstDial) {
  const Rehearsed year("profile: kiosk\nnumbers: [\"100\"]\n", "world: quiet\n", hours(24 * 30));
  EXPECT_EQ(year.line().dials(), 1);
  EXPECT_EQ(year.line().connects(), 1);
  ASSERT_EQ(year.line().outages().size(), 1U);
  EXPECT_LT(year.line().outages().front().lasts, minutes(1));
  EXPECT_GT(OnlineShare(year.line()), 999'900);
  EXPECT_EQ(year.line().wanted(), hours(24 * 30));
}

TEST(Rehearsal, CountsEachLossAndTheTimeUntilItIsMended) {
  const Rehearsed day(kKiosk, kHourly, hours(24));
  const auto lost = std::ranges::count_if(day.record, [](const Entry& entry) {
    return entry.kind == Entry::Kind::kLine && entry.from == "online";
  });
  EXPECT_GT(lost, 20);
  EXPECT_EQ(day.line().lost(Cause::kLine), lost);
  EXPECT_EQ(day.line().outages().size(), static_cast<std::size_t>(lost) + 1);
  Duration offline{0};
  for (const Outage& outage : day.line().outages()) offline += outage.lasts;
  EXPECT_EQ(day.line().online() + offline, day.line().wanted());
}

TEST(Rehearsal, TimeThatIsNotWantedIsNoOutage) {
  const Rehearsed week(
      "profile: kiosk\nnumbers: [\"100\"]\nonline: [\"Mon-Fri 07:00-19:00\"]\ntimezone: UTC\n",
      "world: quiet\n", hours(24 * 6));
  EXPECT_EQ(week.line().dials(), 5);
  EXPECT_GT(OnlineShare(week.line()), 990'000);
  EXPECT_LT(week.line().wanted(), hours(59) + minutes(1));
  EXPECT_EQ(week.line().days().at(5).wanted, Duration{0});  // Saturday 08:00 to Sunday
}

TEST(Rehearsal, DaysCountFromTheStartWhetherOrNotTheLineIsWanted) {
  const Rehearsed week(
      "profile: kiosk\nnumbers: [\"100\"]\nonline: [\"Wed 10:00-14:00\"]\ntimezone: UTC\n",
      "world: quiet\nstart: 2026-03-02T00:00\ntimezone: UTC\n", hours(24 * 7));
  ASSERT_EQ(week.line().days().size(), 7U);
  for (std::size_t day = 0; day < 7; ++day)
    EXPECT_EQ(week.line().days()[day].wanted >= hours(4), day == 2) << day;
  const Rehearsed never("profile: kiosk\nnumbers: [\"100\"]\nonline: manual\n", "world: quiet\n",
                        hours(24 * 5));
  EXPECT_EQ(never.line().days().size(), 5U);
}

TEST(Rehearsal, AKioskThatSleepsIsToldWhenItWakes) {
  const Rehearsed day(kKiosk, "world: w\nevents: [{at: 1h, suspend: 10h}]", hours(24));
  const auto woken = std::ranges::find(day.record, "wake", &Entry::what);
  ASSERT_NE(woken, day.record.end());
  EXPECT_EQ(woken->at - day.rehearsal->start(), hours(11));
}

TEST(Rehearsal, APowerCutTakesTheAgentAwayAndItsCountersStay) {
  constexpr std::string_view kWorld = R"(
world: cut
numbers: {"*": busy}
events: [{power_cut: 10m, at: 1h}]
)";
  constexpr std::string_view kCapped = R"(
profile: kiosk
numbers: ["100"]
retry: {start_spread: 0s, caps: [{dials: 3, per: 24h, each: number}]}
)";
  const Rehearsed day(kCapped, kWorld, hours(12));
  EXPECT_EQ(day.line().dials(), 3);
  const auto off = std::ranges::find_if(day.line().bands(),
                                        [](const Band& band) { return !band.state.has_value(); });
  ASSERT_NE(off, day.line().bands().end());
  EXPECT_EQ(off->from - day.rehearsal->start(), hours(1));
  EXPECT_EQ(off->to - off->from, minutes(10));
  EXPECT_EQ(day.line().wanted(), hours(12) - minutes(10));
}

TEST(Rehearsal, TheFirstBreachOfEachExpectationIsToldWithTheDecisionInForce) {
  constexpr std::string_view kWorld = R"(
world: busy
numbers: {"*": busy}
expect: {longest_outage: {at_most: 10m}, online: {at_least: 50%}, dials_per_hour_each_number: {at_most: 5}}
)";
  const Rehearsed day(kKiosk, kWorld, hours(24));
  const auto& breaches = day.rehearsal->breaches();
  ASSERT_EQ(breaches.size(), 3U);
  EXPECT_EQ(breaches[0].expectation, "dials_per_hour_each_number: {at_most: 5}");
  EXPECT_EQ(breaches[1].expectation, "longest_outage: {at_most: 10m}");
  EXPECT_EQ(breaches[1].at - day.rehearsal->start(), minutes(10));
  ASSERT_FALSE(breaches[1].why.empty());
  EXPECT_NE(breaches[1].why.front().find("<- policy"), std::string::npos)
      << breaches[1].why.front();
  EXPECT_EQ(breaches[2].expectation, "online: {at_least: 50%}");
  EXPECT_NE(day.Words().find("BROKEN kiosk: longest_outage: {at_most: 10m}"), std::string::npos);
}

TEST(Rehearsal, AnAccountThatIsLockedBreaksItsExpectation) {
  constexpr std::string_view kWorld = R"(
world: strict
servers:
  office:
    users: {kiosk: {password: another}}
    lockout: {after: 2, within: 1d, for: 1d}
expect: {account_locked: never}
)";
  const Rehearsed careful(
      "profile: kiosk\nnumbers: [\"1\"]\nuser: kiosk\npassword: wrong\n"
      "retry: {budgets: {credentials: 1}}\n",
      kWorld, hours(5));
  EXPECT_EQ(careful.rehearsal->account_locks(), 0);
  EXPECT_TRUE(careful.rehearsal->breaches().empty());
  const Rehearsed careless(
      "profile: kiosk\nnumbers: [\"1\"]\nuser: kiosk\npassword: wrong\n"
      "retry: {budgets: {credentials: 5}}\n",
      kWorld, hours(5));
  EXPECT_GT(careless.rehearsal->account_locks(), 0);
  ASSERT_EQ(careless.rehearsal->breaches().size(), 1U);
  EXPECT_EQ(careless.rehearsal->breaches().front().expectation, "account_locked: never");
}

TEST(Rehearsal, NamesTheRulesThatNeverFired) {
  const std::string rules = std::string(kKiosk) + R"(
rules:
  - {name: busy, when: {error: line_busy}, redial: {after: 30s}}
  - {name: voice, when: {error: voice_answer}, redial: {after: 1m}}
)";
  const Rehearsed day(rules, "world: busy\nnumbers: {\"*\": busy}\n", hours(1));
  const NeverFired never = FindNeverFired(day.plan, *day.rehearsal, 0);
  EXPECT_EQ(never.rules, std::vector<std::string>{"voice"});
  EXPECT_GT(day.line().decided().at("rule busy").at("redial"), 3);
}

TEST(Rehearsal, TwiceIsTheSameToTheByteAndAnotherSeedIsNot) {
  constexpr std::string_view kWorld =
      "world: odd\nservers: {office: {link: c}}\nlinks: {c: {drops: [{mean: 3h}]}}\n";
  const std::string first = Rehearsed(kKiosk, kWorld, hours(24 * 20)).Json();
  EXPECT_EQ(first, Rehearsed(kKiosk, kWorld, hours(24 * 20)).Json());
  EXPECT_NE(first, Rehearsed(kKiosk, kWorld, hours(24 * 20), 2).Json());
}

TEST(Rehearsal, TellsHowFarItIs) {
  const Rehearsed week(kKiosk, "world: quiet\n", hours(24 * 7));
  ASSERT_EQ(week.progress.size(), 7U);
  EXPECT_TRUE(std::ranges::is_sorted(week.progress));
  EXPECT_DOUBLE_EQ(week.progress.back(), 1.0);
}

// `plan` asks when the dials would be if all of them failed; a world in which all of them fail says
// so too.
TEST(Rehearsal, AgreesWithThePlan) {
  const Rehearsed day(kKiosk, "world: busy\nnumbers: {\"*\": busy}\n", hours(24));
  std::vector<Duration> rehearsed;
  std::optional<Instant> first;
  std::optional<Duration> takes;
  for (const Entry& entry : day.record) {
    if (entry.what == "dial") {
      if (!first) first = entry.at;
      rehearsed.push_back(entry.at - *first);
    }
    if (entry.what == "disconnected" && !takes) takes = entry.at - *first;
  }
  ASSERT_TRUE(takes);
  PlanOptionsOf options;
  options.error = RasError::kLineBusy;
  options.takes = *takes;
  options.span = hours(24);
  options.start = kRehearsalStart;
  const Plan plan = PlanSchedule(day.plan.profiles.front(), options);
  std::vector<Duration> planned;
  for (const PlanRow& row : plan.rows) {
    if (row.what != "open_circuit") planned.push_back(row.at);
  }
  EXPECT_GT(planned.size(), 10U);
  EXPECT_EQ(planned, rehearsed);
}

TEST(SideBySide, BothMeetTheSameAccidentsAndEachPaysForItsOwnDials) {
  constexpr std::string_view kWorld =
      "world: odd\nservers: {office: {link: c}}\nlinks: {c: {drops: [{mean: 3h}]}}\n";
  const Rehearsed one(kKiosk, kWorld, hours(24 * 10));
  const Rehearsed same(kKiosk, kWorld, hours(24 * 10));
  const Rehearsed slow(
      std::string(kKiosk) + "rules: [{when: {cause: line}, redial: {after: 10m}}]\n", kWorld,
      hours(24 * 10));
  EXPECT_EQ(one.Json(), same.Json());
  const Prices prices{.per_dial = 120'000, .per_minute = 10'000};
  const Contender left{"kiosk.yaml", one.plan, *one.rehearsal};
  const Contender right{"slow.yaml", slow.plan, *slow.rehearsal};
  EXPECT_GT(OnlineShare(one.line()), OnlineShare(slow.line()));
  EXPECT_EQ(
      CostOf(one.line(), prices),
      one.line().connects() * 120'000 + (one.line().online().count() * 10'000 + 59'999) / 60'000);
  const std::string words = SideBySide(left, right, prices);
  EXPECT_NE(words.find("kiosk.yaml"), std::string::npos);
  EXPECT_NE(words.find("cost"), std::string::npos);
  EXPECT_EQ(SideBySide(left, right, {}).find("cost"), std::string::npos);
}

TEST(SideBySide, WhatIsDearStillFits) {
  const Rehearsed year(kKiosk, "world: quiet\n", hours(24 * 365));
  const Prices dear{0, 1'000'000'000'000};  // a million a minute
  const std::int64_t online = year.line().online().count() / 60'000;
  EXPECT_GE(CostOf(year.line(), dear), online * dear.per_minute);
  EXPECT_LE(CostOf(year.line(), dear), (online + 1) * dear.per_minute);
}

TEST(SideBySide, AProfileInThePlaceOfAnotherGoesByItsName) {
  const ProfilePtr profile = ProfileFrom("profile: other\nnumbers: [\"1\"]\n");
  EXPECT_EQ(InThePlaceOf(*profile, "kiosk")->name, "kiosk");
  EXPECT_EQ(profile->name, "other");
}

}  // namespace
}  // namespace lineman
