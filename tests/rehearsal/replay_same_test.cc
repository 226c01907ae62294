// The record of a rehearsal, replayed with the rules it was made with, comes to the same.
#include "tests/rehearsal/replay_testing.h"
#include "tests/rehearsal/shipped_testing.h"

namespace lineman {
namespace {

using std::chrono::hours;

struct Case {
  std::string_view name;
  std::string_view profile;
  std::string_view world;
  std::string_view shows;  // what must be in the record, or the case has nothing to say
};

constexpr std::string_view kPlain = R"(
profile: kiosk
numbers: ["100", "200"]
user: kiosk
password: {file: /secret}
)";

constexpr Case kCases[] = {
    {"AQuietWorld", kPlain, "world: quiet\n", "connected"},
    {"LossesAtRandomWithACallback", R"(
profile: kiosk
numbers: ["100"]
user: kiosk
paused: {callback_set_by_caller: {answer: {callback_number: "0190"}}}
)",
     R"(
world: w
numbers: {"*": {answers: office, troubles: [{outcome: busy, chance: 30%}, {outcome: no_answer, chance: 20%}]}}
servers: {office: {link: copper, callback: set_by_caller}}
links: {copper: {drops: [{mean: 3h}]}}
)",
     "callback_set_by_caller"},
    {"TwoNumbersOneDeadForAWhile", kPlain, R"(
world: w
numbers: {"100": {answers: office, troubles: [{outcome: no_carrier, from: 5h, until: 30h}]}, "200": busy}
servers: {office: {link: copper}}
links: {copper: {drops: [{mean: 1h}]}}
)",
     "no_carrier"},
    {"StallsThatProbesFind", R"(
profile: kiosk
numbers: ["100"]
health: {probes: [{tcp: "10.0.0.1:443"}]}
)",
     R"(
world: w
servers: {office: {link: copper}}
links: {copper: {stalls: [{mean: 4h, for: 3m}, {mean: 9h, for: 2h, redial_helps: true}]}}
)",
     "all probes failed"},
    {"AnOldPasswordThenANewOne", kPlain, R"(
world: w
servers: {office: {users: {kiosk: {password: made-up-2}}}}
events: [{credentials_changed: true, at: 20h}]
)",
     "credentials_changed"},
    {"PeopleNetworksAndSleep", kPlain, R"(
world: w
numbers: {"*": {answers: office, troubles: [{outcome: busy, from: 10h, until: 30h}]}}
servers: {office: {link: copper}}
links: {copper: {drops: [{mean: 2h}]}}
events:
  - {operator: down, at: 3h}
  - {operator: up, at: 4h}
  - {operator: redial, at: [6h, 12h]}
  - {network_changed: true, mean: 6h}
  - {suspend: 10m, at: 15h}
)",
     "\"redial\""},
    {"AClockThatIsSetAndASchedule", R"(
profile: kiosk
numbers: ["100"]
online: ["Mon-Fri 07:00-19:00"]
timezone: UTC
redial_daily: "12:00-12:10"
)",
     R"(
world: w
servers: {office: {link: copper}}
links: {copper: {drops: [{mean: 2h}]}}
events: [{clock: +1h, at: 5h}, {clock: -30m, at: 29h}]
)",
     "jump_ms"},
    {"APromptNobodyAnswers", kPlain, R"(
world: w
servers: {office: {prompts: [{prompt: "login:"}], patience: 30s}}
)",
     "ask_operator"},
    {"PowerCuts", kPlain, R"(
world: w
numbers: {"*": {answers: office, troubles: [{outcome: busy, chance: 50%}, {outcome: busy, from: 30h, until: 60h}]}}
servers: {office: {link: copper}}
links: {copper: {drops: [{mean: 1h}]}}
events: [{power_cut: 10m, mean: 5h}, {power_cut: 3h, mean: 20h}]
)",
     "interrupted"},
};

class SameRules : public testing::TestWithParam<Case> {};

// Byte for byte; and the record vouches for all of it.
void ExpectTheSame(const Replay& replay, const std::vector<Entry>& heard, const std::string& text) {
  EXPECT_EQ(TextOf(replay.would_have()), TextOf(replay.happened()));
  EXPECT_EQ(replay.unobserved().time, Duration{0});
  EXPECT_EQ(replay.unobserved().dials, 0);
  const std::string again = ToJsonLines(heard);
  const auto differs = std::ranges::mismatch(again, text);
  EXPECT_TRUE(again == text) << "from here on: "
                             << std::string(differs.in2, text.end()).substr(0, 1000);
  EXPECT_TRUE(again == text) << "from here on: "
                             << std::string(differs.in1, again.cend()).substr(0, 1000);
}

TEST_P(SameRules, ComeToTheSame) {
  const Rehearsed rehearsed(GetParam().profile, GetParam().world, hours(72));
  const std::string text = RecordOf(rehearsed);
  EXPECT_EQ(FindingsIn(text), "");
  EXPECT_NE(text.find(GetParam().shows), std::string::npos);
  const Replayed replayed(GetParam().profile, text);
  ExpectTheSame(replayed.replay, replayed.heard, text);
  // The time without power is all that a record does not have.
  const Replayed longer(GetParam().profile, text, hours(72));
  if (text.find("interrupted") == std::string::npos) {
    EXPECT_EQ(TextOf(longer.would_have()), TextOf(rehearsed.line()));
  }
}

std::string NameOfCase(const testing::TestParamInfo<Case>& tried) {
  return std::string(tried.param.name);
}
INSTANTIATE_TEST_SUITE_P(Replay, SameRules, testing::ValuesIn(kCases), NameOfCase);

class ShippedRecords : public testing::TestWithParam<std::string> {};

TEST_P(ShippedRecords, ComeToTheSameWithTheirPlugins) {
  for (const char* which : {"good", "bad"}) {
    RehearsalPlan plan = ShippedPlan(GetParam(), which);
    std::vector<Entry> record;
    plan.span = hours(24 * 15);
    plan.start = kRehearsalStart;
    plan.record = [&record](const Entry& entry) { record.push_back(entry); };
    Rehearsal(plan).Run({});
    const std::string text = ToJsonLines(record);
    std::vector<Entry> heard;
    Replay replay({.profile = plan.profiles.front(),
                   .plugins = plan.plugins,
                   .record = RecordFrom(text, plan.profiles.front()->name),
                   .heard = [&heard](const Entry& entry) { heard.push_back(entry); }});
    replay.Run({});
    ExpectTheSame(replay, heard, text);
  }
}
INSTANTIATE_TEST_SUITE_P(Replay, ShippedRecords, testing::ValuesIn(WorldsWithExpectations()),
                         [](const auto& world) {
                           std::string name = world.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace lineman
