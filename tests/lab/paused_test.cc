// The five paused states on real pppds, with a peer of ours that plays what no packaged server
// does.
#include <fmt/format.h>

#include <iostream>

#include "tests/lab/lab.h"

namespace lineman::lab {
namespace {

using State = ConnectionState;

constexpr const char* kOther = "an0ther&one";

void Covered(const std::string& what) { std::cout << "covered: " << what << std::endl; }

// What makes a dial pause, and what takes it on.
struct Pause {
  State state;
  Answer answer;
  std::string after;  // what is told between the answer and `authenticated`
};

Answer WithPassword(const char* password) {
  Answer answer;
  answer.password = Secret(password);
  return answer;
}
Answer WithNewPassword(const char* password) {
  Answer answer;
  answer.new_password = Secret(password);
  return answer;
}
Answer WithNumber(const char* number) {
  Answer answer;
  answer.callback_number = number;
  return answer;
}
Answer WithText(const char* text) {
  Answer answer;
  answer.text = text;
  return answer;
}

std::vector<std::string> RingsBack() {
  return {"--rings-back", "1", "--answer-back", Script("ppp_server") + " chap"};
}

// --- 45 seconds in each -------------------------------------------------------------------------

class Paused : public testing::TestWithParam<const char*> {
 protected:
  // Dials so that it pauses there.
  std::unique_ptr<Dialled> Dial(const std::string& state) {
    if (state == "interactive") return DialModem(LoginThenPpp(), "terminal: true", {});
    if (state == "callback_set_by_caller")
      return DialModem(Script("peer") + " callback=user,none", "patience: 15s", RingsBack());
    if (state == "retry_authentication") return DialPeer({"retries=1"}, kOther);
    if (state == "password_expired") return DialPeer({"expired=yes"});
    return DialPeer({"auth=eap", "eap=gtc", "\"prompt=Token:\""});
  }
  static Answer AnswerTo(const std::string& state) {
    if (state == "interactive") return WithText("kiosk");
    if (state == "callback_set_by_caller") return WithNumber("5550190");
    if (state == "retry_authentication") return WithPassword(kPassword);
    if (state == "password_expired") return WithNewPassword(kOther);
    return WithText("123456");
  }

  Dialler dialler;

 private:
  std::unique_ptr<Dialled> DialPeer(const std::vector<std::string>& keys,
                                    const char* password = kPassword) {
    return std::make_unique<Dialled>(dialler, PtyToPeer(keys), kUser, password);
  }
  std::unique_ptr<Dialled> DialModem(const std::string& answer, const std::string& serial,
                                     const std::vector<std::string>& more) {
    modem_ = std::make_unique<Modem>(dialler.folder(), std::vector<std::string>{"1=connect"},
                                     answer, more);
    return std::make_unique<Dialled>(dialler,
                                     modem_->Block("echo: {every: 2s, failures: 2}\n", serial),
                                     kUser, kPassword, "1", true);
  }

  std::unique_ptr<Modem> modem_;
};

TEST_P(Paused, FortyFiveSecondsLeaveTheLinkUsable) {
  const auto dialled = Dial(GetParam());
  if (!dialled->AwaitPause()) return;
  ASSERT_EQ(NameOf(dialled->connection().Status().state), GetParam());
  EXPECT_FALSE(dialler.RunUntil([&] { return !dialled->IsPaused(); }, seconds(45)))
      << dialled->told();
  const auto answered = dialled->connection().Answer(AnswerTo(GetParam()));
  ASSERT_TRUE(answered) << answered.error().message;
  if (!dialled->AwaitUp()) return;
  // It would be lost within six seconds if echo requests went unanswered.
  EXPECT_FALSE(dialler.RunUntil([&] { return dialled->IsOver(); }, seconds(8)))
      << dialled->told() << ": " << dialled->detail();
  dialled->connection().HangUp();
  EXPECT_EQ(dialled->AwaitEnd(), "user_disconnection");
  Covered(std::string("a pause of 45 s: ") + GetParam());
}

TEST_P(Paused, AHangUpEndsItAtOnce) {
  const auto dialled = Dial(GetParam());
  if (!dialled->AwaitPause()) return;
  dialled->connection().HangUp();
  EXPECT_EQ(dialled->AwaitEnd(), "user_disconnection");
  EXPECT_EQ(dialled->detail(), "") << "it was not forced";
  EXPECT_EQ(dialled->pppd(), -1);
  Covered(std::string("hung up while paused: ") + GetParam());
}

INSTANTIATE_TEST_SUITE_P(States, Paused,
                         testing::Values("interactive", "retry_authentication",
                                         "callback_set_by_caller", "password_expired",
                                         "invoke_eap_ui"),
                         [](const auto& test) { return test.param; });

// --- Other credentials --------------------------------------------------------------------------

TEST(Retry, AnotherUserIsTriedInTheSameSession) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"retries=1", "\"also=night:shift\""}), kUser, kOther);
  if (!dialled.AwaitPause()) return;
  EXPECT_EQ(dialled.detail(), "Access denied");
  Answer answer = WithPassword("shift");
  answer.username = "night";
  ASSERT_TRUE(dialled.connection().Answer(answer));
  if (!dialled.AwaitUp()) return;
  EXPECT_TRUE(dialled.told().find("auth_notify retry_authentication auth_retry auth_ack "
                                  "authenticated auth_project") != std::string::npos)
      << dialled.told();
  Covered("retry: MS-CHAPv2, another user");
}

TEST(Retry, EachRefusalIsAPauseUntilTheLast) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"retries=2"}), kUser, kOther);
  for (int i = 0; i < 2; ++i) {
    if (!dialled.AwaitPause()) return;
    ASSERT_TRUE(dialled.connection().Answer(WithPassword("wrong again")));
    EXPECT_TRUE(dialler.RunUntil([&] { return !dialled.IsPaused(); }, kPatience));
  }
  EXPECT_EQ(dialled.AwaitEnd(), "authentication_failure");
  EXPECT_TRUE(dialled.told().find("retry_authentication auth_retry retry_authentication "
                                  "auth_retry auth_retry:authentication_failure") !=
              std::string::npos)
      << dialled.told();
  Covered("retry: refused to the last");
}

TEST(Retry, APapPeerThatWaitsIsTriedAgain) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"auth=pap", "retries=1"}), kUser, kOther);
  if (!dialled.AwaitPause()) return;
  ASSERT_TRUE(dialled.connection().Answer(WithPassword(kPassword)));
  EXPECT_TRUE(dialled.AwaitUp());
  Covered("retry: PAP");
}

TEST(Retry, APeerThatGivesUpWithdrawsThePause) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"retries=1", "\"at=retry:terminate:6\""}), kUser, kOther);
  if (!dialled.AwaitPause()) return;
  EXPECT_EQ(dialled.AwaitEnd(), "authentication_failure");
  EXPECT_FALSE(dialled.connection().Answer(WithPassword(kPassword)));
  Covered("retry: the peer gives up");
}

TEST(Retry, AGoodbyeBeforeTheRefusalHidesNoRefusal) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"goodbye=first"}), kUser, kOther);
  EXPECT_EQ(dialled.AwaitEnd(), "authentication_failure") << dialled.detail();
  Covered("refused: Terminate-Request before Failure");
}

TEST(Retry, ThePeersOwnNumberIsTheError) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"error=649"}));
  EXPECT_EQ(dialled.AwaitEnd(), "no_dialin_permission") << dialled.detail();
  Covered("refused: E=649");
}

TEST(Retry, WhoIsAskedAgainWhileUpAnswersWithoutAWord) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"rechallenge=2"}));
  if (!dialled.AwaitUp()) return;
  const std::string told = dialled.told();
  EXPECT_FALSE(dialler.RunUntil([&] { return dialled.IsOver(); }, seconds(12))) << dialled.detail();
  EXPECT_EQ(dialled.told(), told);
  Covered("asked again while up");
}

// --- A new password -----------------------------------------------------------------------------

TEST(Expired, TheNewPasswordIsTheOneForThePeerFromThenOn) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"expired=yes", "rechallenge=2"}));
  if (!dialled.AwaitPause()) return;
  EXPECT_EQ(dialled.detail(), "Password expired");
  ASSERT_TRUE(dialled.connection().Answer(WithNewPassword(kOther)));
  if (!dialled.AwaitUp()) return;
  EXPECT_TRUE(dialled.told().find("auth_notify password_expired auth_change_password auth_ack "
                                  "authenticated") != std::string::npos)
      << dialled.told();
  EXPECT_FALSE(dialler.RunUntil([&] { return dialled.IsOver(); }, seconds(8)))
      << "asked again, it answers with the new one: " << dialled.detail();
  Covered("password changed");
}

TEST(Expired, ARefusedNewPasswordIs709) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"expired=yes", "change=refuse"}));
  if (!dialled.AwaitPause()) return;
  ASSERT_TRUE(dialled.connection().Answer(WithNewPassword(kOther)));
  EXPECT_EQ(dialled.AwaitEnd(), "changing_password") << dialled.detail();
  Covered("password change refused");
}

// --- Callback -----------------------------------------------------------------------------------

TEST(CalledBack, AtTheNumberTheCallerNames) {
  Dialler dialler;
  const Modem modem(dialler.folder(), {"1=connect"}, Script("peer") + " callback=user,admin,none",
                    RingsBack());
  Dialled dialled(dialler, modem.Block(), kUser, kPassword, "1", true);
  if (!dialled.AwaitPause()) return;
  ASSERT_TRUE(dialled.connection().Answer(WithNumber("5550190")));
  if (!dialled.AwaitUp()) return;
  EXPECT_TRUE(dialled.told().find(
                  "authenticate auth_notify auth_ack authenticated auth_callback "
                  "callback_set_by_caller prepare_for_callback wait_for_modem_reset "
                  "wait_for_callback callback_complete re_authenticate auth_notify auth_ack "
                  "authenticated auth_project projected connected") != std::string::npos)
      << dialled.told();
  dialled.connection().HangUp();
  EXPECT_EQ(dialled.AwaitEnd(), "user_disconnection");
  Covered("callback: the caller's number");
}

TEST(CalledBack, NotAtAllWhenTheCallerWantsNone) {
  Dialler dialler;
  const Modem modem(dialler.folder(), {"1=connect"}, Script("peer") + " callback=user,none");
  Dialled dialled(dialler, modem.Block(), kUser, kPassword, "1", true);
  if (!dialled.AwaitPause()) return;
  ASSERT_TRUE(dialled.connection().Answer(WithNumber("")));
  if (!dialled.AwaitUp()) return;
  EXPECT_EQ(dialled.told().find("wait_for_callback"), std::string::npos) << dialled.told();
  Covered("callback: none wanted");
}

TEST(CalledBack, AtTheServersOwnNumberWithoutAQuestion) {
  Dialler dialler;
  const Modem modem(dialler.folder(), {"1=connect"}, Script("peer") + " callback=admin",
                    RingsBack());
  Dialled dialled(dialler, modem.Block(), kUser, kPassword, "1", true);
  if (!dialled.AwaitUp()) return;
  EXPECT_EQ(dialled.told().find("callback_set_by_caller"), std::string::npos) << dialled.told();
  EXPECT_NE(dialled.told().find("wait_for_callback"), std::string::npos) << dialled.told();
  Covered("callback: the server's number");
}

TEST(CalledBack, AtANumberOfTheServersList) {
  Dialler dialler;
  const Modem modem(dialler.folder(), {"1=connect"}, Script("peer") + " callback=list",
                    RingsBack());
  Dialled dialled(dialler, modem.Block(), kUser, kPassword, "1", true);
  if (!dialled.AwaitPause()) return;
  ASSERT_TRUE(dialled.connection().Answer(WithNumber("5550190")));
  EXPECT_TRUE(dialled.AwaitUp());
  Covered("callback: a number of a list");
}

TEST(CalledBack, AServerThatNeverCallsIsAnError) {
  Dialler dialler;
  const Modem modem(dialler.folder(), {"1=connect"}, Script("peer") + " callback=user");
  Dialled dialled(dialler, modem.Block("", "callback_within: 6s"), kUser, kPassword, "1", true);
  if (!dialled.AwaitPause()) return;
  ASSERT_TRUE(dialled.connection().Answer(WithNumber("5550190")));
  EXPECT_EQ(dialled.AwaitEnd(), "no_answer") << dialled.detail();
  EXPECT_TRUE(
      dialled.told().ends_with("wait_for_callback wait_for_callback:no_answer "
                               "disconnected:no_answer"))
      << dialled.told();
  Covered("callback: never comes");
}

// --- EAP ----------------------------------------------------------------------------------------

TEST(Eap, AWrongTokenIsAskedForAgain) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"auth=eap", "eap=gtc", "retries=1"}));
  if (!dialled.AwaitPause()) return;
  ASSERT_TRUE(dialled.connection().Answer(WithText("000000")));
  EXPECT_TRUE(dialler.RunUntil([&] { return !dialled.IsPaused(); }, kPatience));
  if (!dialled.AwaitPause()) return;
  ASSERT_TRUE(dialled.connection().Answer(WithText("123456")));
  if (!dialled.AwaitUp()) return;
  EXPECT_TRUE(dialled.told().find("invoke_eap_ui auth_notify invoke_eap_ui auth_notify auth_ack") !=
              std::string::npos)
      << dialled.told();
  Covered("EAP: generic token card, wrong, then right");
}

TEST(Eap, AOneTimePasswordIsAsked) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"auth=eap", "eap=otp"}));
  if (!dialled.AwaitPause()) return;
  ASSERT_TRUE(dialled.connection().Answer(WithText("123456")));
  EXPECT_TRUE(dialled.AwaitUp());
  Covered("EAP: one-time password");
}

TEST(Eap, ANoticeIsAcknowledgedOrAsked) {
  Dialler dialler;
  const std::string block = PtyToPeer({"auth=eap", "\"eap=notification,gtc\""});
  Dialled plain(dialler, block);
  if (!plain.AwaitPause()) return;
  EXPECT_EQ(plain.detail(), "Enter token code: ");
  Dialled asked(dialler, block + "notices: ask\n");
  if (!asked.AwaitPause()) return;
  EXPECT_EQ(asked.detail(), "Closed on Sunday.");
  ASSERT_TRUE(asked.connection().Answer(WithText("seen")));
  EXPECT_TRUE(dialler.RunUntil([&] { return !asked.IsPaused(); }, kPatience));
  if (!asked.AwaitPause()) return;
  ASSERT_TRUE(asked.connection().Answer(WithText("123456")));
  EXPECT_TRUE(asked.AwaitUp());
  Covered("EAP: notification");
}

TEST(Eap, WhatPppdCanDoItselfAsksNobody) {
  Dialler dialler;
  Dialled dialled(dialler, PtyToPeer({"auth=eap", "eap=md5"}));
  if (!dialled.AwaitUp()) return;
  EXPECT_EQ(dialled.told().find("invoke_eap_ui"), std::string::npos) << dialled.told();
  Covered("EAP: MD5");
}

// --- A peer that goes astray ---------------------------------------------------------------------

// A step of the peer's, and how far the dial has come when the peer takes it.
struct Step {
  const char* name;
  const char* reached;
};

class Astray : public testing::TestWithParam<Step> {};

TEST_P(Astray, EndsTheAttempt) {
  for (const char* action : {"garbage", "half", "terminate", "hang_up"}) {
    SCOPED_TRACE(action);
    Dialler dialler;
    Dialled dialled(dialler, PtyToPeer({fmt::format("\"at={}:{}\"", GetParam().name, action)}) +
                                 "options: [lcp-max-configure 15, lcp-restart 1, "
                                 "ipcp-max-configure 5, ipcp-restart 1]\n");
    const std::string error = dialled.AwaitEnd();
    EXPECT_TRUE(dialled.IsOver()) << dialled.told();
    EXPECT_NE(error, "user_disconnection") << dialled.detail();
    EXPECT_NE(dialled.told().find(GetParam().reached), std::string::npos)
        << dialled.told() << ": " << dialled.detail();
    Covered(fmt::format("astray at {}: {} ({})", GetParam().name, action, error));
  }
}

INSTANTIATE_TEST_SUITE_P(Steps, Astray,
                         testing::Values(Step{"lcp", " all_devices_connected"},
                                         Step{"log_on", " authenticate"},
                                         Step{"ipcp", " auth_project"}, Step{"up", " connected"}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lineman::lab
