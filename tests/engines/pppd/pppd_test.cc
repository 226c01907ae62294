// The pppd engine on a machine that only exists here: who is told what when processes and sockets
// come and go. With real pppds it is tried in the lab.
#include "engines/pppd/pppd.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engines/pppd/fake_host.h"

namespace lineman::pppd {
namespace {

using std::chrono::seconds;

constexpr std::string_view kSecret = "Tr0ub4dor&3";

const std::string kReachesPeer =
    "ready\nphase 2 8\nchannel-begins\nchannel-open\nphase 4 10\nreceived C021 1 %\n";
const std::string kComesUp =
    "phase 5 10\nsent C223 2 %\nreceived C223 3 %\nauthenticated\nphase 7 10\nphase 8 0\n"
    "up ppp0 10.9.0.2 10.9.0.1 % 0\n";

// An agent's engine, one call of it, and what was told.
struct Agent {
  Agent(VirtualEnv& environment, FakeMachine& machine) : env(environment) {
    auto owned = std::make_unique<FakeHost>(machine);
    host = owned.get();
    engine = std::make_unique<PppdEngine>(env, std::move(owned));
  }

  void Dial(const std::string& block = "pty: [/bin/cat]") {
    Findings findings;
    DialRequest request;
    request.attempt = 7;
    request.profile = "kiosk";
    request.number = "5550100";
    request.credentials.user = "kiosk";
    request.credentials.password = Secret(std::string(kSecret));
    request.ask_for_callback = ask_for_callback;
    request.options = ParseYamlMapping(block, "kiosk.yaml", findings);
    connection = engine->Dial(request, Handler());
    env.Settle();
  }

  NotificationHandler Handler() {
    return [this](const Notification& notification) {
      EXPECT_EQ(notification.attempt, 7U);
      if (!told.empty()) told += ' ';
      told += NameOf(notification.state);
      if (notification.error != RasError::kNone) told += ":" + NameOf(notification.error);
      detail = notification.detail;
      if (notification.state == ConnectionState::kDisconnected && let_go_at_end) connection.reset();
      if (notification.state == let_go_at) connection.reset();
    };
  }

  bool Adopt() {
    bool done = false;
    engine->Adopt(
        [this](AdoptedConnection adopted) {
          found = NameOf(adopted.status.state) + " " + adopted.profile + " " + adopted.number;
          EXPECT_EQ(adopted.attempt, 7U);
          connection = std::move(adopted.connection);
          return Handler();
        },
        [&done] { done = true; });
    env.Settle();
    if (before_end_of_adoption) before_end_of_adoption();
    env.Tick(seconds(5));
    return done;
  }

  VirtualEnv& env;
  FakeHost* host = nullptr;
  std::unique_ptr<PppdEngine> engine;
  std::unique_ptr<Connection> connection;
  std::function<void()> before_end_of_adoption;
  std::string told;
  std::string detail;
  std::string found;
  bool let_go_at_end = false;
  std::optional<ConnectionState> let_go_at;
  bool ask_for_callback = false;
};

class Pppd : public testing::Test {
 protected:
  std::int64_t pid() const { return machine.running.begin()->first; }
  FakeMachine::Running& process() { return *machine.running.begin()->second; }
  std::string Hello(int phase = 2) const {
    const auto& [number, running] = *machine.running.begin();
    return "pppd 1 " + running->call + " " + std::to_string(number) + " 2.4.9 " +
           std::to_string(phase) + " 8\n";
  }

  // An agent that will be killed: its destructor, which would hang up, comes after the test.
  Agent& Killed() { return *killed_.emplace_back(std::make_unique<Agent>(env, machine)); }

  VirtualEnv env{WallTime(std::chrono::hours(24 * 20'000)), 1};
  FakeMachine machine;

 private:
  std::vector<std::unique_ptr<Agent>> killed_;
};

TEST_F(Pppd, GivesThePasswordOverTheSocketAndNowhereElse) {
  Agent agent(env, machine);
  agent.Dial();
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kReachesPeer + "wants-credentials\n");
  ASSERT_EQ(plugin->heard.size(), 1U);
  EXPECT_EQ(plugin->heard.front(), "credentials kiosk " + std::string(kSecret));
  for (const std::string& word : process().command)
    EXPECT_EQ(word.find(kSecret), std::string::npos) << word;
  for (const auto& [call, note] : machine.notes)
    EXPECT_EQ(note.find(kSecret), std::string::npos) << note;
  plugin->Say(kComesUp);
  EXPECT_TRUE(agent.told.ends_with("projected connected")) << agent.told;
  EXPECT_EQ(agent.connection->Statistics().bytes_received, 20U);
}

TEST_F(Pppd, TheEndOfADialWaitsForThePluginsLastWords) {
  Agent agent(env, machine);
  agent.Dial();
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kReachesPeer);
  agent.told.clear();
  machine.End(pid(), {.code = 16});
  EXPECT_EQ(agent.told, "");
  plugin->Say("phase 0 17\n");
  plugin->HangUp();
  EXPECT_EQ(agent.told,
            "all_devices_connected:ppp_loopback_detected "
            "disconnected:ppp_loopback_detected");
  EXPECT_TRUE(machine.notes.empty());
}

TEST_F(Pppd, ALostLinkIsToldWhenPppdSaysSoNotWhenItIsGone) {
  Agent agent(env, machine);
  agent.Dial();
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kReachesPeer + kComesUp);
  agent.told.clear();
  plugin->Say("phase 9 12\ndown\nphase 0 12\n");
  EXPECT_EQ(agent.told, "disconnected:idle_timeout");
  agent.connection.reset();
  EXPECT_EQ(process().terminated, 0) << "it ends by itself, with its scripts";
  EXPECT_EQ(machine.notes.size(), 1U);
  machine.End(pid(), {.code = 12});
  plugin->HangUp();
  EXPECT_EQ(agent.told, "disconnected:idle_timeout") << "once";
  EXPECT_TRUE(machine.notes.empty());
}

TEST_F(Pppd, WithoutLastWordsTheEndComesSoonAllTheSame) {
  Agent agent(env, machine);
  agent.Dial();
  agent.host->Connect()->Say(Hello() + kReachesPeer + kComesUp);
  agent.told.clear();
  machine.End(pid(), {.signal = 9});
  env.Tick(seconds(1));
  EXPECT_EQ(agent.told, "disconnected:link_failure");
}

TEST_F(Pppd, AMissingPppdEndsTheAttemptWithTheCure) {
  machine.pppd_is_there = false;
  Agent agent(env, machine);
  agent.Dial();
  EXPECT_EQ(agent.told, "open_port:rasman_cannot_initialize disconnected:rasman_cannot_initialize");
  EXPECT_EQ(agent.detail, "no pppd here");
  machine.folder_is_there = false;
  Agent another(env, machine);
  another.Dial();
  EXPECT_EQ(another.detail, "no folder here");
}

TEST_F(Pppd, AHangUpIsAskedForThenForced) {
  Agent agent(env, machine);
  agent.Dial();
  agent.host->Connect()->Say(Hello() + kReachesPeer);
  agent.told.clear();
  agent.connection->HangUp();
  agent.connection->HangUp();
  EXPECT_EQ(process().terminated, 1);
  env.Tick(seconds(10));
  EXPECT_EQ(process().killed, 1);
  EXPECT_EQ(agent.told, "");
  env.Tick(seconds(6));
  EXPECT_EQ(agent.told, "disconnected:user_disconnection");
  machine.End(pid(), {.signal = 9});
  env.Tick(seconds(60));
  EXPECT_EQ(agent.told, "disconnected:user_disconnection") << "once";
}

// pppd loses a signal that comes before it has run its connector.
TEST_F(Pppd, ACallThatIsHungUpEarlyDialsNoModem) {
  Agent agent(env, machine);
  agent.Dial("serial: {device: /dev/ttyS0}");
  agent.connection->HangUp();
  const auto helper = agent.host->Connect();
  helper->Say("connect 1 " + process().call + " 102\n");
  EXPECT_TRUE(helper->heard.empty());
  EXPECT_FALSE(helper->open);
}

TEST_F(Pppd, ALinkWithoutAddressesIsLost) {
  Agent agent(env, machine);
  agent.Dial();
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kReachesPeer + kComesUp + "down\nphase 7 0\nphase 4 0\n" + kComesUp);
  env.Tick(seconds(60));
  EXPECT_EQ(process().terminated, 0) << "it came back";
  plugin->Say("down\n");
  env.Tick(seconds(60));
  EXPECT_EQ(process().terminated, 1);
}

TEST_F(Pppd, ALongLinksLogIsKeptShort) {
  Agent agent(env, machine);
  agent.Dial();
  agent.host->Connect()->Say(Hello() + kReachesPeer + kComesUp);
  env.Tick(std::chrono::hours(3));
  EXPECT_EQ(machine.trims, 3);
}

TEST_F(Pppd, ALineMayLetGoInsideTheFinalNotification) {
  Agent agent(env, machine);
  agent.let_go_at_end = true;
  agent.Dial();
  machine.End(pid(), {.code = 2});
  env.Tick(seconds(60));
  EXPECT_TRUE(agent.told.ends_with("disconnected:wrong_info_specified")) << agent.told;
}

TEST_F(Pppd, AConnectionThatIsLetGoEndsItsPppdWithoutAWord) {
  Agent agent(env, machine);
  agent.Dial();
  agent.host->Connect()->Say(Hello() + kReachesPeer + kComesUp);
  agent.told.clear();
  agent.connection.reset();
  EXPECT_EQ(process().terminated, 1);
  machine.End(pid(), {.code = 5});
  env.Tick(seconds(60));
  EXPECT_EQ(agent.told, "");
  EXPECT_TRUE(machine.notes.empty());
}

TEST_F(Pppd, TheNextAgentGoesOnWithTheLink) {
  {
    Agent& first = Killed();
    first.Dial();
    first.host->Connect()->Say(Hello() + kReachesPeer + kComesUp);
  }
  Agent next(env, machine);
  next.before_end_of_adoption = [&] {
    next.host->Connect()->Say(Hello(8) + "up ppp0 10.9.0.2 10.9.0.1 % 90000\nready\n");
  };
  EXPECT_TRUE(next.Adopt());
  EXPECT_EQ(next.found, "connected kiosk 5550100");
  EXPECT_EQ(next.connection->Status().interface, "ppp0");
  EXPECT_EQ(next.connection->Statistics().connected_for, seconds(95));
  machine.End(pid(), {});
  env.Tick(seconds(1));
  EXPECT_EQ(next.told, "disconnected:link_failure");
}

TEST_F(Pppd, ACallThatDoesNotComeBackIsEnded) {
  Killed().Dial();
  Agent next(env, machine);
  EXPECT_TRUE(next.Adopt());
  EXPECT_EQ(next.found, "");
  EXPECT_EQ(process().terminated, 1);
}

TEST_F(Pppd, ADeadCallsNoteIsThrownAwayAtOnce) {
  Killed().Dial();
  machine.running.clear();
  machine.notes["torn"] = "1 kio";
  Agent next(env, machine);
  bool done = false;
  next.engine->Adopt([](const AdoptedConnection&) { return NotificationHandler(); },
                     [&] { done = true; });
  EXPECT_FALSE(done);
  env.Settle();
  EXPECT_TRUE(done);
  EXPECT_TRUE(machine.notes.empty());
}

// It has no password to give, and a try without one would be counted by the server.
TEST_F(Pppd, ACallTakenOverBeforeItsLogOnEndsWithoutATry) {
  Killed().Dial();
  Agent next(env, machine);
  std::shared_ptr<FakePeer> plugin;
  next.before_end_of_adoption = [&] {
    plugin = next.host->Connect();
    plugin->Say(Hello(4) + "ready\nwants-credentials\n");
  };
  EXPECT_TRUE(next.Adopt());
  EXPECT_EQ(next.found, "all_devices_connected kiosk 5550100");
  EXPECT_EQ(plugin->heard, std::vector<std::string>{"refused"});
  machine.End(pid(), {.code = 19});
  plugin->HangUp();
  EXPECT_EQ(next.told, "all_devices_connected:disconnection disconnected:disconnection");
}

TEST_F(Pppd, APppdNobodyKnowsOfIsEnded) {
  Agent agent(env, machine);
  agent.Dial();
  machine.running[555] =
      std::make_shared<FakeMachine::Running>(FakeMachine::Running{{"pppd"}, "lost", {}});
  const auto plugin = agent.host->Connect();
  plugin->Say("pppd 1 lost 555 2.4.9 8 0\n");
  EXPECT_FALSE(plugin->open);
  EXPECT_EQ(machine.running[555]->terminated, 1);
}

TEST_F(Pppd, StrangersAndNonsenseHarmNobody) {
  Agent agent(env, machine);
  agent.Dial();
  const auto stranger = agent.host->Connect();
  stranger->Say("GET / HTTP/1.1\n");
  EXPECT_FALSE(stranger->open);
  agent.host->Connect()->HangUp();
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + "nonsense\nphase 99 99\n" + kReachesPeer + kComesUp);
  EXPECT_TRUE(agent.told.ends_with("connected")) << agent.told;
}

TEST_F(Pppd, APluginOfAnotherLinemanIsSentAway) {
  Agent agent(env, machine);
  agent.Dial();
  agent.host->Connect()->Say("pppd 2 " + process().call + " 101 2.4.9 2 8\n");
  EXPECT_EQ(process().terminated, 1);
  machine.End(pid(), {.code = 5});
  env.Tick(seconds(1));
  EXPECT_TRUE(agent.told.ends_with("disconnected:rasman_cannot_initialize")) << agent.told;
}

TEST_F(Pppd, TheModemsHelperGetsItsScript) {
  Agent agent(env, machine);
  agent.Dial("serial: {device: /dev/ttyS0, init: [ATZ]}");
  const auto helper = agent.host->Connect();
  helper->Say("connect 1 " + process().call + " 102\n");
  EXPECT_EQ(helper->heard,
            (std::vector<std::string>{"init ATZ", "dial ATDT5550100", "patience 60000", "go"}));
  agent.told.clear();
  helper->Say("modem-port\nmodem-dial ATDT5550100\nmodem-failed 680 NO%20DIALTONE\n");
  machine.End(pid(), {.code = 8});
  helper->HangUp();
  EXPECT_EQ(agent.told,
            "port_opened connect_device connect_device:no_dialtone "
            "disconnected:no_dialtone");
}

// --- Paused states ------------------------------------------------------------------------------

const std::string kUntilLogOn = kReachesPeer + "phase 5 10\nsent C223 2 %\n";

TEST_F(Pppd, APauseTakesOneAnswerThatMakesSense) {
  Agent agent(env, machine);
  agent.Dial();
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kUntilLogOn + "asks 1 retry_authentication Try%20again\n");
  Answer wrong;
  wrong.callback_number = "1";
  EXPECT_FALSE(agent.connection->Answer(wrong));
  Answer right;
  right.password = Secret("another one");
  plugin->heard.clear();
  ASSERT_TRUE(agent.connection->Answer(right));
  ASSERT_EQ(plugin->heard.size(), 1U);
  EXPECT_EQ(plugin->heard.front(), "answer 1 kiosk another%20one");
  EXPECT_FALSE(agent.connection->Answer(right)) << "one is enough";
  EXPECT_EQ(agent.detail, "Try again");
  plugin->Say("sent C223 2 %\nreceived C223 3 %\n");
  EXPECT_TRUE(agent.told.ends_with("retry_authentication auth_retry auth_ack")) << agent.told;
}

TEST_F(Pppd, EachPauseHasItsAnswer) {
  struct Case {
    const char* asks;
    Answer answer;
    const char* sent;
  };
  Answer username;
  username.username = "somebody";
  username.domain = "OFFICE";
  username.password = Secret(std::string(kSecret));
  Answer renewed;
  renewed.new_password = Secret("n3w");
  Answer number;
  number.callback_number = "+49 30 (555) 0190";
  Answer none;
  none.callback_number = "";
  Answer token;
  token.text = "123 456";
  for (const Case& each :
       {Case{"retry_authentication", username, "answer 1 OFFICE\\somebody Tr0ub4dor&3"},
        Case{"password_expired", renewed, "answer 1 n3w"},
        Case{"callback_set_by_caller", number, "answer 1 +49305550190"},
        Case{"callback_set_by_caller", none, "answer 1 %"},
        Case{"invoke_eap_ui", token, "answer 1 123%20456"}}) {
    SCOPED_TRACE(each.asks);
    Agent agent(env, machine);
    agent.Dial();
    const auto plugin = agent.host->Connect();
    plugin->Say(Hello() + kUntilLogOn + "asks 1 " + each.asks + " %\n");
    plugin->heard.clear();
    ASSERT_TRUE(agent.connection->Answer(each.answer));
    EXPECT_EQ(plugin->heard.front(), each.sent);
    agent.connection->HangUp();
    machine.End(pid(), {.code = 5});
    plugin->HangUp();
    EXPECT_TRUE(agent.told.ends_with("disconnected:user_disconnection")) << agent.told;
  }
}

TEST_F(Pppd, APasswordThatPppdCannotSetIsNotSent) {
  Agent agent(env, machine);
  agent.Dial();
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kUntilLogOn + "asks 1 password_expired %\n");
  plugin->heard.clear();
  for (const std::string& password : {std::string("p\xC3\xA4ss"), std::string(256, 'x')}) {
    Answer answer;
    answer.new_password = Secret(password);
    const auto answered = agent.connection->Answer(answer);
    ASSERT_FALSE(answered);
    EXPECT_NE(answered.error().message.find("ASCII"), std::string::npos);
  }
  EXPECT_TRUE(plugin->heard.empty());
  Answer answer;
  answer.new_password = Secret("n3w");
  EXPECT_TRUE(agent.connection->Answer(answer)) << "the pause has gone on";
}

TEST_F(Pppd, APromptIsAnsweredThroughTheHelper) {
  Agent agent(env, machine);
  agent.Dial("serial: {device: /dev/ttyS0, terminal: true}");
  const auto helper = agent.host->Connect();
  helper->Say("connect 1 " + process().call +
              " 12\nmodem-port\nmodem-dial ATDT5550100\n"
              "modem-connected CONNECT\nasks 1 interactive login:\n");
  EXPECT_TRUE(agent.told.ends_with("device_connected interactive")) << agent.told;
  helper->heard.clear();
  Answer name;
  name.text = "kiosk";
  ASSERT_TRUE(agent.connection->Answer(name));
  EXPECT_FALSE(agent.connection->Answer(name));
  helper->Say("asks 2 interactive \\>\n");
  Answer last;
  last.text = "ppp";
  last.done = true;
  ASSERT_TRUE(agent.connection->Answer(last));
  EXPECT_EQ(helper->heard, (std::vector<std::string>{"type 1 kiosk", "type 2 ppp", "done 2"}));
}

TEST_F(Pppd, ASecondPppdTakesTheServersCall) {
  Agent agent(env, machine);
  agent.ask_for_callback = true;
  agent.Dial("serial: {device: /dev/ttyS0}");
  EXPECT_TRUE(std::ranges::count(process().command, "callback"));
  const std::string call = process().call;
  auto helper = agent.host->Connect();
  helper->Say("connect 1 " + call + " 12\nmodem-port\nmodem-dial ATDT5550100\n");
  auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kUntilLogOn +
              "received C223 3 %\nphase 6 10\n"
              "asks 1 callback_set_by_caller %\n");
  helper->HangUp();
  Answer number;
  number.callback_number = "5550190";
  ASSERT_TRUE(agent.connection->Answer(number));
  plugin->Say("received C029 3 %\nphase 9 14\nphase 0 14\nexits 14\n");
  agent.told.clear();
  machine.End(pid(), {.code = 14});
  plugin->HangUp();
  env.Settle();
  EXPECT_EQ(agent.told, "wait_for_callback");
  ASSERT_EQ(machine.running.size(), 1U);
  EXPECT_EQ(process().call, call);
  EXPECT_FALSE(std::ranges::count(process().command, "callback"));
  helper = agent.host->Connect();
  helper->Say("connect 1 " + call + " 13\nmodem-port\n");
  EXPECT_EQ(helper->heard, (std::vector<std::string>{"answer", "patience 90000", "go"}));
  env.Tick(seconds(2));
  plugin = agent.host->Connect();
  plugin->Say(Hello() + kReachesPeer);
  helper->Say("modem-connected CONNECT\n");
  plugin->Say("wants-credentials\n" + kComesUp);
  EXPECT_TRUE(plugin->heard.front().starts_with("credentials kiosk ")) << plugin->heard.front();
  EXPECT_EQ(agent.told,
            "wait_for_callback callback_complete re_authenticate auth_notify auth_ack "
            "authenticated auth_project projected connected");
}

TEST_F(Pppd, AHangUpWhileTheServerIsToCallEndsIt) {
  Agent agent(env, machine);
  agent.ask_for_callback = true;
  agent.Dial("serial: {device: /dev/ttyS0}");
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kUntilLogOn +
              "received C223 3 %\nphase 6 10\nreceived C029 3 %\n"
              "phase 9 14\nphase 0 14\n");
  machine.End(pid(), {.code = 14});
  plugin->HangUp();
  ASSERT_EQ(machine.running.size(), 1U);
  agent.connection->HangUp();
  EXPECT_EQ(process().terminated, 1);
  machine.End(pid(), {.code = 8});
  env.Tick(seconds(1));
  EXPECT_TRUE(agent.told.ends_with("disconnected:user_disconnection")) << agent.told;
  EXPECT_TRUE(machine.running.empty());
}

TEST_F(Pppd, ACallThatPausesBeforeAnotherAgentHasItIsEnded) {
  Agent& first = Killed();
  first.Dial();
  first.host->Connect()->Say(Hello() + kUntilLogOn + "asks 1 invoke_eap_ui Token\n");
  Agent second(env, machine);
  second.before_end_of_adoption = [&] {
    const auto plugin = second.host->Connect();
    plugin->Say(Hello(5) + "asks 1 invoke_eap_ui Token\nready\n");
    EXPECT_EQ(process().terminated, 1);
    machine.End(pid(), {.code = 5});
    plugin->HangUp();
  };
  EXPECT_TRUE(second.Adopt());
  EXPECT_EQ(second.found, "");
  EXPECT_TRUE(machine.notes.empty());
}

TEST_F(Pppd, AnAnswerThatThePeerNoLongerWaitsForIsNotSent) {
  Agent agent(env, machine);
  agent.Dial();
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kUntilLogOn + "asks 1 password_expired %\nphase 4 10\n");
  plugin->heard.clear();
  Answer answer;
  answer.new_password = Secret("n3w");
  EXPECT_FALSE(agent.connection->Answer(answer)) << "it negotiates anew";
  EXPECT_TRUE(plugin->heard.empty());
}

TEST_F(Pppd, ALogOnThatIsNotAnsweredIsGivenUpAfterAMinute) {
  Agent agent(env, machine);
  agent.Dial();
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kUntilLogOn);
  env.Tick(seconds(59));
  EXPECT_EQ(process().terminated, 0);
  env.Tick(seconds(2));
  EXPECT_EQ(process().terminated, 1);
  machine.End(pid(), {.code = 5});
  plugin->HangUp();
  EXPECT_TRUE(agent.told.ends_with("disconnected:ppp_timeout")) << agent.told;
}

TEST_F(Pppd, APauseMayLastLongerThanALogOn) {
  Agent agent(env, machine);
  agent.Dial();
  agent.host->Connect()->Say(Hello() + kUntilLogOn + "asks 1 invoke_eap_ui %\n");
  env.Tick(std::chrono::minutes(50));
  EXPECT_EQ(process().terminated, 0);
}

TEST_F(Pppd, AHangUpInsideTheNewsOfACallbackLeavesNothing) {
  Agent agent(env, machine);
  agent.ask_for_callback = true;
  agent.let_go_at = ConnectionState::kWaitForCallback;
  agent.Dial("serial: {device: /dev/ttyS0}");
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kUntilLogOn +
              "received C223 3 %\nphase 6 10\nreceived C029 3 %\n"
              "phase 9 14\nphase 0 14\n");
  machine.End(pid(), {.code = 14});
  plugin->HangUp();
  EXPECT_TRUE(machine.running.empty());
  EXPECT_TRUE(machine.notes.empty());
}

TEST_F(Pppd, WhatThePluginCannotDoIsWhyItEnded) {
  Agent agent(env, machine);
  agent.Dial();
  const auto plugin = agent.host->Connect();
  plugin->Say(Hello() + kUntilLogOn + "phase 6 10\ngives-up the%20server%20insists\nphase 0 10\n");
  machine.End(pid(), {.code = 10});
  plugin->HangUp();
  EXPECT_TRUE(agent.told.ends_with("disconnected:bad_callback_number")) << agent.told;
  EXPECT_EQ(agent.detail, "the server insists");
}

// --- Tunnels ------------------------------------------------------------------------------------

TEST_F(Pppd, L2tpIsDialledByXl2tpdWhichStartsPppd) {
  Agent agent(env, machine);
  agent.Dial("l2tp: {server: vpn.example.org}");
  EXPECT_EQ(process().command.front(), "/usr/sbin/xl2tpd");
  EXPECT_TRUE(std::ranges::count(process().command, "/run/" + process().call + ".xl2tpd"));
  EXPECT_NE(machine.files["xl2tpd"].find("lns = vpn.example.org\n"), std::string::npos);
  EXPECT_NE(machine.files["pppd"].find("\"lineman-call\"\n\"" + process().call + "\"\n"),
            std::string::npos);
  EXPECT_EQ(machine.files["pppd"].find(kSecret), std::string::npos);
  EXPECT_EQ(agent.told, "open_port port_opened connect_device");
  // xl2tpd has started it by now.
  const std::int64_t xl2tpd = pid();
  const std::int64_t inner = ++machine.last_pid;
  machine.running[inner] = std::make_shared<FakeMachine::Running>(
      FakeMachine::Running{{"/usr/sbin/pppd"}, process().call, nullptr});
  const auto plugin = agent.host->Connect();
  plugin->Say("pppd 1 " + process().call + " " + std::to_string(inner) + " 2.4.9 2 8\n" +
              kReachesPeer + kComesUp);
  EXPECT_TRUE(
      agent.told.starts_with("open_port port_opened connect_device device_connected "
                             "all_devices_connected authenticate"))
      << agent.told;
  EXPECT_TRUE(agent.told.ends_with("connected")) << agent.told;
  agent.connection->HangUp();
  EXPECT_EQ(machine.running[inner]->terminated, 1);
  EXPECT_EQ(machine.running[xl2tpd]->terminated, 0) << "pppd says goodbye first";
  plugin->Say("phase 9 5\nphase 0 5\nexits 5\n");
  plugin->HangUp();
  machine.End(inner, {.code = 5});
  EXPECT_GE(machine.running[xl2tpd]->terminated, 1);
  machine.End(xl2tpd, {.code = 1});
  env.Tick(seconds(1));
  EXPECT_TRUE(agent.told.ends_with("connected disconnected:user_disconnection")) << agent.told;
  EXPECT_TRUE(machine.files.empty());
}

TEST_F(Pppd, ATunnelThatIsNotThereInTimeIsATimeout) {
  for (const char* block : {"l2tp: {server: 192.0.2.1}", "pptp: {server: 192.0.2.1}"}) {
    SCOPED_TRACE(block);
    Agent agent(env, machine);
    agent.Dial(block);
    env.Tick(seconds(39));
    EXPECT_EQ(process().terminated, 0);
    env.Tick(seconds(2));
    EXPECT_EQ(process().terminated, 1);
    machine.End(pid(), {.code = 1});
    env.Tick(seconds(1));
    EXPECT_TRUE(agent.told.ends_with("disconnected:vpn_timeout")) << agent.told;
  }
}

TEST_F(Pppd, APptpServerThatIsReachedWithoutATunnelBlamesGre) {
  Agent agent(env, machine);
  agent.Dial("pptp: {server: 192.0.2.1}");
  machine.log = "anon log[ctrlp_disp:pptp_ctrl.c:848]: Client connection established.\n";
  env.Tick(seconds(41));
  machine.End(pid(), {.code = 16});
  env.Tick(seconds(1));
  EXPECT_TRUE(agent.told.ends_with("disconnected:vpn_gre_blocked")) << agent.told;
  EXPECT_NE(agent.detail.find("protocol 47"), std::string::npos);
}

}  // namespace
}  // namespace lineman::pppd
