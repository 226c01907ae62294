// What the plugin told of real sessions, line by line, and what RAS would have said.
#include "engines/pppd/session.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace lineman::pppd {
namespace {

// A session that has heard these lines; what it told as "open_port connect_device:line_busy".
class Played {
 public:
  explicit Played(Transport transport, std::string_view lines = {}) : session(transport) {
    Say(lines);
  }

  void Say(std::string_view lines) {
    while (!lines.empty()) {
      const std::size_t end = lines.find('\n');
      const std::string_view line = lines.substr(0, end);
      lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
      if (line.empty()) continue;
      const Result<Message> message = ParseMessage(line);
      ASSERT_TRUE(message.has_value()) << line << ": " << message.error().message;
      Add(session.Hear(*message));
    }
  }

  void Exit(int code, const std::string& log = {}) { Add(session.End({.code = code}, log)); }
  void Die(int signal) { Add(session.End({.signal = signal}, {})); }

  std::string Told() { return std::exchange(told_, {}); }
  const std::string& detail() const { return detail_; }

  Session session;

 private:
  void Add(const std::vector<Notification>& notifications) {
    for (const Notification& notification : notifications) {
      if (!told_.empty()) told_ += ' ';
      told_ += NameOf(notification.state);
      if (notification.error != RasError::kNone) told_ += ":" + NameOf(notification.error);
      detail_ = notification.detail;
    }
  }

  std::string told_;
  std::string detail_;
};

constexpr std::string_view kUntilLogOn = R"(
pppd 1 7 4711 2.4.9 2 8
ready
phase 2 8
channel-begins
channel-open
phase 4 10
received C021 1 %
phase 5 10
sent C223 2 %
)";

constexpr std::string_view kUntilUp = R"(
received C223 3 S=0123%20M=Access%20granted
authenticated
phase 7 10
phase 8 0
up ppp0 10.9.0.2 10.9.0.1 10.0.0.53 0
)";

std::string UpTo(std::string_view end) { return std::string(kUntilLogOn) + std::string(end); }

TEST(Session, ASessionOverAPtyWalksTheStatesOnce) {
  Played played(Transport::kPty, UpTo(kUntilUp));
  EXPECT_EQ(played.Told(),
            "open_port port_opened connect_device device_connected all_devices_connected "
            "authenticate auth_notify auth_ack authenticated auth_project projected connected");
  EXPECT_EQ(played.session.status().interface, "ppp0");
  ASSERT_TRUE(played.session.link().has_value());
  EXPECT_EQ(played.session.link()->dns, "10.0.0.53");
}

TEST(Session, AModemTellsTheFirstStatesThroughItsHelper) {
  Played played(Transport::kSerial, R"(
phase 2 8
channel-begins
modem-port
modem-dial ATDT5550100
modem-said RING
modem-connected CONNECT%2033600
channel-open
phase 4 10
)");
  EXPECT_EQ(played.Told(),
            "open_port port_opened connect_device device_connected all_devices_connected");
}

TEST(Session, TheWayDownThroughOldPhasesIsNotAWayUp) {
  Played played(Transport::kPty, UpTo(kUntilUp));
  played.Told();
  played.session.HangUp();
  played.Say("phase 9 5\ndown\nphase 7 5\nphase 4 5\nphase 10 5\nphase 0 5\nexits 16\n");
  played.Exit(16);
  EXPECT_EQ(played.Told(), "disconnected:user_disconnection");
}

TEST(Session, AWrongPasswordIsTheErrorInThePacketWhateverPppdSays) {
  const std::string_view failure = "received C223 4 E=691%20R=1%20C=00%20V=0%20M=Access%20denied\n";
  Played played(Transport::kPty, UpTo(failure));
  played.Say("phase 9 19\nphase 10 19\nphase 0 19\n");
  played.Told();
  played.Exit(19);
  EXPECT_EQ(played.Told(),
            "auth_notify:authentication_failure disconnected:authentication_failure");
  EXPECT_EQ(played.detail(), "'E=691 R=1 C=00 V=0 M=Access denied'");
}

// A provider's server says goodbye before it says why; pppd discards the failure and exits with 16.
TEST(Session, ARefusalAfterTheGoodbyeIsStillTheCause) {
  Played played(Transport::kPppoe, UpTo("received C021 5 Authentication%20failed\n"
                                        "phase 4 10\n"
                                        "received C223 4 E=649%20R=0\n"
                                        "phase 0 10\n"));
  played.Told();
  played.Exit(16);
  EXPECT_EQ(played.Told(), "auth_notify:no_dialin_permission disconnected:no_dialin_permission");
}

TEST(Session, ThePapServersNakIsARefusal) {
  Played played(Transport::kPty,
                "phase 2 8\nphase 4 10\nreceived C021 1 %\nphase 5 10\nsent C023 1 %\n"
                "received C023 3 Login%20incorrect\nphase 0 19\n");
  played.Told();
  played.Exit(19);
  EXPECT_EQ(played.Told(),
            "auth_notify:authentication_failure disconnected:authentication_failure");
}

TEST(Session, OfALinkThatIsUpOnlyTheLossIsTold) {
  struct Loss {
    std::string_view lines;
    std::string_view error;
  };
  for (const Loss& loss : {
           Loss{"received C021 5 User%20request\ndown\nphase 0 16\n", "remote_disconnection"},
           Loss{"down\nphase 0 16\n", "link_failure"},
           // Echo requests unanswered: pppd itself exits with 16, only the status at DEAD is right.
           Loss{"phase 9 15\ndown\nphase 7 15\nphase 4 15\nphase 0 15\n", "link_failure"},
           Loss{"phase 9 12\ndown\nphase 0 12\n", "idle_timeout"},
           Loss{"phase 9 13\ndown\nphase 0 13\n", "ppp_session_timeout"},
           Loss{"phase 9 5\ndown\nphase 0 5\n", "disconnection"},
       }) {
    Played played(Transport::kPty, UpTo(kUntilUp));
    played.Told();
    played.Say(loss.lines);
    EXPECT_EQ(played.Told(), "") << loss.lines;
    played.Exit(16);
    EXPECT_EQ(played.Told(), "disconnected:" + std::string(loss.error)) << loss.lines;
  }
}

TEST(Session, ALinkThatIsNegotiatedAnewIsStillThatLink) {
  Played played(Transport::kPty, UpTo(kUntilUp));
  played.Told();
  played.Say(
      "down\nphase 7 0\nphase 4 0\nphase 5 0\nsent C223 2 %\nreceived C223 3 %\n"
      "phase 7 0\nphase 8 0\nup ppp4 10.9.0.3 10.9.0.1 % 0\n");
  EXPECT_EQ(played.Told(), "");
  EXPECT_EQ(played.session.status().interface, "ppp4");
  played.Say("down\nphase 0 16\n");
  played.Exit(16);
  EXPECT_EQ(played.Told(), "disconnected:link_failure");
}

// Without a goodbye there is no phase TERMINATE: it goes straight back to ESTABLISH.
TEST(Session, ACarrierLostDuringTheLogOnFailsThere) {
  Played played(Transport::kPty, kUntilLogOn);
  played.Told();
  played.Say("phase 4 16\nphase 10 16\nphase 0 16\n");
  EXPECT_EQ(played.Told(), "");
  played.Exit(16);
  EXPECT_EQ(played.Told(), "auth_notify:port_disconnected disconnected:port_disconnected");
}

// The network's own server negotiates anew what the access server began.
TEST(Session, ALogOnThatBeginsAnewIsTold) {
  Played played(Transport::kPppoe, kUntilLogOn);
  played.Told();
  played.Say("phase 4 10\nphase 5 10\nsent C223 2 %\n");
  played.Say(kUntilUp);
  EXPECT_EQ(played.Told(),
            "authenticate auth_notify auth_ack authenticated auth_project projected connected");
}

TEST(Session, AServerThatWantsALogOnOfAProfileWithoutUserNamesTheCure) {
  Played played(Transport::kPppoe,
                "phase 2 8\nchannel-begins\nchannel-open\nphase 4 10\nreceived C021 1 %\n"
                "received C021 5 peer%20refused%20to%20authenticate\nphase 0 10\n");
  played.Told();
  played.Exit(16);
  EXPECT_TRUE(played.Told().ends_with("disconnected:peer_refused_auth"));
  EXPECT_NE(played.detail().find("`user`"), std::string::npos) << played.detail();
}

TEST(Session, AKilledPppdLosesTheLink) {
  Played played(Transport::kPty, UpTo(kUntilUp));
  played.Told();
  played.Die(9);
  EXPECT_EQ(played.Told(), "disconnected:link_failure");
  EXPECT_EQ(played.detail(), "pppd was killed by signal 9");
}

TEST(Session, APeerThatAsksForThePasswordAgainLaterIsNotANewDial) {
  Played played(Transport::kPty, UpTo(kUntilUp));
  played.Told();
  played.Say("sent C223 2 %\nreceived C223 3 %\n");
  EXPECT_EQ(played.Told(), "");
}

TEST(Session, TheModemsWordIsTheCauseWhateverPppdExitsWith) {
  Played played(Transport::kSerial,
                "phase 2 8\nmodem-port\nmodem-dial ATDT1\nmodem-failed 676 BUSY\n"
                "channel-failed\nphase 0 8\n");
  played.Told();
  played.Exit(8);
  EXPECT_EQ(played.Told(), "connect_device:line_busy disconnected:line_busy");
}

TEST(Session, SilenceIsToldByWhereItWas) {
  struct Case {
    Transport transport;
    std::string_view lines;
    int exit;
    std::string_view told;
  };
  for (const Case& silent : {
           Case{Transport::kPppoe, "phase 2 8\nchannel-begins\nchannel-failed\nphase 0 8\n", 8,
                "connect_device:broadband_timeout disconnected:broadband_timeout"},
           Case{Transport::kPty,
                "phase 2 8\nchannel-begins\nchannel-open\nphase 4 10\nphase 0 10\n", 16,
                "all_devices_connected:ppp_no_response disconnected:ppp_no_response"},
       }) {
    Played played(silent.transport, silent.lines);
    const std::string before = played.Told();
    played.Exit(silent.exit);
    EXPECT_EQ(played.Told(), silent.told) << before;
  }
}

TEST(Session, WhatPppdCouldNotDoNamesTheCure) {
  struct Case {
    int exit;
    std::string log;
    std::string_view error;
    std::string_view says;
  };
  for (const Case& hopeless : {
           Case{2, "/usr/sbin/pppd: unrecognized option 'nonsense'\n", "wrong_info_specified",
                "pppd.options"},
           Case{2, "Plugin /x/lineman-pppd.so is for pppd version 2.5.2, this is 2.4.9\n",
                "rasman_cannot_initialize", "install the lineman that belongs to this pppd"},
           Case{4, "This system lacks kernel support for PPP.\n", "rasman_cannot_initialize",
                "modprobe ppp_generic"},
           Case{6, "", "port_not_available", "another program holds the device"},
           Case{7, "Failed to open /dev/ttyUSB7: No such file or directory\n",
                "device_does_not_exist", "/dev/ttyUSB7"},
           Case{7, "Failed to open /dev/ttyUSB7: Device or resource busy\n", "port_not_available",
                "busy"},
       }) {
    Played played(Transport::kSerial);
    played.Exit(hopeless.exit, hopeless.log);
    EXPECT_EQ(played.Told(), "open_port:" + std::string(hopeless.error) +
                                 " disconnected:" + std::string(hopeless.error))
        << hopeless.log;
    EXPECT_NE(played.detail().find(hopeless.says), std::string::npos) << played.detail();
  }
}

TEST(Session, ACallThatIsTakenOverIsWhereItsPluginSays) {
  Played up(Transport::kPppoe, "pppd 1 7 4711 2.4.9 8 0\nup ppp3 10.9.0.2 10.9.0.1 % 90000\n");
  up.session.Resume(Phase::kRunning);
  EXPECT_EQ(up.session.status().state, ConnectionState::kConnected);
  EXPECT_EQ(up.session.status().interface, "ppp3");
  Played dialling(Transport::kPppoe);
  dialling.session.Resume(Phase::kAuthenticate);
  dialling.Say(kUntilUp);
  EXPECT_EQ(dialling.Told(), "auth_ack authenticated auth_project projected connected");
}

TEST(Messages, WhatIsNoMessageIsRefused) {
  for (const char* line : {"", "phase", "phase 5", "phase 13 0", "phase 5 0 0", "phase x 0",
                           "up ppp0", "received ZZZZ 1 %", "dance", "pppd 1 7", "phase -1 0",
                           "modem-failed 676", "modem-failed 0 OK"}) {
    EXPECT_FALSE(ParseMessage(line).has_value()) << line;
  }
}

// --- Paused states ------------------------------------------------------------------------------

TEST(Session, OtherCredentialsAreARetryInTheSameSession) {
  Played played(Transport::kPty,
                UpTo("received C223 4 E=691%20R=1%20C=00%20V=3%20M=Try%20again\n"
                     "asks 1 retry_authentication E=691%20R=1%20C=00%20M=Try%20again\n"));
  EXPECT_TRUE(played.Told().ends_with(" auth_notify retry_authentication"));
  EXPECT_EQ(played.detail(), "Try again");
  played.session.Answered();
  played.Say("sent C223 2 %\nreceived C223 3 %\n");
  EXPECT_EQ(played.Told(), "auth_retry auth_ack");
}

TEST(Session, APeerThatGivesUpInAPauseIsTheRefusalItWasAbout) {
  Played played(Transport::kPty, UpTo("received C223 4 E=691%20R=1%20C=00%20V=3%20M=Try%20again\n"
                                      "asks 1 retry_authentication E=691%20M=Try%20again\n"
                                      "received C021 5 closing\n"));
  played.Told();
  played.Exit(16);
  EXPECT_EQ(played.Told(),
            "retry_authentication:authentication_failure disconnected:authentication_failure");
}

TEST(Session, ANewPasswordGoesOutAndIsTaken) {
  Played played(Transport::kPty, UpTo("received C223 4 E=648%20R=0%20C=00%20V=3%20M=Expired\n"
                                      "asks 1 password_expired E=648%20R=0%20M=Expired\n"));
  played.Told();
  EXPECT_EQ(played.detail(), "Expired");
  played.session.Answered();
  played.Say("sent C223 7 %\nreceived C223 3 %\nauthenticated\n");
  EXPECT_EQ(played.Told(), "auth_change_password auth_ack authenticated");
}

TEST(Session, ARefusedNewPasswordIs709) {
  Played played(Transport::kPty, UpTo("received C223 4 E=648%20R=0%20C=00%20V=3%20M=Expired\n"
                                      "asks 1 password_expired E=648%20M=Expired\n"));
  played.session.Answered();
  played.Say("sent C223 7 %\nreceived C223 4 E=709%20R=0%20C=00%20V=3%20M=Too%20weak\n");
  played.Told();
  played.Exit(19);
  EXPECT_EQ(played.Told(), "auth_change_password:changing_password disconnected:changing_password");
}

TEST(Session, EachPromptOfATokenCardIsAPauseOfItsOwn) {
  Played played(Transport::kPty, UpTo("asks 1 invoke_eap_ui Token:\n"));
  played.session.Answered();
  played.Told();
  played.Say("sent C227 2 %\nasks 1 invoke_eap_ui Once%20more:\n");
  EXPECT_EQ(played.Told(), "auth_notify invoke_eap_ui");
  EXPECT_EQ(played.detail(), "Once more:");
}

TEST(Session, ThePromptsOfATerminalFollowEachOther) {
  Played played(Transport::kSerial,
                "connect 1 7 12\nmodem-port\nmodem-dial ATDT1\nmodem-connected CONNECT\n"
                "asks 1 interactive login:\nasks 2 interactive Password:\nphase 4 10\n");
  EXPECT_EQ(played.Told(),
            "port_opened connect_device device_connected interactive interactive "
            "all_devices_connected");
}

TEST(Session, AServerThatCallsBackIsWaitedFor) {
  Played played(Transport::kSerial,
                UpTo("received C223 3 %\nphase 6 10\nasks 1 callback_set_by_caller %\n"));
  EXPECT_TRUE(played.Told().ends_with("auth_ack auth_callback callback_set_by_caller"));
  played.session.Answered();
  EXPECT_FALSE(played.session.AwaitsCallback());
  played.Say("received C029 3 %\nphase 9 14\nphase 10 14\nphase 0 14\n");
  EXPECT_EQ(played.Told(), "prepare_for_callback wait_for_modem_reset");
  EXPECT_TRUE(played.session.AwaitsCallback());
  const auto begun = played.session.BeginCallback();
  ASSERT_EQ(begun.size(), 1U);
  EXPECT_EQ(NameOf(begun.front().state), "wait_for_callback");
  played.Say(
      "phase 2 8\nconnect 1 7 13\nmodem-port\nmodem-connected CONNECT\nphase 4 10\n"
      "phase 5 10\nsent C223 2 %\nreceived C223 3 %\nauthenticated\nphase 7 10\n"
      "phase 8 0\nup ppp0 10.9.0.2 10.9.0.1 % 0\n");
  EXPECT_EQ(played.Told(),
            "callback_complete re_authenticate auth_notify auth_ack authenticated auth_project "
            "projected connected");
}

TEST(Session, AHangUpInPlaceOfTheCallbackIsNoCallback) {
  Played played(Transport::kSerial,
                UpTo("received C223 3 %\nphase 6 10\nasks 1 callback_set_by_caller %\n"
                     "received C021 5 closing\nphase 0 10\n"));
  EXPECT_FALSE(played.session.AwaitsCallback());
  Played hung_up(Transport::kSerial, UpTo("phase 6 10\nreceived C029 3 %\n"));
  hung_up.session.HangUp();
  EXPECT_FALSE(hung_up.session.AwaitsCallback());
}

TEST(Session, NothingPausesALinkThatIsUpOrOnItsWayDown) {
  Played up(Transport::kPty, UpTo(kUntilUp));
  up.Told();
  up.Say("asks 1 retry_authentication %\n");
  EXPECT_EQ(up.Told(), "");
  Played down(Transport::kPty, UpTo("phase 9 5\nasks 1 retry_authentication %\n"));
  EXPECT_FALSE(down.Told().ends_with("retry_authentication"));
}

}  // namespace
}  // namespace lineman::pppd
