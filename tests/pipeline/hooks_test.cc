// Hooks overrule at once or later, and the limits clamp them.
#include <gtest/gtest.h>

#include "tests/pipeline/test_ports.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;
using enum ConnectionState;

constexpr std::string_view kKiosk =
    "{profile: kiosk, numbers: ['0100', '0200'], user: kiosk, password: {file: /s}, retry: "
    "{holdoff: 30s, backoff: {first: 30s, jitter: 0%}}}";

OperatorSays Down() { return {.word = OperatorSays::Word::kDown, .how_long = {}, .answer = {}}; }

class HooksTest : public testing::Test {
 protected:
  void Start(std::string_view profile = kKiosk) {
    agent_.Start({MakeProfile(profile)});
    agent_.Settle();
  }
  void ParkAt(Occurrence occurrence) {
    agent_.hooks.parks = [occurrence](const Occasion& occasion) {
      return occasion.occurrence == occurrence;
    };
  }
  void SayAt(Occurrence occurrence, Verdict verdict) {
    agent_.hooks.says = [=](const Occasion& occasion) -> std::optional<Verdict> {
      if (occasion.occurrence != occurrence) return std::nullopt;
      return verdict;
    };
  }
  LineState state() const { return agent_.state("kiosk"); }
  std::size_t dials() const { return agent_.engine.DialsOf("kiosk"); }

  TestAgent agent_;
};

Redial After(Duration after) {
  Redial redial;
  redial.after = after;
  return redial;
}

TEST_F(HooksTest, AVerdictOverrulesAtOnce) {
  SayAt(Occurrence::kDisconnected, After(1h));
  Start();
  agent_.FailDial("kiosk", RasError::kLineBusy);
  const Entry redial = agent_.Recorded(Entry::Kind::kDecision, "redial").back();
  EXPECT_EQ(redial.by, "plugin test");
  EXPECT_EQ(redial.after, 1h);
}

TEST_F(HooksTest, ARedialUnderTheHoldoffIsRaisedToIt) {
  SayAt(Occurrence::kDisconnected, After(0s));
  Start();
  agent_.FailDial("kiosk", RasError::kLineBusy);
  agent_.Tick(30s - 1ms);
  EXPECT_EQ(dials(), 1U);
  agent_.Tick(1ms);
  EXPECT_EQ(dials(), 2U);
}

TEST_F(HooksTest, ARedialPastTheTriesOfAPasswordOpensTheCircuit) {
  SayAt(Occurrence::kDisconnected, After(0s));
  Start();
  for (int i = 0; i < 2; ++i) {
    agent_.FailDial("kiosk", RasError::kAuthenticationFailure);
    agent_.Tick(30s);
  }
  EXPECT_EQ(dials(), 2U);
  EXPECT_EQ(state(), LineState::kOpenCircuit);
  EXPECT_EQ(agent_.Recorded(Entry::Kind::kDecision, "open_circuit").back().by, "limit credentials");
}

TEST_F(HooksTest, APasswordThatAHookMakesSpendsTriesToo) {
  DialWith dial;
  dial.password = Secret("made");
  SayAt(Occurrence::kBeforeDial, dial);
  Start();
  EXPECT_EQ(agent_.engine.Last("kiosk")->request.credentials.password.Reveal(), "made");
  for (int i = 0; i < 2; ++i) {
    agent_.FailDial("kiosk", RasError::kAuthenticationFailure);
    agent_.Tick(1min);
  }
  EXPECT_EQ(dials(), 2U);
}

TEST_F(HooksTest, BeforeADialTheyMayTakeTheirTime) {
  ParkAt(Occurrence::kBeforeDial);
  Start();
  agent_.Tick(10s);
  EXPECT_EQ(dials(), 0U);
  ASSERT_EQ(agent_.hooks.parked.size(), 1U);
  DialWith dial;
  dial.number = {NumberChoice::Kind::kNext, ""};
  agent_.FinishHooks(agent_.hooks.parked.front(), dial);
  EXPECT_EQ(agent_.engine.Last("kiosk")->request.number, "0200");
}

TEST_F(HooksTest, AnUnfinishedPauseIsCancelledByLeavingIt) {
  ParkAt(Occurrence::kPaused);
  Start();
  agent_.Play("kiosk", kInteractive);
  ASSERT_EQ(agent_.hooks.parked.size(), 1U);
  const TestHooks::Parked parked = agent_.hooks.parked.front();
  agent_.Play("kiosk", kAuthenticate);
  EXPECT_EQ(agent_.hooks.cancelled, 1);
  agent_.FinishHooks(parked, HangUp{"too late"});
  EXPECT_EQ(state(), LineState::kDialing);
}

TEST_F(HooksTest, ThePausesDeadlineCoversThem) {
  ParkAt(Occurrence::kPaused);
  Start();
  agent_.Play("kiosk", kInteractive);
  agent_.Tick(25s);
  EXPECT_EQ(agent_.hooks.cancelled, 1);
  EXPECT_EQ(agent_.Recorded(Entry::Kind::kDecision, "hang_up").size(), 1U);
}

// While hooks think about an end there is no attempt any more to hang up.
TEST_F(HooksTest, ADownWhileTheyThinkAboutAnEndIdles) {
  for (const bool was_hung_up : {false, true}) {
    TestAgent agent;
    agent.hooks.parks = [](const Occasion& occasion) {
      return occasion.occurrence == Occurrence::kDisconnected;
    };
    agent.Start({MakeProfile(kKiosk)});
    agent.Settle();
    agent.Connect("kiosk");
    if (was_hung_up) {
      agent.Say("kiosk",
                OperatorSays{.word = OperatorSays::Word::kRedial, .how_long = {}, .answer = {}});
    } else {
      agent.Play("kiosk", kDisconnected, RasError::kLinkFailure);
    }
    ASSERT_EQ(agent.hooks.parked.size(), 1U);
    agent.Say("kiosk", Down());
    EXPECT_EQ(agent.state("kiosk"), LineState::kIdle);
    agent.Tick(1h);
    EXPECT_EQ(agent.state("kiosk"), LineState::kIdle);
  }
}

TEST_F(HooksTest, ARedialOfTheOperatorWhileTheyThinkAboutAnEndDials) {
  ParkAt(Occurrence::kDisconnected);
  Start();
  agent_.Connect("kiosk");
  agent_.Play("kiosk", kDisconnected, RasError::kLinkFailure);
  agent_.Say("kiosk",
             OperatorSays{.word = OperatorSays::Word::kRedial, .how_long = {}, .answer = {}});
  agent_.Tick(30s);
  EXPECT_EQ(dials(), 2U);
}

// The limits are those of the moment at which they finish.
TEST_F(HooksTest, AnEndThatIsJudgedAfterTheLineIsWantedAgainRedials) {
  ParkAt(Occurrence::kDisconnected);
  Start();
  agent_.Connect("kiosk");
  agent_.Say("kiosk", Down());
  ASSERT_EQ(agent_.hooks.parked.size(), 1U);
  const TestHooks::Parked parked = agent_.hooks.parked.front();
  agent_.hooks.parks = nullptr;
  agent_.Say("kiosk", OperatorSays{.word = OperatorSays::Word::kUp, .how_long = {}, .answer = {}});
  agent_.FinishHooks(parked, std::nullopt);
  agent_.Tick(30s);
  EXPECT_EQ(dials(), 2U);
}

TEST_F(HooksTest, ACapIsCountedWhenTheyFinishNotWhenTheyBegin) {
  const std::string capped = ", retry: {caps: [{dials: 1, per: 1h, each: number}]}}";
  agent_.hooks.parks = [](const Occasion& occasion) {
    return occasion.occurrence == Occurrence::kBeforeDial && occasion.profile == "a";
  };
  agent_.Start({MakeProfile("{profile: a, numbers: ['0100']" + capped),
                MakeProfile("{profile: b, numbers: ['0100']" + capped)});
  agent_.Settle();
  agent_.Play("b", kConnectDevice);
  ASSERT_EQ(agent_.hooks.parked.size(), 1U);
  agent_.FinishHooks(agent_.hooks.parked.front(), DialWith{});
  EXPECT_EQ(agent_.engine.DialsOf("a"), 0U);
  EXPECT_EQ(agent_.state("a"), LineState::kHoldoff);
}

TEST_F(HooksTest, AHoldOffOfNothingDoesNotSpin) {
  int asked = 0;
  agent_.hooks.says = [&](const Occasion& occasion) -> std::optional<Verdict> {
    if (occasion.occurrence != Occurrence::kBeforeDial) return std::nullopt;
    ++asked;
    return HoldOff{0s, "never"};
  };
  Start();
  agent_.Tick(1h);
  EXPECT_LE(asked, 121);
  EXPECT_EQ(dials(), 0U);
}

}  // namespace
}  // namespace lineman
