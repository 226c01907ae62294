// The limits, over every verdict in every occurrence.
#include <gtest/gtest.h>

#include "policy/judge.h"
#include "tests/policy/profile_testing.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;

constexpr Instant kNow{std::chrono::hours(100)};

Profile Kiosk() {
  return Read(
      "profile: kiosk\nnumbers: ['1', '2', '3']\nuser: u\npassword: {file: /f}\n"
      "retry: {holdoff: 5s, backoff: {first: 10s, jitter: 0%}}\n");
}

Occasion At(Occurrence occurrence) {
  Occasion occasion;
  occasion.occurrence = occurrence;
  occasion.now = occasion.last_end = kNow;
  occasion.attempt = 1;
  occasion.number = "1";
  if (occurrence == Occurrence::kPaused) occasion.state = ConnectionState::kRetryAuthentication;
  if (occurrence == Occurrence::kDisconnected) occasion.error = RasError::kLineBusy;
  if (occurrence == Occurrence::kBeforeDial) occasion.last_end = kNow - 1h;
  return occasion;
}

Decision Clamped(const Occasion& occasion, Verdict verdict, const Profile& profile = Kiosk()) {
  Decision decision;
  decision.verdict = std::move(verdict);
  Clamp(occasion, profile, Chance(1), decision);
  return decision;
}

Redial After(Duration after) {
  Redial redial;
  redial.after = after;
  return redial;
}

std::vector<Verdict> AllVerdicts() {
  Answer credentials;
  credentials.password = Secret("p");
  return {Continue{}, DialWith{}, AnswerWith{credentials}, AskOperator{}, HangUp{"w"},
          After(1h),  Stop{"w"},  HoldOff{1h, "w"}};
}

TEST(ClampTableTest, EveryVerdictComesToSomethingSensibleEverywhere) {
  using enum Outcome::Kind;
  // Verdicts in the order of the variant, as above.
  const std::map<Occurrence, std::vector<Outcome::Kind>> table = {
      {Occurrence::kBeforeDial, {kDial, kDial, kDial, kDial, kDial, kDial, kDial, kWait}},
      {Occurrence::kRunning,
       {kNothing, kNothing, kNothing, kNothing, kHangUp, kNothing, kNothing, kNothing}},
      {Occurrence::kPaused,
       {kHangUp, kHangUp, kAnswer, kAskOperator, kHangUp, kHangUp, kHangUp, kHangUp}},
      {Occurrence::kConnected,
       {kNothing, kNothing, kNothing, kNothing, kHangUp, kNothing, kNothing, kNothing}},
      {Occurrence::kDisconnected,
       {kOpenCircuit, kOpenCircuit, kOpenCircuit, kOpenCircuit, kOpenCircuit, kWait, kOpenCircuit,
        kWait}},
  };
  for (const auto& [occurrence, outcomes] : table) {
    const std::vector<Verdict> verdicts = AllVerdicts();
    ASSERT_EQ(verdicts.size(), std::variant_size_v<Verdict>);
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      ASSERT_EQ(verdicts[i].index(), i);
      const Decision decision = Clamped(At(occurrence), verdicts[i]);
      EXPECT_EQ(decision.outcome.kind, outcomes[i])
          << NameOf(occurrence) << " " << NameOf(verdicts[i]);
      const bool waits = decision.outcome.kind == kWait || decision.outcome.kind == kOpenCircuit;
      EXPECT_EQ(waits, decision.outcome.at && *decision.outcome.at > kNow) << NameOf(verdicts[i]);
    }
  }
}

TEST(ClampTableTest, ALineThatIsNotWantedIdlesWhateverTheVerdict) {
  for (const Occurrence occurrence : {Occurrence::kBeforeDial, Occurrence::kDisconnected}) {
    Occasion occasion = At(occurrence);
    occasion.wanted = false;
    occasion.not_wanted_because = "the operator said down";
    for (const Verdict& verdict : AllVerdicts()) {
      const Decision decision = Clamped(occasion, verdict);
      EXPECT_EQ(decision.outcome.kind, Outcome::Kind::kIdle) << NameOf(verdict);
      EXPECT_EQ(decision.by.ToString(), "limit wanted");
    }
  }
}

TEST(ClampTest, TheHoldoffRaisesARedialAndSaysSo) {
  const Decision decision = Clamped(At(Occurrence::kDisconnected), After(1s));
  EXPECT_EQ(decision.outcome.at, kNow + 5s);
  ASSERT_EQ(decision.reasons.size(), 1U);
  EXPECT_EQ(decision.reasons[0].source.ToString(), "limit holdoff");
  EXPECT_EQ(decision.reasons[0].text, "raised from 1s to the holdoff of 5s");
}

TEST(ClampTest, ARedialWithoutAPauseTakesTheBackOff) {
  EXPECT_EQ(Clamped(At(Occurrence::kDisconnected), Redial{}).outcome.at, kNow + 10s);
}

// A hook that holds off for nothing would be asked again at once, for ever.
TEST(ClampTest, AHookCannotHoldOffForLessThanTheHoldoff) {
  const Decision decision = Clamped(At(Occurrence::kBeforeDial), HoldOff{0s, "hook"});
  EXPECT_EQ(decision.outcome.at, kNow + 5s);
}

// A verdict that comes late is not dated back.
TEST(ClampTest, HooksThatTookLongerThanThePauseDialAtOnce) {
  Occasion occasion = At(Occurrence::kDisconnected);
  occasion.last_end = kNow - 20s;
  EXPECT_EQ(Clamped(occasion, After(1s)).outcome.at, kNow);
  EXPECT_EQ(Clamped(occasion, After(10s)).outcome.at, kNow);
  EXPECT_EQ(Clamped(occasion, After(30s)).outcome.at, kNow + 10s);
}

TEST(ClampTest, NumbersWrapAndAreFoundInAnySpelling) {
  const auto number = [](NumberChoice choice, int from) {
    Occasion occasion = At(Occurrence::kDisconnected);
    occasion.number_index = from;
    Redial redial = After(1h);
    redial.number = std::move(choice);
    const Outcome outcome = Clamped(occasion, redial).outcome;
    return outcome.number + " " + std::to_string(outcome.number_index);
  };
  using Kind = NumberChoice::Kind;
  EXPECT_EQ(number({Kind::kNext, ""}, 0), "2 1");
  EXPECT_EQ(number({Kind::kNext, ""}, 2), "1 0");
  EXPECT_EQ(number({Kind::kSame, ""}, 2), "3 2");
  EXPECT_EQ(number({Kind::kFirst, ""}, 2), "1 0");
  EXPECT_EQ(number({Kind::kGiven, " 2"}, 0), "2 1");
  EXPECT_EQ(number({Kind::kGiven, "0400"}, 0), "0400 -1");
  EXPECT_EQ(number({Kind::kNext, ""}, -1), "1 0");
  EXPECT_EQ(number({Kind::kSame, ""}, -1), "1 -1");  // the occasion's own, from elsewhere
  EXPECT_EQ(number({Kind::kSame, ""}, 7), "2 1");    // the list has shrunk
}

TEST(ClampTest, SpentTriesOpenTheCircuitWhoeverAsks) {
  for (const Occurrence occurrence : {Occurrence::kBeforeDial, Occurrence::kDisconnected}) {
    Occasion occasion = At(occurrence);
    occasion.login_tries = 2;
    const Verdict verdict =
        occurrence == Occurrence::kBeforeDial ? Verdict(DialWith{}) : Verdict(After(1s));
    const Decision decision = Clamped(occasion, verdict);
    EXPECT_EQ(decision.outcome.kind, Outcome::Kind::kOpenCircuit) << NameOf(occurrence);
    EXPECT_EQ(decision.by.ToString(), "limit credentials");
    EXPECT_EQ(decision.outcome.at, kNow + 6h);
    EXPECT_EQ(decision.reasons.back().text, "2 of 2 tries of this password spent");
  }
}

TEST(ClampTest, APasswordThatAHookMadeIsATryLikeAnyOther) {
  Occasion occasion = At(Occurrence::kBeforeDial);
  occasion.login_tries = 2;
  DialWith dial;
  dial.password = Secret("made");
  EXPECT_EQ(Clamped(occasion, dial).outcome.kind, Outcome::Kind::kOpenCircuit);
}

TEST(ClampTest, OnlyASlowProbePassesSpentTries) {
  Occasion occasion = At(Occurrence::kBeforeDial);
  occasion.login_tries = 9;
  occasion.probe = true;
  occasion.circuit = OpenCircuit{};
  EXPECT_EQ(Clamped(occasion, DialWith{}).outcome.kind, Outcome::Kind::kDial);
}

TEST(ClampTest, TriesOfOtherLinesThatMayYetBeAcceptedOpenNoCircuit) {
  Occasion due = At(Occurrence::kBeforeDial);
  due.login_tries = due.login_under_way = 2;
  const Decision waits = Clamped(due, DialWith{});
  EXPECT_EQ(waits.outcome.kind, Outcome::Kind::kWait);
  EXPECT_GE(*waits.outcome.at, kNow + 5s);
  EXPECT_LE(*waits.outcome.at, kNow + 10s);
  Occasion ended = At(Occurrence::kDisconnected);
  ended.login_tries = ended.login_under_way = 2;
  EXPECT_EQ(Clamped(ended, After(1min)).outcome.kind, Outcome::Kind::kWait);
}

TEST(ClampTest, AnAnswerThatDoesNotFitHangsUpAndSaysWhatWasWaitedFor) {
  Answer answer;
  answer.callback_number = "1";
  const Decision decision = Clamped(At(Occurrence::kPaused), AnswerWith{answer});
  EXPECT_EQ(decision.outcome.kind, Outcome::Kind::kHangUp);
  EXPECT_EQ(decision.by.ToString(), "limit answer");
  EXPECT_EQ(decision.reasons.back().text,
            "retry_authentication waits for password, and username or domain where they change");
}

TEST(ClampTest, WithoutAPasswordNothingIsDialledUnlessAHookBringsOne) {
  Occasion occasion = At(Occurrence::kBeforeDial);
  occasion.secret_trouble = "the file is gone";
  EXPECT_EQ(Clamped(occasion, DialWith{}).outcome.kind, Outcome::Kind::kWait);
  DialWith dial;
  dial.password = Secret("made");
  EXPECT_EQ(Clamped(occasion, dial).outcome.kind, Outcome::Kind::kDial);
}

TEST(JudgeTest, TheSameOccasionGivesTheSameDecision) {
  const Profile profile = Read("profile: kiosk\nnumbers: ['1']\n");
  for (const Occurrence occurrence :
       {Occurrence::kBeforeDial, Occurrence::kRunning, Occurrence::kPaused, Occurrence::kConnected,
        Occurrence::kDisconnected}) {
    const auto decide = [&] {
      Decision decision = Judge(At(occurrence), profile, Chance(7));
      Clamp(At(occurrence), profile, Chance(7), decision);
      std::string text(NameOf(decision.verdict));
      for (const Reason& reason : decision.reasons) text += "; " + reason.text;
      if (decision.outcome.at) text += std::to_string((*decision.outcome.at - kNow).count());
      return text;
    };
    EXPECT_EQ(decide(), decide()) << NameOf(occurrence);
  }
}

TEST(JudgeTest, LogonHoursHoldOffAndNeverStop) {
  Occasion occasion = At(Occurrence::kDisconnected);
  occasion.error = RasError::kRestrictedLogonHours;
  CountOf(occasion.failures, CauseOf(occasion)) = 99;
  const Decision decision = Judge(occasion, Kiosk(), Chance(1));
  EXPECT_EQ(NameOf(decision.verdict), "hold_off");
}

TEST(JudgeTest, LosingAProvenLinkCostsNothingWhateverItsCode) {
  for (const RasErrorInfo& info : AllRasErrors()) {
    Occasion occasion = At(Occurrence::kDisconnected);
    occasion.error = static_cast<RasError>(info.code);
    occasion.was_connected = occasion.proven = true;
    const auto verdict = NameOf(Judge(occasion, Kiosk(), Chance(1)).verdict);
    EXPECT_EQ(verdict, info.cause == Cause::kSuspend ? "hold_off" : "redial") << info.name;
  }
}

}  // namespace
}  // namespace lineman
