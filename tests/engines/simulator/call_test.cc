// One call's life: the orders of states, what a number may come to, and pauses.
#include "engines/simulator/call.h"

#include <gtest/gtest.h>

#include "tests/engines/simulator/playground.h"

namespace lineman::simulator {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using State = ConnectionState;

constexpr std::string_view kModem =
    "open_port port_opened connect_device device_connected all_devices_connected authenticate "
    "auth_notify ";

std::string AfterLogOn(std::string_view states) { return std::string(kModem).append(states); }

Answer Text(std::string text) {
  Answer answer;
  answer.text = std::move(text);
  return answer;
}

Answer CallMeAt(std::string number) {
  Answer answer;
  answer.callback_number = std::move(number);
  return answer;
}

Answer NewPassword(std::string password) {
  Answer answer;
  answer.new_password = Secret(std::move(password));
  return answer;
}

TEST(Call, AnEmptyWorldAnswersEverything) {
  Playground ground("world: w");
  const auto played = ground.Dial("+49 30 555 0100");
  EXPECT_EQ(played->States(),
            AfterLogOn("auth_ack authenticated auth_project projected apply_settings connected"));
  EXPECT_EQ(ground.Outcome(""), "connected");
}

TEST(Call, StatesTakeTheirTimeAndPaceShortensIt) {
  Playground ground("world: w");
  EXPECT_GT(ground.Dial("1")->at.back(), seconds(21));
  Playground brisk("world: w\npace: 10");
  EXPECT_NEAR(static_cast<double>(brisk.Dial("1")->at.back().count()), 2500, 500);
}

TEST(Call, EachOutcomeOfANumberShowsWhenTheNumberIsDialled) {
  Playground ground(R"(
world: w
numbers: {"1": busy, "2": no_answer, "3": no_carrier, "4": no_dialtone, "5": voice, "6": 629}
)");
  for (const auto& [number, error] :
       std::vector<std::pair<std::string, std::string>>{{"1", "line_busy"},
                                                        {"2", "no_answer"},
                                                        {"3", "no_carrier"},
                                                        {"4", "no_dialtone"},
                                                        {"5", "voice_answer"},
                                                        {"6", "remote_disconnection"}}) {
    EXPECT_EQ(
        ground.Dial(number)->States(),
        "open_port port_opened connect_device connect_device:" + error + " disconnected:" + error);
  }
  EXPECT_EQ(ground.Outcome("7"), "no_carrier") << "a number that no list mentions";
}

TEST(Call, NobodyAnswersUntilTheRingingIsGivenUp) {
  Playground ground("world: w\nnumbers: {\"*\": no_answer}\ntiming: {no_answer: 30s, tones: 0s}");
  const auto played = ground.Dial("1");
  EXPECT_EQ(played->at[3] - played->at[2], seconds(30));
}

TEST(Call, FirstCallsFollowTheirListThenTheUsualAnswer) {
  Playground ground(R"(
world: w
numbers:
  "1": {calls: [busy, no_answer], answers: default-like}
  "2": {calls: [default-like, busy]}
servers: {default-like: {}}
)");
  EXPECT_EQ(ground.Outcome("1"), "line_busy");
  EXPECT_EQ(ground.Outcome("1"), "no_answer");
  EXPECT_EQ(ground.Outcome("1"), "connected");
  EXPECT_EQ(ground.Outcome("1"), "connected");
  EXPECT_EQ(ground.Outcome("2"), "connected");
  EXPECT_EQ(ground.Outcome("2"), "line_busy");
  EXPECT_EQ(ground.Outcome("2"), "line_busy") << "the last one holds";
  ground.profile = "another";
  EXPECT_EQ(ground.Outcome("1"), "line_busy") << "each line has its own first call";
}

TEST(Call, TroublesComeAndGoWithTimeAndCalendar) {
  Playground ground(R"(
world: w
start: 2026-03-02T08:00
troubles: [{outcome: no_carrier, from: 1h, until: 2h}]
numbers:
  "*": {troubles: [{outcome: busy, during: "Mon 12:00-13:00"}]}
)");
  EXPECT_EQ(ground.Outcome("1"), "connected");
  ground.env.Tick(minutes(60));
  EXPECT_EQ(ground.Outcome("1"), "no_carrier");
  ground.env.Tick(minutes(60));
  EXPECT_EQ(ground.Outcome("1"), "connected");
  ground.env.Tick(minutes(120));
  EXPECT_EQ(ground.Outcome("1"), "line_busy");
}

TEST(Call, AClockThatIsSetAtTheKioskDoesNotMoveTheWorld) {
  Playground ground(
      "world: w\nnumbers: {\"*\": {troubles: [{outcome: busy, during: \"12:00-13:00\"}]}}");
  ground.env.JumpClock(std::chrono::hours(4));
  EXPECT_EQ(ground.Outcome("1"), "connected");
}

TEST(Call, AChanceStrikesThatOften) {
  Playground ground(
      "world: w\npace: 100\nnumbers: {\"*\": {troubles: [{outcome: busy, chance: 25%}]}}");
  int busy = 0;
  for (int i = 0; i < 1000; ++i) {
    busy += ground.Outcome("1") == "line_busy" ? 1 : 0;
    ground.env.Tick(seconds(7));
  }
  EXPECT_NEAR(busy, 250, 42);  // three standard deviations
}

TEST(Call, DialectsShowDifferentStates) {
  Playground ground(R"(
world: w
servers:
  terse: {dialect: terse}
  lan: {dialect: lan_manager}
  w95: {dialect: windows_95}
numbers: {"1": terse, "2": lan, "3": w95}
)");
  EXPECT_EQ(ground.Dial("1")->States(),
            "open_port port_opened connect_device device_connected all_devices_connected "
            "authenticate authenticated projected connected");
  EXPECT_EQ(ground.Dial("2")->States(),
            AfterLogOn("auth_link_speed auth_ack authenticated auth_project projected connected"));
  EXPECT_EQ(ground.Dial("3")->States(),
            "open_port port_opened connect_device device_connected all_devices_connected "
            "start_authentication authenticate auth_notify auth_ack authenticated logon_network "
            "auth_project projected connected");
}

TEST(Call, AChainOfDevicesIsConnectedInPairs) {
  Playground ground("world: w\nservers: {s: {devices: [modem, pad, switch], dialect: terse}}");
  const auto played = ground.Dial("1");
  EXPECT_EQ(played->States(),
            "open_port port_opened connect_device device_connected connect_device device_connected "
            "connect_device device_connected all_devices_connected authenticate authenticated "
            "projected connected");
  EXPECT_EQ(played->heard[5].detail, "pad");
}

TEST(Call, EachLinkOfAMultilinkComesUpOrDoesNot) {
  Playground ground("world: w\nservers: {s: {multilink: 3, links_down: [2], dialect: terse}}");
  const auto played = ground.Dial("1");
  EXPECT_EQ(played->States(),
            "open_port port_opened connect_device device_connected all_devices_connected "
            "authenticate authenticated projected apply_settings sub_entry_connected "
            "sub_entry_disconnected apply_settings sub_entry_connected connected");
  EXPECT_EQ(played->heard[9].subentry, 1);
  EXPECT_EQ(played->heard[10].subentry, 2);
  EXPECT_EQ(played->heard[12].subentry, 3);
}

TEST(Call, AMultilinkOfWhichNoLinkComesUpFails) {
  Playground ground("world: w\nservers: {s: {multilink: 2, links_down: [1, 2]}}");
  const auto played = ground.Dial("1");
  EXPECT_TRUE(played->States().ends_with(
      "sub_entry_disconnected sub_entry_disconnected sub_entry_disconnected:no_carrier "
      "disconnected:no_carrier"))
      << played->States();
}

TEST(Call, APresetCallbackNeedsNoAnswer) {
  Playground ground("world: w\nservers: {s: {callback: preset}}");
  EXPECT_EQ(
      ground.Dial("1")->States(),
      AfterLogOn("prepare_for_callback wait_for_modem_reset wait_for_callback connect_device "
                 "device_connected all_devices_connected re_authenticate authenticate auth_notify "
                 "auth_ack authenticated auth_project projected apply_settings connected"));
}

TEST(Call, TheServerAsksWhereToCallBack) {
  Playground ground("world: w\nservers: {s: {callback: set_by_caller}}");
  const auto played = ground.Dial("1");
  EXPECT_EQ(played->States(), AfterLogOn("auth_callback callback_set_by_caller"));
  ASSERT_TRUE(played->connection->Answer(CallMeAt("+49 30 555 0190")));
  played->answer = [](const Notification&) { return std::nullopt; };
  ground.Rest(*played);
  EXPECT_TRUE(played->States().starts_with(
      AfterLogOn("auth_callback callback_set_by_caller authenticate auth_notify "
                 "prepare_for_callback wait_for_modem_reset wait_for_callback")))
      << played->States();
  EXPECT_TRUE(played->IsUp());
}

TEST(Call, NoNumberMeansNoCallback) {
  Playground ground("world: w\nservers: {s: {callback: set_by_caller}}");
  const auto played = ground.Start(ground.Request("1"));
  played->answer = [](const Notification&) { return CallMeAt(""); };
  ground.Rest(*played);
  EXPECT_EQ(played->States(), AfterLogOn("auth_callback callback_set_by_caller auth_ack "
                                         "authenticated auth_project projected apply_settings "
                                         "connected"));
}

TEST(Call, TheServerDoesNotAskWhenNobodyCouldAnswer) {
  Playground ground("world: w\nservers: {s: {callback: set_by_caller}}");
  DialRequest request = ground.Request("1");
  request.ask_for_callback = false;
  const auto played = ground.Start(request);
  ground.Rest(*played);
  EXPECT_EQ(played->States(), AfterLogOn("auth_callback auth_ack authenticated auth_project "
                                         "projected apply_settings connected"));
}

TEST(Call, ANumberTheServerDoesNotCallIs704) {
  Playground ground(R"(
world: w
servers: {s: {users: {kiosk: {callback: set_by_caller, callback_numbers: ["+49 30 555 0190"]}}}}
)");
  for (const std::string number : {"+49 30 555 0191", "*", "office"}) {
    const auto played = ground.Start(ground.Request("1"));
    played->answer = [&](const Notification&) { return CallMeAt(number); };
    ground.Rest(*played);
    EXPECT_TRUE(played->States().ends_with(
        "auth_callback:bad_callback_number disconnected:bad_callback_number"))
        << number << ": " << played->States();
  }
}

TEST(Call, OtherCredentialsMayBeTriedInTheSameCall) {
  Playground ground("world: w\nservers: {s: {retries: 2, users: {anna: {password: right}}}}");
  const auto played = ground.Start(ground.Request("1"));
  int asked = 0;
  played->answer = [&](const Notification&) {
    Answer answer;
    if (++asked == 2) answer.username = "anna";
    answer.password = Secret("right");
    return answer;
  };
  ground.Rest(*played);
  EXPECT_EQ(played->States(),
            AfterLogOn("retry_authentication auth_retry authenticate auth_notify "
                       "retry_authentication auth_retry authenticate auth_notify auth_ack "
                       "authenticated auth_project projected apply_settings connected"));
}

TEST(Call, ThenWrongCredentialsAre691) {
  Playground ground("world: w\nservers: {s: {retries: 1, users: {anna: {}}}}");
  const auto played = ground.Start(ground.Request("1"));
  played->answer = [](const Notification&) {
    Answer answer;
    answer.password = Secret("wrong");
    return answer;
  };
  ground.Rest(*played);
  EXPECT_TRUE(played->States().ends_with(
      "retry_authentication auth_retry authenticate auth_notify auth_notify:authentication_failure "
      "disconnected:authentication_failure"))
      << played->States();
}

TEST(Call, AnExpiredPasswordIsChangedAndStaysChanged) {
  Playground ground(
      "world: w\nservers: {s: {users: {kiosk: {password: old, password_expires: 0s}}}}");
  const auto played = ground.Start(ground.Request("1", "old"));
  played->answer = [](const Notification&) { return NewPassword("new"); };
  ground.Rest(*played);
  EXPECT_EQ(played->States(),
            AfterLogOn("password_expired auth_change_password authenticate auth_notify auth_ack "
                       "authenticated auth_project projected apply_settings connected"));
  EXPECT_EQ(ground.Outcome("1", "new"), "connected");
  EXPECT_EQ(ground.Outcome("1", "old"), "authentication_failure");
}

TEST(Call, AChangeThatIsRefusedIs709) {
  Playground ground(R"(
world: w
servers: {s: {users: {kiosk: {password_expires: 0s, change_password: refused}}}}
)");
  const auto played = ground.Start(ground.Request("1"));
  played->answer = [](const Notification&) { return NewPassword("new"); };
  ground.Rest(*played);
  EXPECT_TRUE(played->States().ends_with(
      "password_expired auth_change_password auth_change_password:changing_password "
      "disconnected:changing_password"))
      << played->States();
}

TEST(Call, PromptsAreAnsweredOneAfterTheOther) {
  Playground ground(R"(
world: w
servers: {s: {prompts: [{prompt: "login:", answer: kiosk}, {prompt: "code:"}], dialect: terse}}
)");
  const auto played = ground.Start(ground.Request("1"));
  std::string asked;
  played->answer = [&](const Notification& n) {
    asked += n.detail;
    return Text(n.detail == "login:" ? "kiosk" : "whatever");
  };
  ground.Rest(*played);
  EXPECT_EQ(played->States(),
            "open_port port_opened connect_device device_connected interactive interactive "
            "all_devices_connected authenticate authenticated projected connected");
  EXPECT_EQ(asked, "login:code:");
}

TEST(Call, AWrongAnswerToAPromptOrADialogueThatIsCutShortEndsTheCall) {
  constexpr std::string_view world =
      "world: w\nservers: {s: {prompts: [{prompt: a, answer: one}, {prompt: b}]}}";
  for (const bool cut : {false, true}) {
    Playground ground(world);
    const auto played = ground.Start(ground.Request("1"));
    played->answer = [&](const Notification&) {
      Answer answer = Text(cut ? "one" : "two");
      answer.done = cut;
      return answer;
    };
    ground.Rest(*played);
    EXPECT_TRUE(played->States().ends_with("interactive disconnected:remote_disconnection"))
        << played->States();
  }
}

TEST(Call, EapAsksUntilItIsContent) {
  Playground ground("world: w\nservers: {s: {eap: [{prompt: PIN, answer: \"1\"}, {prompt: TAN}]}}");
  auto played = ground.Start(ground.Request("1"));
  played->answer = [](const Notification&) { return Text("1"); };
  ground.Rest(*played);
  EXPECT_EQ(played->States(),
            "open_port port_opened connect_device device_connected all_devices_connected "
            "authenticate invoke_eap_ui authenticate invoke_eap_ui authenticate auth_notify "
            "auth_ack authenticated auth_project projected apply_settings connected");
  played = ground.Start(ground.Request("1"));
  played->answer = [](const Notification&) { return Text("2"); };
  ground.Rest(*played);
  EXPECT_TRUE(
      played->States().ends_with("auth_notify:authentication_failure "
                                 "disconnected:authentication_failure"));
}

TEST(Call, AServerThatLosesPatienceWithdrawsThePause) {
  Playground ground("world: w\nservers: {s: {callback: set_by_caller, patience: 20s}}");
  const auto played = ground.Dial("1");
  const Age paused = played->at.back();
  ground.env.Tick(minutes(1));
  EXPECT_TRUE(
      played->States().ends_with("callback_set_by_caller disconnected:remote_disconnection"));
  EXPECT_EQ(played->at.back() - paused, seconds(20));
  EXPECT_EQ(played->heard.back().detail, "the server gave up after 20s");
}

TEST(Call, AnAnswerInTimeStopsThePatience) {
  Playground ground("world: w\nservers: {s: {callback: set_by_caller, patience: 20s}}");
  const auto played = ground.Dial("1");
  ground.env.Tick(seconds(19));
  ASSERT_TRUE(played->connection->Answer(CallMeAt("1")));
  ground.env.Tick(minutes(2));
  EXPECT_TRUE(played->IsUp()) << played->States();
}

TEST(Call, HangingUpTakesAMomentAndIs631) {
  Playground ground("world: w\ntiming: {hang_up: 2s}");
  const auto played = ground.Dial("1");
  const Age up = played->at.back();
  played->connection->HangUp();
  ground.env.Tick(minutes(1));
  EXPECT_EQ(played->heard.back().error, RasError::kUserDisconnection);
  EXPECT_EQ(played->at.back() - up, seconds(2));
}

TEST(Call, AModemThatWillNotHangUpIsForcedAfter15Seconds) {
  Playground ground("world: w\ntiming: {hang_up: 5m}");
  const auto played = ground.Dial("1");
  const Age up = played->at.back();
  played->connection->HangUp();
  ground.env.Tick(minutes(10));
  EXPECT_EQ(played->at.back() - up, kHangUpDeadline);
}

TEST(Call, HangingUpWhileItFailsKeepsTheErrorOfTheFailure) {
  Playground ground("world: w\nnumbers: {\"*\": busy}");
  const auto played = ground.Start(ground.Request("1"));
  while (played->heard.empty() || played->heard.back().error == RasError::kNone)
    ground.env.Tick(milliseconds(1));
  played->connection->HangUp();
  ground.env.Tick(minutes(1));
  EXPECT_EQ(played->heard.back().error, RasError::kLineBusy);
}

TEST(Call, AnAnswerFromInsideTheHandlerIsTaken) {
  Playground ground("world: w\nservers: {s: {callback: set_by_caller}}");
  const auto played = ground.Start(ground.Request("1"));
  played->answer = [](const Notification&) { return CallMeAt("1"); };  // called by the handler
  ground.Rest(*played);
  EXPECT_TRUE(played->IsUp());
}

TEST(Call, TheSameProfileMayDialTwice) {
  Playground ground("world: w");
  const auto first = ground.Dial("1");
  const auto second = ground.Dial("1");
  EXPECT_TRUE(first->IsUp());
  EXPECT_TRUE(second->IsUp());
}

TEST(Call, AConnectionMayOutliveItsSimulator) {
  VirtualEnv env(kMonday, 1);
  auto simulator = std::make_unique<Simulator>(env, QuietWorld());
  int heard = 0;
  const auto connection = simulator->Dial({}, [&](const Notification&) { ++heard; });
  env.Tick(seconds(1));
  simulator.reset();
  env.Tick(minutes(1));
  EXPECT_EQ(connection->Status().state, State::kConnected);
  EXPECT_EQ(heard, 13);
}

TEST(Call, StatisticsCountFromConnectedAndStayAfterTheEnd) {
  Playground ground("world: w");
  const auto played = ground.Dial("1");
  EXPECT_EQ(played->connection->Statistics().connected_for, seconds(0));
  ground.env.Tick(minutes(5));
  EXPECT_EQ(played->connection->Statistics().connected_for, minutes(5));
  EXPECT_GT(played->connection->Statistics().bytes_received, 0U);
  played->connection->HangUp();
  ground.env.Tick(minutes(5));
  EXPECT_LT(played->connection->Statistics().connected_for, minutes(6));
  EXPECT_GE(played->connection->Statistics().connected_for, minutes(5));
}

}  // namespace
}  // namespace lineman::simulator
