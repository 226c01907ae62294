// The five paused states: which answers RAS can carry, and in which field.
#include "tests/engines/rasapi/agent.h"

namespace lineman::rasapi {
namespace {

using std::chrono::seconds;
using State = ConnectionState;

struct RasapiPause : Rasapi {
  // Dials until it pauses there.
  void Pause(Agent& agent, State state, std::uint32_t error = 0) {
    agent.Dial();
    agent.host->Notice(State::kAuthenticate);
    agent.host->Notice(state, error);
    agent.Told();
    ras.Calls();
  }
  static Answer Empty() { return {}; }
};

TEST_F(RasapiPause, OtherCredentialsAreDialledWith) {
  Agent agent(env, ras);
  Pause(agent, State::kRetryAuthentication);
  Answer answer;
  answer.password = Secret("other");
  EXPECT_TRUE(agent.connection->Answer(answer));
  EXPECT_EQ(ras.Calls(), "resume");
  EXPECT_EQ(ras.orders.back().user, "kiosk") << "the name stays where none is given";
  EXPECT_EQ(ras.orders.back().password.Reveal(), "other");
  EXPECT_FALSE(agent.connection->Answer(answer)) << "once";
  env.Settle();
  agent.host->Notice(State::kAuthRetry);
  agent.host->ComeUp();
  EXPECT_EQ(agent.Told(), "auth_retry connected");
}

TEST_F(RasapiPause, BlanksAreNeverSentByAccident) {
  Agent agent(env, ras);
  agent.user = "";
  Pause(agent, State::kRetryAuthentication);
  Answer answer;
  answer.password = Secret("other");
  EXPECT_FALSE(agent.connection->Answer(answer)) << "no user name";
  answer.username = "kiosk";
  answer.password = Secret("");
  EXPECT_FALSE(agent.connection->Answer(answer)) << "no password";
  EXPECT_EQ(ras.Calls(), "");
  answer.password = Secret("other");
  EXPECT_TRUE(agent.connection->Answer(answer)) << "the pause has gone on";
}

TEST_F(RasapiPause, ANewPasswordGoesInPlaceOfTheOld) {
  Agent agent(env, ras);
  Pause(agent, State::kPasswordExpired);
  Answer answer;
  answer.new_password = Secret(std::string(257, 'n'));
  EXPECT_FALSE(agent.connection->Answer(answer)) << "longer than RAS takes";
  answer.new_password = Secret("N3w");
  EXPECT_TRUE(agent.connection->Answer(answer));
  EXPECT_EQ(ras.orders.back().user, "kiosk");
  EXPECT_EQ(ras.orders.back().password.Reveal(), "N3w");
}

TEST_F(RasapiPause, ACallbackNumberIsGivenOrDeclined) {
  Agent agent(env, ras);
  agent.ask_for_callback = true;
  Pause(agent, State::kCallbackSetByCaller);
  Answer answer;
  answer.callback_number = "*";
  EXPECT_FALSE(agent.connection->Answer(answer)) << "it would be asked again";
  answer.callback_number = "";
  EXPECT_TRUE(agent.connection->Answer(answer));
  EXPECT_EQ(ras.orders.back().callback_number, "");
}

TEST_F(RasapiPause, ATerminalCanOnlyBeEnded) {
  Agent agent(env, ras);
  Pause(agent, State::kInteractive);
  Answer answer;
  answer.text = "kiosk";
  const Result<Done> text = agent.connection->Answer(answer);
  ASSERT_FALSE(text);
  EXPECT_NE(text.error().message.find("rasapi.script"), std::string::npos) << text.error().message;
  answer.text.reset();
  answer.done = true;
  EXPECT_TRUE(agent.connection->Answer(answer));
  EXPECT_EQ(ras.Calls(), "resume");
}

TEST_F(RasapiPause, AnEapMethodAsksItsUserBeforeTheDialGoesOn) {
  Agent agent(env, ras);
  Pause(agent, State::kInvokeEapUi);
  Answer answer;
  answer.text = "1234";
  EXPECT_FALSE(agent.connection->Answer(answer)) << "RAS carries no text";
  answer.text = "";
  EXPECT_TRUE(agent.connection->Answer(answer));
  EXPECT_FALSE(agent.connection->Answer(answer)) << "once";
  EXPECT_EQ(ras.Calls(), "eap window 1");
  env.Settle();
  EXPECT_EQ(ras.Calls(), "resume");
}

TEST_F(RasapiPause, AnEapMethodThatCannotAskEndsTheAttempt) {
  ras.eap_window = static_cast<RasError>(120);
  Agent agent(env, ras);
  Pause(agent, State::kInvokeEapUi);
  Answer answer;
  answer.text = "";
  EXPECT_TRUE(agent.connection->Answer(answer));
  env.Settle();
  EXPECT_EQ(agent.Told(), "disconnected:120");
  EXPECT_EQ(ras.Calls(), "eap window 1, hang up 1");
}

TEST_F(RasapiPause, TheErrorOfAPauseIsWhyRasAsks) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kRetryAuthentication, 691);
  EXPECT_EQ(agent.Told(), "retry_authentication");
  EXPECT_NE(agent.detail.find("691"), std::string::npos) << agent.detail;
}

TEST_F(RasapiPause, APeerThatGivesUpEndsIt) {
  for (const bool says_so : {true, false}) {
    Agent agent(env, ras);
    Pause(agent, State::kCallbackSetByCaller);
    if (says_so) {
      agent.host->Notice(State::kCallbackSetByCaller, 629);
    } else {
      agent.host->Notice(State::kDisconnected, 629);
    }
    env.Settle();
    EXPECT_EQ(agent.Told(), "disconnected:remote_disconnection");
    EXPECT_FALSE(agent.connection->Answer(Empty()));
    env.Tick(seconds(5));
  }
}

TEST_F(RasapiPause, APeerThatGivesUpWithoutAWordIsSeen) {
  Agent agent(env, ras);
  Pause(agent, State::kCallbackSetByCaller);
  ras.status.clear();
  env.Tick(seconds(20));
  EXPECT_EQ(agent.Told(), "disconnected:disconnection");
}

TEST_F(RasapiPause, AResumeThatFailsEndsTheAttempt) {
  Agent agent(env, ras);
  Pause(agent, State::kCallbackSetByCaller);
  ras.returns.error = static_cast<RasError>(704);
  Answer answer;
  answer.callback_number = "5550190";
  EXPECT_TRUE(agent.connection->Answer(answer));
  env.Settle();
  EXPECT_EQ(agent.Told(), "disconnected:bad_callback_number");
  EXPECT_EQ(ras.Calls(), "resume, hang up 1");
}

TEST_F(RasapiPause, ItWaitsForAsLongAsNobodyAnswers) {
  Agent agent(env, ras);
  Pause(agent, State::kRetryAuthentication);
  ras.status[1].state = 0x1001;
  env.Tick(seconds(120));
  EXPECT_EQ(agent.Told(), "");
  agent.connection->HangUp();
  env.Settle();
  EXPECT_EQ(agent.Told(), "disconnected:user_disconnection");
}

}  // namespace
}  // namespace lineman::rasapi
