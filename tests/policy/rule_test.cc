// What rules match, which ones can never decide, and what is said of them.
#include "policy/rule.h"

#include <gtest/gtest.h>

#include "tests/policy/profile_testing.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

std::string Rules(std::string_view first, std::string_view second) {
  return FindingsOf("profile: kiosk\nnumbers: ['1', '2']\nrules:\n  - {when: {" +
                    std::string(first) + "}, stop: a}\n  - {when: {" + std::string(second) +
                    "}, stop: b}\n");
}

constexpr const char* kHidden =
    "5:5: error: the rule never decides: rule 1 at p.yaml:4 matches all it could match";

struct Pair {
  const char* first;
  const char* second;
};

TEST(RuleCoverTest, ARuleThatAnEarlierOneHidesIsAnError) {
  constexpr Pair kPairs[] = {
      {"", "error: line_busy"},
      {"", ""},
      {"error: line_busy", "error: 676"},
      {"error: [676, 678]", "error: ERROR_LINE_BUSY"},
      {"error: [676, 678]", "error: [678, 676]"},
      {"error: [676, 678]", "error: 676, attempt: 3"},
      {"cause: line", "error: line_busy"},
      {"cause: [line, server]", "error: [line_busy, ppp_timeout]"},
      {"cause: suspend", "error: system_suspended"},
      {"cause: [line, server]", "cause: server"},
      {"state: [authenticate, auth_notify]", "state: authenticate"},
      {"lost: true", "lost: true, online_for: {at_least: 1m}"},
      {"lost: false", "lost: false, error: 676"},
      {"number: ['1', '2']", "number: '2'"},
      {"attempt: {at_least: 2}", "attempt: 2"},
      {"attempt: {at_least: 2}", "attempt: [2, 3, 99]"},
      {"attempt: {at_least: 2}", "attempt: {at_least: 3, less_than: 5}"},
      {"attempt: {less_than: 4}", "attempt: {less_than: 4}"},
      {"attempt: {at_least: 1}", "attempt: 1"},
      {"attempt: [1, 2]", "attempt: 2"},
      {"online_for: {at_least: 1m}", "online_for: {at_least: 60s}"},
      {"online_for: {less_than: 10m}", "online_for: {at_least: 1m, less_than: 5m}"},
      {"between: ['01:00-02:00', '03:00-04:00']", "between: '03:00-04:00'"},
  };
  for (const Pair& pair : kPairs) {
    EXPECT_EQ(Rules(pair.first, pair.second), kHidden) << pair.first << " | " << pair.second;
  }
}

TEST(RuleCoverTest, ARuleThatMayStillDecideIsFine) {
  constexpr Pair kPairs[] = {
      {"error: line_busy", ""},
      {"error: line_busy", "error: no_answer"},
      {"error: line_busy", "error: [line_busy, no_answer]"},
      {"error: line_busy", "cause: line"},
      // A link lost before it has proven itself is a matter of the line, whatever its code.
      {"cause: server", "error: ppp_timeout"},
      {"cause: server", "error: remote_disconnection, lost: true"},
      {"cause: user", "error: user_disconnection"},
      {"cause: line", "error: [line_busy, ppp_timeout]"},
      {"cause: line", "cause: [line, server]"},
      {"state: authenticate", "state: [authenticate, auth_notify]"},
      {"state: authenticate", "error: 691"},
      {"lost: true", "lost: false"},
      {"lost: true", "error: line_busy"},
      {"number: '1'", "number: '2'"},
      {"number: '1'", "error: line_busy"},
      {"attempt: {at_least: 3}", "attempt: {at_least: 2}"},
      {"attempt: {at_least: 3}", "attempt: [2, 3]"},
      {"attempt: {less_than: 3}", "attempt: {less_than: 4}"},
      {"attempt: [1, 3]", "attempt: 2"},
      {"attempt: 1", "error: line_busy"},
      {"online_for: {at_least: 10m}", "online_for: {at_least: 9m}"},
      {"online_for: {less_than: 5m}", "online_for: {at_least: 1m}"},
      {"between: '01:00-02:00'", "between: '01:00-03:00'"},
      {"between: '01:00-02:00'", "error: line_busy"},
      {"error: line_busy, attempt: 1", "error: line_busy"},
  };
  for (const Pair& pair : kPairs) {
    EXPECT_EQ(Rules(pair.first, pair.second), "") << pair.first << " | " << pair.second;
  }
}

TEST(RuleCoverTest, ARuleIsToldByItsName) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nrules:\n  - {name: all, stop: x}\n"
                       "  - {name: busy, when: {error: 676}, stop: y}\n"),
            "4:5: error: the rule never decides: rule all at p.yaml:3 matches all it could match");
}

std::string When(std::string_view when) {
  return FindingsOf("profile: kiosk\nnumbers: ['1']\nrules:\n  - stop: x\n    when: {" +
                    std::string(when) + "}\n");
}

TEST(RuleCheckTest, ARuleThatCanNeverMatchIsAnError) {
  for (const char* when : {"error: 691, cause: server", "attempt: {at_least: 3, less_than: 3}",
                           "attempt: {less_than: 1}", "online_for: {at_least: 5m, less_than: 5m}",
                           "online_for: {less_than: 0s}"}) {
    EXPECT_EQ(When(when),
              "5:11: error: the rule can never match: its conditions exclude each other")
        << when;
  }
}

TEST(RuleCheckTest, ConditionsThatSeldomMeetAreFine) {
  for (const char* when :
       {"error: 691, cause: line",                   // a link that is lost early
        "lost: false, online_for: {at_least: 10m}",  // hung up by its health
        "attempt: {at_least: 3, less_than: 4}", "error: [676, 691], cause: credentials"}) {
    EXPECT_EQ(When(when), "") << when;
  }
}

TEST(RuleCheckTest, ANumberOfAnotherProfileIsAnError) {
  EXPECT_EQ(When("number: ['1', '+49 30']"),
            "5:11: error: the rule can never match: +4930 is none of this profile's numbers");
}

TEST(RuleCheckTest, ARuleDecidesOnce) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nrules:\n  - when: {error: 676}\n"),
            "3:5: error: the rule decides nothing: give it redial, stop or hold_off");
  EXPECT_EQ(FindingsOf("profile: kiosk\nrules:\n  - {stop: x, hold_off: 5s}\n"),
            "3:5: error: the rule decides twice: give it only one of redial, stop and hold_off");
}

TEST(RuleCheckTest, ARedialNamesANumberOrAWord) {
  EXPECT_EQ(FindingsOf("profile: kiosk\nrules:\n  - redial: {number: nxt}\n"),
            "3:22: error: 'nxt' is none of next, same, first and no telephone number");
}

// An attempt that ended so, at 03:00 in UTC.
Occasion EndOf(RasError error) {
  Occasion occasion;
  occasion.occurrence = Occurrence::kDisconnected;
  occasion.error = error;
  occasion.attempt = 3;
  occasion.number = "+49 30 1";
  occasion.wall = At("2026-03-02T03:00");
  return occasion;
}

// Whether a rule with these conditions matches.
bool Matches(const Occasion& occasion, std::string_view when) {
  const Profile profile =
      Read("profile: kiosk\nrules:\n  - {stop: x, when: {" + std::string(when) + "}}\n");
  return profile.rules.at(0).when.Matches(occasion, profile.zone);
}

TEST(RuleMatchTest, EveryConditionMustHold) {
  const Occasion busy = EndOf(RasError::kLineBusy);
  EXPECT_TRUE(Matches(busy, "error: line_busy, attempt: 3, number: '+49-30-1'"));
  EXPECT_FALSE(Matches(busy, "error: line_busy, attempt: 4"));
  EXPECT_TRUE(Matches(busy, "attempt: {at_least: 3, less_than: 4}"));
  EXPECT_FALSE(Matches(busy, "attempt: {less_than: 3}"));
  EXPECT_FALSE(Matches(busy, "number: '+49 30 2'"));
  EXPECT_TRUE(Matches(busy, "lost: false"));
}

TEST(RuleMatchTest, AWindowOfTheDayIncludesItsBeginningAndNotItsEnd) {
  const Occasion busy = EndOf(RasError::kLineBusy);
  EXPECT_TRUE(Matches(busy, "between: '03:00-03:30'"));
  EXPECT_FALSE(Matches(busy, "between: '02:30-03:00'"));
  EXPECT_TRUE(Matches(busy, "between: '22:00-03:01'"));
}

TEST(RuleMatchTest, ALinkLostEarlyIsAMatterOfTheLine) {
  Occasion lost = EndOf(RasError::kAuthenticationFailure);
  lost.was_connected = true;
  lost.online_for = 10s;
  EXPECT_TRUE(Matches(lost, "cause: line"));
  EXPECT_FALSE(Matches(lost, "cause: credentials"));
  EXPECT_TRUE(Matches(lost, "error: 691"));
  EXPECT_TRUE(Matches(lost, "lost: true, online_for: {at_least: 10s}"));
  EXPECT_FALSE(Matches(lost, "online_for: {less_than: 10s}"));
}

TEST(RuleMatchTest, AStateIsThatInWhichItFailed) {
  Occasion failed = EndOf(RasError::kPppTimeout);
  EXPECT_FALSE(Matches(failed, "state: authenticate"));
  failed.failed_in = ConnectionState::kAuthenticate;
  EXPECT_TRUE(Matches(failed, "state: [auth_notify, authenticate]"));
}

}  // namespace
}  // namespace lineman
