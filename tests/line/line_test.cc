#include "line/line.h"

#include <gtest/gtest.h>

#include "rehearsal/virtual_env.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;
using enum ConnectionState;

OpenCircuit CircuitOf(Cause cause) {
  OpenCircuit circuit;
  circuit.cause = cause;
  circuit.next_probe = WallTime(1h);
  return circuit;
}

// A line that dials, and an engine's word about it.
class LineTest : public testing::Test {
 protected:
  void Dial(const std::string& number = "0100") {
    Attempt attempt;
    attempt.number = number;
    line_.BeginAttempt(std::move(attempt), turn_);
    line_.Enter(LineState::kDialing, "", turn_);
  }
  bool Hear(ConnectionState state, RasError error = RasError::kNone) {
    Notification notification;
    notification.attempt = line_.attempt() ? line_.attempt()->id : 0;
    notification.state = state;
    notification.error = error;
    return line_.Hear(notification, turn_);
  }
  // Ends the attempt so; the line waits.
  Occasion End(RasError error) {
    Hear(kDisconnected, error);
    return EndHeard();
  }
  Occasion EndHeard() {
    const Occasion occasion = line_.EndAttempt(60s, turn_);
    line_.Enter(LineState::kHoldoff, "", turn_);
    return occasion;
  }
  void Pass(Duration span) {
    env_.Tick(span);
    turn_ = Turn(env_, 0);
  }
  int DialsOf(const std::string& number) {
    const auto& dials = line_.facts().number_attempts;
    const auto at = dials.find(number);
    return at == dials.end() ? 0 : at->second;
  }

  VirtualEnv env_{WallTime{}, 1};
  Turn turn_{env_, 0};
  Line line_{"kiosk", {}};
};

TEST_F(LineTest, AttemptsAreNumberedForEverAndCountedInTheSequence) {
  Dial();
  End(RasError::kLineBusy);
  Dial();
  EXPECT_EQ(line_.attempt()->id, 2U);
  EXPECT_EQ(line_.facts().attempts, 2);
  End(RasError::kLineBusy);
  line_.Rearm(true, turn_);
  Dial();
  EXPECT_EQ(line_.attempt()->id, 3U);
  EXPECT_EQ(line_.facts().attempts, 1);
}

TEST_F(LineTest, ADialThatReachesTheDeviceCountsForItsNumber) {
  Dial("+49 30 1");
  Hear(kConnectDevice);
  End(RasError::kLineBusy);
  EXPECT_EQ(DialsOf("+49301"), 1);
}

TEST_F(LineTest, ADialThatNeverReachesTheDeviceDoesNotCount) {
  Dial();
  Hear(kOpenPort);
  EXPECT_EQ(DialsOf("0100"), 1);  // it may still get there
  End(RasError::kPortNotAvailable);
  EXPECT_EQ(DialsOf("0100"), 0);
}

TEST_F(LineTest, AStateAfterConnectDeviceProvesTheDeviceWasReached) {
  Dial();
  Hear(kAuthenticate);
  EXPECT_TRUE(line_.attempt()->reached_device);
}

// A count below nothing would be one dial more than the cap allows.
TEST_F(LineTest, ASequenceThatBeginsDuringADialIsNotCreditedForIt) {
  Dial();
  line_.Rearm(true, turn_);
  End(RasError::kPortNotAvailable);
  EXPECT_EQ(DialsOf("0100"), 0);
  Dial();
  line_.RestartSequence(turn_);
  line_.CancelAttempt(turn_);
  EXPECT_EQ(DialsOf("0100"), 0);
}

TEST_F(LineTest, ADialTakenBackLeavesNoTraceButItsNumber) {
  Dial();
  End(RasError::kLineBusy);
  Attempt attempt;
  line_.BeginAttempt(std::move(attempt), turn_);
  line_.CancelAttempt(turn_);
  EXPECT_EQ(line_.facts().attempts, 1);
  EXPECT_EQ(line_.facts().dials, 2U);
  EXPECT_FALSE(line_.attempt());
}

TEST_F(LineTest, OtherAttemptsAndDialsThatHaveNotLeftAreNotHeard) {
  Dial();
  Notification stale;
  stale.attempt = 99;
  stale.state = kConnected;
  EXPECT_FALSE(line_.Hear(stale, turn_));
  End(RasError::kLineBusy);
  line_.BeginAttempt({}, turn_);  // its commit is awaited
  EXPECT_FALSE(Hear(kConnected));
}

TEST_F(LineTest, TheServersAcceptanceIsHeardFromTheStatesThatFollowIt) {
  for (const ConnectionState state :
       {kAuthenticated, kAuthProject, kAuthCallback, kCallbackSetByCaller, kPasswordExpired,
        kProjected, kPrepareForCallback, kConnected}) {
    Dial();
    EXPECT_FALSE(line_.attempt()->accepted);
    Hear(state);
    EXPECT_TRUE(line_.attempt()->accepted) << NameOf(state);
    End(RasError::kLineBusy);
  }
  for (const ConnectionState state : {kAuthenticate, kAuthNotify, kAuthRetry, kInteractive,
                                      kRetryAuthentication, kInvokeEapUi, kDeviceConnected}) {
    Dial();
    Hear(state);
    EXPECT_FALSE(line_.attempt()->accepted) << NameOf(state);
    End(RasError::kLineBusy);
  }
}

TEST_F(LineTest, AStateThatFailsMeansNoAcceptance) {
  Dial();
  Hear(kAuthenticated, RasError::kAuthenticationFailure);
  EXPECT_FALSE(line_.attempt()->accepted);
}

TEST_F(LineTest, ANewQuestionForCredentialsTakesTheAcceptanceBack) {
  Dial();
  Hear(kAuthenticated);
  Hear(kRetryAuthentication);
  Hear(kAuthenticate);
  EXPECT_FALSE(line_.attempt()->accepted);
}

TEST_F(LineTest, FailedInIsTheStateThatHadTheError) {
  Dial();
  Hear(kAuthenticate);
  Hear(kAuthNotify, RasError::kAuthenticationFailure);
  const Occasion occasion = End(RasError::kAuthenticationFailure);
  EXPECT_EQ(occasion.failed_in, kAuthNotify);
  EXPECT_EQ(occasion.error, RasError::kAuthenticationFailure);
}

TEST_F(LineTest, FailedInIsThePauseNobodyAnswered) {
  Dial();
  Hear(kPasswordExpired);
  line_.NoteEnding(Ending::kPauseDeadline);
  const Occasion occasion = End(RasError::kUserDisconnection);
  EXPECT_EQ(occasion.failed_in, kPasswordExpired);
  EXPECT_EQ(occasion.error, RasError::kPasswdExpired);
}

TEST_F(LineTest, WhatWentWrongOnTheWayUpIsForgottenOnceConnected) {
  Dial();
  Hear(kAuthNotify, RasError::kAuthenticationFailure);
  Hear(kConnected);
  const Occasion occasion = End(RasError::kNone);
  EXPECT_EQ(occasion.error, RasError::kNone);
  EXPECT_EQ(occasion.failed_in, std::nullopt);
}

TEST_F(LineTest, ARepeatedConnectedDoesNotBeginTheLinkAnew) {
  Dial();
  Hear(kConnected);
  Pass(10min);
  Hear(kConnected);
  Pass(1min);
  EXPECT_EQ(End(RasError::kLinkFailure).online_for, 11min);
}

struct EndingRow {
  Ending ending;
  RasError reported;
  RasError means;
  Cause cause;
};

TEST_F(LineTest, OurOwnHangUpsMeanWhatTheyWereFor) {
  constexpr RasError kEcho = RasError::kUserDisconnection;
  constexpr EndingRow kRows[] = {
      {Ending::kPeer, RasError::kLineBusy, RasError::kLineBusy, Cause::kLine},
      {Ending::kNotWanted, kEcho, kEcho, Cause::kUser},
      {Ending::kOperator, kEcho, kEcho, Cause::kUser},
      {Ending::kOperator, RasError::kNone, kEcho, Cause::kUser},
      {Ending::kDaily, kEcho, kEcho, Cause::kUser},
      {Ending::kDialDeadline, kEcho, RasError::kRequestTimeout, Cause::kServer},
      {Ending::kHealth, kEcho, RasError::kLinkFailure, Cause::kLine},
      {Ending::kPlugin, kEcho, kEcho, Cause::kLine},
      {Ending::kRule, kEcho, kEcho, Cause::kLine},
  };
  for (const EndingRow& row : kRows) {
    Dial();
    line_.NoteEnding(row.ending);
    const Occasion occasion = End(row.reported);
    EXPECT_EQ(occasion.error, row.means) << NameOf(row.ending);
    EXPECT_EQ(CauseOf(occasion), row.cause) << NameOf(row.ending);
  }
}

TEST_F(LineTest, TheFirstReasonToHangUpStands) {
  Dial();
  line_.NoteEnding(Ending::kDialDeadline);
  line_.NoteEnding(Ending::kNotWanted);
  EXPECT_EQ(End(RasError::kUserDisconnection).ending, Ending::kDialDeadline);
}

TEST_F(LineTest, AnUnprovenLinkCostsOneOfLineAndAProvenOneNothing) {
  Dial();
  Hear(kConnected);
  Pass(59s);
  End(RasError::kAuthenticationFailure);
  EXPECT_EQ(CountOf(line_.facts().failures, Cause::kLine), 1);
  EXPECT_EQ(CountOf(line_.facts().failures, Cause::kCredentials), 0);
  Dial();
  Hear(kConnected);
  Pass(60s);
  const Occasion occasion = End(RasError::kAuthenticationFailure);
  EXPECT_TRUE(occasion.proven);
  EXPECT_EQ(line_.facts().failures, Failures{});
  EXPECT_EQ(line_.facts().attempts, 0);
}

TEST_F(LineTest, EndsByUsersAndBySleepCostNothing) {
  for (const RasError error : {RasError::kUserDisconnection, RasError::kHibernation}) {
    Dial();
    End(error);
  }
  EXPECT_EQ(line_.facts().failures, Failures{});
  EXPECT_EQ(line_.facts().attempts, 2);
}

TEST_F(LineTest, ProvingClosesTheCircuitAndReturnsToTheFirstNumber) {
  line_.OpenTheCircuit(CircuitOf(Cause::kLine), turn_);
  line_.SetNextNumber(2, turn_);
  Dial();
  Hear(kConnected);
  line_.Prove(turn_);
  EXPECT_FALSE(line_.facts().circuit);
  EXPECT_EQ(line_.facts().next_number, 0);
  EXPECT_EQ(DialsOf("0100"), 0);
}

TEST_F(LineTest, OnlyTheOperatorForgivesCredentialsAndAccount) {
  for (const RasError error :
       {RasError::kAuthenticationFailure, RasError::kAcctDisabled, RasError::kLineBusy}) {
    Dial();
    End(error);
  }
  line_.Rearm(false, turn_);
  EXPECT_EQ(CountOf(line_.facts().failures, Cause::kCredentials), 1);
  EXPECT_EQ(CountOf(line_.facts().failures, Cause::kAccount), 1);
  EXPECT_EQ(CountOf(line_.facts().failures, Cause::kLine), 0);
  line_.Rearm(true, turn_);
  EXPECT_EQ(line_.facts().failures, Failures{});
}

// A reload every hour must not put the slow probe off for ever.
TEST_F(LineTest, AnEventKeepsTheCircuitOfWhatItDoesNotForgive) {
  for (const Cause cause : {Cause::kCredentials, Cause::kAccount}) {
    line_.OpenTheCircuit(CircuitOf(cause), turn_);
    line_.Rearm(false, turn_);
    ASSERT_TRUE(line_.facts().circuit);
    EXPECT_EQ(line_.facts().circuit->next_probe, WallTime(1h));
    line_.Rearm(true, turn_);
    EXPECT_FALSE(line_.facts().circuit);
  }
  line_.OpenTheCircuit(CircuitOf(Cause::kServer), turn_);
  line_.Rearm(false, turn_);
  EXPECT_FALSE(line_.facts().circuit);
}

TEST_F(LineTest, ADialogueIsOnePauseAndOtherPausesBeginAnew) {
  Dial();
  Hear(kInteractive);
  Pass(10s);
  Hear(kInteractive);
  EXPECT_EQ(*line_.attempt()->pause_began, Instant{});
  Hear(kPasswordExpired);
  EXPECT_EQ(*line_.attempt()->pause_began, Instant{} + 10s);
}

TEST_F(LineTest, AMoveOutsideTheTableAborts) {
  EXPECT_DEATH(line_.Enter(LineState::kDoubtful, "", turn_), "");
}

TEST_F(LineTest, EveryChangeIsPutIntoTheCommit) {
  Turn turn(env_, 0);
  line_.SetNextNumber(3, turn);
  ASSERT_TRUE(turn.change().line);
  EXPECT_EQ(turn.change().line->first, "kiosk");
  EXPECT_EQ(turn.change().line->second, line_.facts());
  Turn same(env_, 0);
  line_.SetNextNumber(3, same);
  EXPECT_TRUE(same.change().IsEmpty());
}

}  // namespace
}  // namespace lineman
