#include "policy/settings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/policy/profile_testing.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

// The whole of a profile as the manual shows it.
constexpr std::string_view kWhole = R"(profile: head-office
extends: ../base/modem.yaml
engine: pppd
numbers: ["+49 30 555 0100", "+49 30 555 0101"]
user: kiosk-17
password: {file: /etc/lineman/secrets/head-office}
online: always
timezone: Europe/Berlin
redial_daily: "03:00-04:00"
pppd:
  serial: {device: /dev/serial/by-id/usb-ACME, speed: 115200, init: ["ATZ"], dial: "ATDT"}
  route: {default: true, metric: 200}
  dns: peer
retry:
  holdoff: 5s
  backoff: {first: 5s, factor: 2, max: 5m, jitter: 20%}
  stable_after: 60s
  budgets: {line: 10, server: 10, device: 10, local: 10, internal: 3, credentials: 2, account: 1,
            config: 1, security: 1, human: 1}
  open_circuit: {probe_after: 15m, factor: 2, max: 6h}
  caps: [{preset: eu}, {dials: 3, per: 30m, each: profile}]
  start_spread: 60s
paused:
  deadline: 25s
  callback_set_by_caller: {answer: {callback_number: "+49 30 555 0190"}}
  password_expired: ask_operator
health:
  probes: [{tcp: "10.0.0.1:443", every: 30s, timeout: 5s, down_after: 3, up_after: 2}]
  hang_up_after: 5m
rules:
  - name: busy
    when: {error: [line_busy, no_answer]}
    redial: {number: next, after: 30s}
  - when: {cause: config}
    stop: the office must fix this
  - when: {lost: true, online_for: {at_least: 10m}}
    redial: {after: 5s}
plugins:
  - use: callback-rota
    with: {numbers: ["+49 30 555 0190", "+49 30 555 0191"]}
  - use: modem-reset
    allow: {run: [/usr/local/sbin/stick-power]}
)";

TEST(SettingsTest, EveryKeyOfTheManualsProfileIsAccepted) {
  Files files = {{"x/p.yaml", std::string(kWhole)}, {"base/modem.yaml", "domain: base\n"}};
  Findings findings;
  const auto profile = LoadProfile("x/p.yaml", ReadingFrom(files), findings);
  ASSERT_TRUE(profile) << findings.ToString();
  EXPECT_EQ(findings.ToString(), "");
  EXPECT_EQ(profile->caps.size(), 2U);
  EXPECT_EQ(profile->rules.size(), 3U);
  EXPECT_EQ(profile->plugins.size(), 2U);
  EXPECT_EQ(profile->domain, "base");
  EXPECT_TRUE(profile->AnswersCallback());
}

TEST(SettingsTest, AProfileOfAlmostNothingHasTheManualsDefaults) {
  const Profile little = Read("profile: k\n");
  EXPECT_EQ(little.engine, "simulator");
  EXPECT_EQ(little.holdoff, 5s);
  EXPECT_EQ(little.backoff.Pause(1), 5s);
  EXPECT_EQ(little.backoff.max, 5min);
  EXPECT_EQ(little.backoff.jitter_per_million, 200'000);
  EXPECT_EQ(little.stable_after, 60s);
  EXPECT_EQ(little.dial_deadline, 3min);
  EXPECT_EQ(little.circuit.first, 15min);
  EXPECT_EQ(little.circuit.max, 6h);
  EXPECT_EQ(little.pause_deadline, 25s);
  EXPECT_EQ(little.hang_up_after, 5min);
  EXPECT_EQ(little.start_spread, 60s);
  constexpr std::array<int, kCauseCount> kBudgets = {10, 10, 2, 1, 1, 1, 10, 10, 1, 0, 0, 3};
  EXPECT_EQ(little.budgets, kBudgets);
  EXPECT_EQ(little.online.kind, OnlineRule::Kind::kAlways);
  for (const PausePolicy& pause : little.pauses) {
    EXPECT_EQ(pause.kind, PausePolicy::Kind::kAskOperator);
  }
}

TEST(SettingsTest, EveryRowHasHelpAndDefaultsThatTheirOwnRowTakes) {
  for (const Option& row : TestProfileTable().rows()) {
    EXPECT_FALSE(row.help.empty()) << row.path;
    if (!row.default_value.empty()) {
      EXPECT_TRUE(CheckScalar(row, row.default_value)) << row.path;
    }
  }
}

TEST(SettingsTest, TheAgentsDefaultsTakeWhatAProfileTakesButItsName) {
  const OptionTable agent = MakeAgentTable({});
  const OptionTable profile = MakeProfileTable({});
  for (const Option& row : profile.rows()) {
    const bool own = row.path == "profile" || row.path == "extends";
    EXPECT_EQ(agent.FindRow("defaults." + std::string(row.path)) == nullptr, own) << row.path;
  }
}

TEST(SettingsTest, AttemptsBeyondAllCountingAreStillLater) {
  const Profile profile =
      Read("profile: k\nrules:\n  - {when: {attempt: {at_least: 99999999999}}, stop: x}\n");
  Occasion occasion;
  occasion.attempt = 1000;
  EXPECT_FALSE(profile.rules.at(0).when.Matches(occasion, Zone()));
}

}  // namespace
}  // namespace lineman
