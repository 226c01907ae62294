#include "tests/engine_contract/engine_contract.h"

#include <algorithm>
#include <array>

namespace lineman::contract {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using State = ConnectionState;

constexpr std::array<std::pair<Scenario, State>, 5> kPauses = {{
    {Scenario::kPausedInteractive, State::kInteractive},
    {Scenario::kPausedRetry, State::kRetryAuthentication},
    {Scenario::kPausedCallback, State::kCallbackSetByCaller},
    {Scenario::kPausedPassword, State::kPasswordExpired},
    {Scenario::kPausedEap, State::kInvokeEapUi},
}};

constexpr std::array kAll = {
    Scenario::kGoodDial,          Scenario::kBusy,        Scenario::kWrongPassword,
    Scenario::kPausedInteractive, Scenario::kPausedRetry, Scenario::kPausedCallback,
    Scenario::kPausedPassword,    Scenario::kPausedEap,   Scenario::kPeerGivesUp,
    Scenario::kLostAfterConnect,  Scenario::kSlowDial};

// An answer that no state waits for together with another one.
Answer AnswerForAnother(State pause) {
  Answer answer;
  if (pause == State::kPasswordExpired) {
    answer.callback_number = "+49 30 555 0190";
  } else {
    answer.new_password = Secret("not asked for");
  }
  return answer;
}

}  // namespace

std::string_view NameOf(Scenario scenario) {
  constexpr std::array<std::string_view, kAll.size()> names = {"good dial",
                                                               "busy",
                                                               "wrong password",
                                                               "paused in interactive",
                                                               "paused in retry_authentication",
                                                               "paused in callback_set_by_caller",
                                                               "paused in password_expired",
                                                               "paused in invoke_eap_ui",
                                                               "peer gives up",
                                                               "lost after connect",
                                                               "slow dial"};
  return names.at(static_cast<std::size_t>(scenario));
}

Answer UsualAnswer(State pause) {
  Answer answer;
  switch (pause) {
    case State::kRetryAuthentication:
      answer.username = "kiosk";
      answer.password = Secret("second");
      break;
    case State::kCallbackSetByCaller:
      answer.callback_number = "+49 30 555 0190";
      break;
    case State::kPasswordExpired:
      answer.new_password = Secret("N3w-contract");
      break;
    default:
      break;
  }
  return answer;
}

Attempt::Attempt(EngineUnderTest& under_test, const DialRequest& request)
    : under_test_(under_test) {
  connection_ = under_test_.engine().Dial(request, [this](const Notification& notification) {
    heard_.push_back(notification);
    if (react) react(heard_.back());
  });
}

bool Attempt::IsOver() const { return finals() > 0; }
bool Attempt::IsUp() const { return !heard_.empty() && heard_.back().state == State::kConnected; }
bool Attempt::IsPaused() const {
  return !heard_.empty() && GroupOf(heard_.back().state) == StateGroup::kPaused;
}
bool Attempt::Saw(State state) const {
  return std::ranges::count(heard_, state, &Notification::state) > 0;
}
std::ptrdiff_t Attempt::finals() const {
  return std::ranges::count(heard_, State::kDisconnected, &Notification::state);
}

std::unique_ptr<Attempt> EngineContract::Dial(Scenario scenario) {
  const Result<DialRequest> request = under_test().Request(scenario, ++attempts_);
  if (!request) {
    [&] { GTEST_SKIP() << NameOf(scenario) << ": " << request.error().message; }();
    return nullptr;
  }
  auto attempt = std::make_unique<Attempt>(under_test(), *request);
  EXPECT_TRUE(attempt->started()) << "Dial never returns null";
  EXPECT_TRUE(attempt->heard().empty()) << "nothing is delivered inside Dial";
  return attempt;
}

bool EngineContract::Reach(Attempt& attempt, bool (Attempt::*where)() const) {
  const bool reached = under_test().RunUntil([&] { return (attempt.*where)(); }, minutes(5));
  EXPECT_TRUE(reached) << "last heard: "
                       << (attempt.heard().empty() ? "nothing"
                                                   : NameOf(attempt.heard().back().state));
  return reached;
}

void EngineContract::ExpectQuiet(Attempt& attempt, Duration span) {
  const std::size_t before = attempt.heard().size();
  under_test().RunUntil([] { return false; }, under_test().Quiet(span));
  EXPECT_EQ(attempt.heard().size(), before);
}

void EngineContract::AnswerRightly(Scenario scenario, Attempt& attempt) {
  const State pause = attempt.heard().back().state;
  const auto answered = attempt.connection().Answer(under_test().RightAnswer(scenario, pause));
  EXPECT_TRUE(answered) << answered.error().message;
}

void EngineContract::ForEachPause(const PauseBody& body) {
  int tried = 0;
  for (const auto& [scenario, pause] : kPauses) {
    if (!under_test().Request(scenario, attempts_ + 1)) continue;
    SCOPED_TRACE(NameOf(scenario));
    ++tried;
    const auto attempt = Dial(scenario);
    if (!attempt || !Reach(*attempt, &Attempt::IsPaused)) continue;
    EXPECT_EQ(NameOf(attempt->heard().back().state), NameOf(pause));
    body(scenario, pause, *attempt);
  }
  if (tried == 0) GTEST_SKIP() << "this set-up has no paused state";
}

// --- Rule 1: nothing blocks; in order, on the loop, with the attempt ----------------------------

TEST_P(EngineContract, Rule1DialTellsNothingBeforeItHasReturned) {
  const auto attempt = Dial(Scenario::kBusy);  // Dial() expects it
  if (attempt) Reach(*attempt, &Attempt::IsOver);
}

TEST_P(EngineContract, Rule1HangUpTellsNothingBeforeItHasReturned) {
  const auto attempt = Dial(Scenario::kGoodDial);
  if (!attempt || !Reach(*attempt, &Attempt::IsUp)) return;
  const std::size_t before = attempt->heard().size();
  attempt->connection().HangUp();
  EXPECT_EQ(attempt->heard().size(), before);
}

TEST_P(EngineContract, Rule1AnswerTellsNothingBeforeItHasReturned) {
  const auto attempt = Dial(Scenario::kPausedCallback);
  if (!attempt || !Reach(*attempt, &Attempt::IsPaused)) return;
  const std::size_t before = attempt->heard().size();
  AnswerRightly(Scenario::kPausedCallback, *attempt);
  EXPECT_EQ(attempt->heard().size(), before);
}

TEST_P(EngineContract, Rule1EveryNotificationCarriesItsAttempt) {
  const auto first = Dial(Scenario::kGoodDial);
  const auto second = Dial(Scenario::kBusy);
  if (!first || !second) return;
  Reach(*first, &Attempt::IsUp);
  Reach(*second, &Attempt::IsOver);
  for (const Notification& heard : first->heard()) EXPECT_EQ(heard.attempt, 1U);
  for (const Notification& heard : second->heard()) EXPECT_EQ(heard.attempt, 2U);
}

TEST_P(EngineContract, Rule1StatusIsTheStateThatWasNotifiedLast) {
  const auto attempt = Dial(Scenario::kGoodDial);
  if (!attempt) return;
  attempt->react = [&](const Notification& heard) {
    EXPECT_EQ(NameOf(attempt->connection().Status().state), NameOf(heard.state));
  };
  if (Reach(*attempt, &Attempt::IsUp)) attempt->connection().HangUp();
  Reach(*attempt, &Attempt::IsOver);
}

TEST_P(EngineContract, Rule1ManyDialsAtOnceDoNotMixTheirNotifications) {
  std::vector<std::unique_ptr<Attempt>> attempts;
  for (int i = 0; i < 3; ++i) {
    attempts.push_back(Dial(Scenario::kBusy));
    if (!attempts.back()) return;
  }
  for (const auto& attempt : attempts) Reach(*attempt, &Attempt::IsOver);
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    EXPECT_EQ(attempts[i]->finals(), 1);
    for (const Notification& heard : attempts[i]->heard()) EXPECT_EQ(heard.attempt, i + 1);
  }
}

// --- Rule 2: exactly one final `disconnected` ---------------------------------------------------

TEST_P(EngineContract, Rule2AFailedDialTellsWhereAndThenEndsOnceWithTheSameError) {
  for (const Scenario scenario : {Scenario::kBusy, Scenario::kWrongPassword}) {
    SCOPED_TRACE(NameOf(scenario));
    const auto attempt = Dial(scenario);
    if (!attempt || !Reach(*attempt, &Attempt::IsOver)) return;
    ASSERT_GE(attempt->heard().size(), 2U);
    const Notification& failure = attempt->heard()[attempt->heard().size() - 2];
    const Notification& final = attempt->heard().back();
    EXPECT_EQ(GroupOf(failure.state), StateGroup::kRunning) << NameOf(failure.state);
    EXPECT_NE(final.error, RasError::kNone);
    EXPECT_EQ(NameOf(failure.error), NameOf(final.error));
    ExpectQuiet(*attempt, minutes(1));
  }
}

TEST_P(EngineContract, Rule2ADialThatIsHungUpEndsOnceWithin15Seconds) {
  const auto attempt = Dial(Scenario::kSlowDial);
  if (!attempt) return;
  under_test().RunUntil([&] { return attempt->heard().size() >= 2; }, minutes(1));
  attempt->connection().HangUp();
  EXPECT_TRUE(under_test().RunUntil([&] { return attempt->IsOver(); }, kHangUpDeadline));
  ASSERT_TRUE(attempt->IsOver());
  EXPECT_EQ(CauseOf(attempt->heard().back().error), Cause::kUser);
  ExpectQuiet(*attempt, minutes(2));
}

TEST_P(EngineContract, Rule2ALinkThatIsHungUpEndsOnceWithin15Seconds) {
  const auto attempt = Dial(Scenario::kGoodDial);
  if (!attempt || !Reach(*attempt, &Attempt::IsUp)) return;
  attempt->connection().HangUp();
  EXPECT_TRUE(under_test().RunUntil([&] { return attempt->IsOver(); }, kHangUpDeadline));
  ExpectQuiet(*attempt, minutes(2));
}

TEST_P(EngineContract, Rule2ADestroyedConnectionIsSilent) {
  const auto attempt = Dial(Scenario::kSlowDial);
  if (!attempt) return;
  under_test().RunUntil([&] { return !attempt->heard().empty(); }, minutes(1));
  attempt->Destroy();
  ExpectQuiet(*attempt, minutes(5));
}

TEST_P(EngineContract, Rule2ADestroyedConnectionLeavesTheWayFreeForTheNext) {
  const auto first = Dial(Scenario::kGoodDial);
  if (!first || !Reach(*first, &Attempt::IsUp)) return;
  first->Destroy();
  under_test().RunUntil([] { return false; }, kHangUpDeadline);
  const auto second = Dial(Scenario::kGoodDial);
  if (second) Reach(*second, &Attempt::IsUp);
}

// --- Rule 3: pauses -----------------------------------------------------------------------------

TEST_P(EngineContract, Rule3ThePauseLastsUntilItIsAnsweredAndThenTheDialGoesOn) {
  ForEachPause([&](Scenario scenario, State pause, Attempt& attempt) {
    ExpectQuiet(attempt, seconds(3));
    EXPECT_EQ(attempt.connection().Status().state, pause);
    AnswerRightly(scenario, attempt);
    Reach(attempt, &Attempt::IsUp);
  });
}

TEST_P(EngineContract, Rule3AnAnswerThatMakesNoSenseIsAnErrorAndThePauseGoesOn) {
  ForEachPause([&](Scenario scenario, State pause, Attempt& attempt) {
    EXPECT_FALSE(attempt.connection().Answer(AnswerForAnother(pause)));
    EXPECT_FALSE(attempt.connection().Answer(Answer{}));
    ExpectQuiet(attempt, seconds(1));
    AnswerRightly(scenario, attempt);
    Reach(attempt, &Attempt::IsUp);
  });
}

TEST_P(EngineContract, Rule3ASecondAnswerIsAnError) {
  ForEachPause([&](Scenario scenario, State pause, Attempt& attempt) {
    AnswerRightly(scenario, attempt);
    EXPECT_FALSE(attempt.connection().Answer(under_test().RightAnswer(scenario, pause)));
    Reach(attempt, &Attempt::IsUp);
  });
}

TEST_P(EngineContract, Rule3HangUpEndsThePauseForGood) {
  ForEachPause([&](Scenario scenario, State pause, Attempt& attempt) {
    attempt.connection().HangUp();
    EXPECT_FALSE(attempt.connection().Answer(under_test().RightAnswer(scenario, pause)));
    EXPECT_TRUE(under_test().RunUntil([&] { return attempt.IsOver(); }, kHangUpDeadline));
  });
}

TEST_P(EngineContract, Rule3AnAnswerOutsideAPauseIsAnError) {
  const auto attempt = Dial(Scenario::kGoodDial);
  if (!attempt) return;
  Answer answer;
  answer.callback_number = "+49 30 555 0190";
  EXPECT_FALSE(attempt->connection().Answer(answer));
  if (!Reach(*attempt, &Attempt::IsUp)) return;
  EXPECT_FALSE(attempt->connection().Answer(answer));
  attempt->connection().HangUp();
  Reach(*attempt, &Attempt::IsOver);
  EXPECT_FALSE(attempt->connection().Answer(answer));
}

TEST_P(EngineContract, Rule3WhenThePeerGivesUpTheNextNotificationSaysWhereItWent) {
  const auto attempt = Dial(Scenario::kPeerGivesUp);
  if (!attempt || !Reach(*attempt, &Attempt::IsPaused)) return;
  const State pause = attempt->heard().back().state;
  if (!Reach(*attempt, &Attempt::IsOver)) return;
  EXPECT_NE(attempt->heard().back().error, RasError::kNone);
  EXPECT_EQ(attempt->finals(), 1);
  EXPECT_FALSE(
      attempt->connection().Answer(under_test().RightAnswer(Scenario::kPeerGivesUp, pause)));
}

// --- Rule 4: HangUp at any moment ---------------------------------------------------------------

TEST_P(EngineContract, Rule4HangUpBeforeTheFirstNotification) {
  const auto attempt = Dial(Scenario::kGoodDial);
  if (!attempt) return;
  attempt->connection().HangUp();
  EXPECT_TRUE(under_test().RunUntil([&] { return attempt->IsOver(); }, kHangUpDeadline));
  EXPECT_EQ(attempt->finals(), 1);
  EXPECT_FALSE(attempt->Saw(State::kConnected));
}

TEST_P(EngineContract, Rule4HangUpTwiceAndAfterTheEnd) {
  const auto attempt = Dial(Scenario::kGoodDial);
  if (!attempt || !Reach(*attempt, &Attempt::IsUp)) return;
  attempt->connection().HangUp();
  attempt->connection().HangUp();
  Reach(*attempt, &Attempt::IsOver);
  attempt->connection().HangUp();
  ExpectQuiet(*attempt, minutes(1));
  EXPECT_EQ(attempt->finals(), 1);
}

TEST_P(EngineContract, Rule4HangUpFromInsideTheHandlerInEachState) {
  std::size_t states = 1;
  for (std::size_t stop = 0; stop < states; ++stop) {
    const auto attempt = Dial(Scenario::kGoodDial);
    if (!attempt) return;
    attempt->react = [&](const Notification&) {
      if (attempt->heard().size() == stop + 1) attempt->connection().HangUp();
    };
    if (!Reach(*attempt, &Attempt::IsOver)) return;
    EXPECT_EQ(attempt->heard().size(), stop + 2) << "hung up in state " << stop;
    if (!attempt->Saw(State::kConnected)) ++states;
  }
  EXPECT_GT(states, 2U);
}

TEST_P(EngineContract, Rule4TheConnectionMayBeDestroyedFromInsideTheFinalNotification) {
  const auto attempt = Dial(Scenario::kBusy);
  if (!attempt) return;
  attempt->react = [&](const Notification& heard) {
    if (heard.state == State::kDisconnected) attempt->Destroy();
  };
  Reach(*attempt, &Attempt::IsOver);
  ExpectQuiet(*attempt, minutes(1));
}

// --- Rule 5: loss is reported -------------------------------------------------------------------

TEST_P(EngineContract, Rule5ALinkThatIsLostIsReportedOnceWithItsError) {
  const auto attempt = Dial(Scenario::kLostAfterConnect);
  if (!attempt || !Reach(*attempt, &Attempt::IsUp) || !Reach(*attempt, &Attempt::IsOver)) return;
  EXPECT_NE(attempt->heard().back().error, RasError::kNone);
  EXPECT_NE(CauseOf(attempt->heard().back().error), Cause::kUser);
  EXPECT_EQ(attempt->connection().Status().state, State::kDisconnected);
  ExpectQuiet(*attempt, minutes(1));
}

TEST_P(EngineContract, Rule5ALinkStaysUpUntilItIsLost) {
  const auto attempt = Dial(Scenario::kGoodDial);
  if (!attempt || !Reach(*attempt, &Attempt::IsUp)) return;
  ExpectQuiet(*attempt, seconds(30));
  EXPECT_EQ(attempt->connection().Status().state, State::kConnected);
  EXPECT_GE(attempt->connection().Statistics().connected_for, seconds(29));
}

// --- Rule 6: secrets ----------------------------------------------------------------------------

TEST_P(EngineContract, Rule6ThePasswordIsNowhereToBeSeen) {
  for (const Scenario scenario : {Scenario::kGoodDial, Scenario::kWrongPassword}) {
    const auto attempt = Dial(scenario);
    if (!attempt) continue;
    under_test().RunUntil([&] { return attempt->IsUp() || attempt->IsOver(); }, minutes(5));
    for (const Notification& heard : attempt->heard())
      EXPECT_EQ(heard.detail.find(kSecret), std::string::npos) << heard.detail;
    const ConnectionStatus status = attempt->connection().Status();
    EXPECT_EQ((status.device + status.interface).find(kSecret), std::string::npos);
    EXPECT_EQ(under_test().Exposed().find(kSecret), std::string::npos);
  }
}

// --- Rule 7: capabilities -----------------------------------------------------------------------

TEST_P(EngineContract, Rule7OnlyStatesThatCanBeShownAreShown) {
  const Capabilities can = under_test().engine().GetCapabilities();
  for (const Scenario scenario : kAll) {
    const Result<DialRequest> request = under_test().Request(scenario, 1);
    if (!request) continue;
    Attempt attempt(under_test(), *request);
    const auto rests = [&] { return attempt.IsUp() || attempt.IsPaused() || attempt.IsOver(); };
    under_test().RunUntil(rests, minutes(5));
    for (const Notification& heard : attempt.heard())
      EXPECT_TRUE(std::ranges::count(can.shows, heard.state)) << NameOf(heard.state);
    attempt.connection().HangUp();
    under_test().RunUntil([&] { return attempt.IsOver(); }, kHangUpDeadline);
  }
}

TEST_P(EngineContract, Rule7APauseThatCannotBeAnsweredIsDeclined) {
  const Capabilities can = under_test().engine().GetCapabilities();
  for (const auto& [scenario, pause] : kPauses) {
    if (std::ranges::count(can.answers, pause) > 0) continue;
    EXPECT_FALSE(under_test().Request(scenario, 1)) << NameOf(pause);
  }
}

// --- Adoption -----------------------------------------------------------------------------------

TEST_P(EngineContract, AdoptionIsDoneWithin5SecondsAndByWayOfTheLoop) {
  bool done = false;
  under_test().engine().Adopt([](const AdoptedConnection&) { return NotificationHandler(); },
                              [&] { done = true; });
  EXPECT_FALSE(done);
  EXPECT_TRUE(under_test().RunUntil([&] { return done; }, seconds(5)));
}

}  // namespace lineman::contract
