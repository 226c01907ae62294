// What the engine does with entries around its dials: whose they are, what is saved with them, what
// Windows would do with them by itself, and what an agent leaves to the next.
#include "tests/engines/rasapi/agent.h"

namespace lineman::rasapi {
namespace {

using std::chrono::seconds;
using State = ConnectionState;

using RasapiEntry = Rasapi;

TEST_F(RasapiEntry, WhatOthersHaveConnectedIsLeftAlone) {
  ras.live.push_back({9, {"C:\\books\\rasphone.pbk", "Office"}});
  ras.status[9].state = 0x2000;
  Agent agent(env, ras);
  agent.Dial();
  EXPECT_EQ(agent.Told(),
            "open_port:dial_already_in_progress disconnected:dial_already_in_progress");
  EXPECT_EQ(ras.Calls(), "");
  EXPECT_EQ(ras.live.size(), 1U);
}

TEST_F(RasapiEntry, AnEntryOfTheSameNameInAnotherPhoneBookIsAnother) {
  ras.live.push_back({9, {"C:\\books\\rasphone.pbk", "office"}});
  Agent agent(env, ras);
  agent.Dial("{entry: office, phonebook: 'C:\\books\\own.pbk'}");
  EXPECT_EQ(ras.Calls(), "dial office");
}

TEST_F(RasapiEntry, WhatLinemanHasLeftBehindIsHungUpFirst) {
  Agent& before = Killed();
  before.Dial();
  before.host->ComeUp();
  ras.Calls();
  ras.returns.handle = 2;
  Agent agent(env, ras);
  agent.Dial();
  EXPECT_EQ(ras.Calls(), "hang up 1");
  env.Tick(seconds(3));
  EXPECT_EQ(ras.Calls(), "dial office") << "when it has settled";
}

TEST_F(RasapiEntry, TheNextDialWaitsUntilTheLastHasSettled) {
  Agent agent(env, ras);
  agent.Dial("{entry: office, settle: 4s}");
  agent.host->Notice(State::kConnectDevice, 676);
  env.Settle();
  EXPECT_EQ(agent.Told(), "connect_device:line_busy disconnected:line_busy");
  ras.Calls();
  agent.Dial("{entry: office, settle: 4s}");
  env.Tick(std::chrono::milliseconds(3999));
  EXPECT_EQ(ras.Calls(), "");
  env.Tick(std::chrono::milliseconds(1));
  EXPECT_EQ(ras.Calls(), "dial office");
}

TEST_F(RasapiEntry, AHangUpThatTakesLongHoldsTheNextDialBack) {
  ras.hangs_up = false;
  Agent agent(env, ras);
  agent.Dial();
  agent.connection.reset();
  ras.Calls();
  agent.Dial();
  env.Tick(seconds(9));
  EXPECT_EQ(ras.Calls(), "");
  env.Tick(seconds(4));
  EXPECT_EQ(ras.Calls(), "dial office");
}

TEST_F(RasapiEntry, AHangUpThatNeverEndsRefusesTheNextDialInTheEnd) {
  ras.holds_returns = true;
  Agent agent(env, ras);
  agent.Dial();
  agent.connection.reset();
  ras.Calls();
  agent.Dial();
  env.Tick(seconds(29));
  EXPECT_EQ(agent.Told(), "");
  env.Tick(seconds(1));
  EXPECT_EQ(agent.Told(),
            "open_port:dial_already_in_progress disconnected:dial_already_in_progress");
  EXPECT_EQ(ras.Calls(), "");
}

TEST_F(RasapiEntry, ALineThatGivesUpWaitingLetsTheNextIn) {
  Agent agent(env, ras);
  agent.Dial();
  agent.connection->HangUp();
  env.Settle();
  agent.Dial();
  agent.connection->HangUp();
  env.Settle();
  agent.Dial();
  env.Tick(seconds(3));
  EXPECT_EQ(agent.Told(), "disconnected:user_disconnection disconnected:user_disconnection");
  EXPECT_EQ(ras.Calls(), "dial office, hang up 1, dial office");
}

TEST_F(RasapiEntry, TwoLinesDoNotShareAnEntry) {
  Agent agent(env, ras);
  agent.Dial();
  std::string told;
  const auto second = agent.engine->Dial(
      agent.Request("entry: OFFICE"),
      [&](const Notification& notification) { told += NameOf(notification.error) + " "; });
  env.Settle();
  EXPECT_EQ(told, "dial_already_in_progress dial_already_in_progress ");
  EXPECT_EQ(ras.Calls(), "dial office");
  agent.host->ComeUp();
  EXPECT_EQ(agent.Told(), "connected");
  EXPECT_EQ(ras.notes[0].size(), 1U) << "of the one that is up";
}

TEST_F(RasapiEntry, WindowsOwnRedialIsOffWhileLinemanDialsAndOnAgainAfterwards) {
  office().redials = true;
  Agent agent(env, ras);
  agent.Dial();
  EXPECT_EQ(ras.Calls(), "redial office off, dial office");
  EXPECT_FALSE(office().redials);
  agent.host->ComeUp();
  EXPECT_EQ(ras.notes[1].size(), 1U);
  agent.connection->HangUp();
  env.Settle();
  EXPECT_EQ(ras.Calls(), "hang up 1, redial office on");
  EXPECT_TRUE(ras.notes[1].empty());
}

TEST_F(RasapiEntry, AnEntryWithoutRedialIsNotWritten) {
  Agent agent(env, ras);
  agent.Dial();
  agent.connection->HangUp();
  env.Settle();
  EXPECT_EQ(ras.Calls(), "dial office, hang up 1");
}

TEST_F(RasapiEntry, ARedialThatCannotBeSwitchedOffIsTold) {
  office().redials = true;
  office().is_writable = false;
  Agent agent(env, ras);
  agent.Dial();
  agent.host->ComeUp();
  EXPECT_EQ(agent.Told(), "connected");
  EXPECT_NE(agent.detail.find("redial if line is dropped"), std::string::npos) << agent.detail;
  agent.connection->HangUp();
  env.Settle();
  EXPECT_EQ(ras.Calls(), "redial office off, dial office, hang up 1");
}

TEST_F(RasapiEntry, AfterAPowerCutTheRedialIsSwitchedOnAgain) {
  office().redials = true;
  Agent& before = Killed();
  before.Dial();
  ras.live.clear();
  ras.notes[0].clear();
  ras.Calls();
  Agent agent(env, ras);
  EXPECT_TRUE(agent.Adopt());
  EXPECT_EQ(ras.Calls(), "redial office on");
  EXPECT_TRUE(ras.notes[1].empty());
}

TEST_F(RasapiEntry, WhatIsSavedWithTheEntryServesAProfileThatNamesNobody) {
  office().saved = {"saved", "CORP", true};
  Agent agent(env, ras);
  agent.user = "";
  agent.Dial();
  const DialOrder& order = ras.orders.front();
  EXPECT_EQ(order.user, "saved");
  EXPECT_EQ(order.domain, "CORP");
  EXPECT_TRUE(order.saved_password);
  EXPECT_FALSE(order.password.IsSet());
}

TEST_F(RasapiEntry, APasswordSavedForSomebodyElseIsNotUsed) {
  office().saved = {"saved", "", true};
  Agent agent(env, ras);
  DialRequest request = agent.Request("entry: office");
  request.credentials.password = {};
  agent.connection = agent.engine->Dial(request, agent.Handler());
  env.Settle();
  EXPECT_EQ(ras.orders.back().user, "kiosk");
  EXPECT_FALSE(ras.orders.back().saved_password);
}

TEST_F(RasapiEntry, AnEapMethodThatWantsAPersonIsSaidBeforeTheDial) {
  office().identity = {RasError::kInteractiveMode, ""};
  Agent agent(env, ras);
  agent.Dial();
  EXPECT_EQ(agent.Told(), "open_port:interactive_mode disconnected:interactive_mode");
  EXPECT_EQ(ras.Calls(), "");
}

TEST_F(RasapiEntry, WhomAnEapMethodLogsOnIsDialledWith) {
  office().identity = {RasError::kNone, "certificate holder"};
  Agent agent(env, ras);
  agent.Dial();
  EXPECT_EQ(ras.orders.front().user, "certificate holder");
}

TEST_F(RasapiEntry, AConnectionIsAdoptedByTheNextAgent) {
  Agent& before = Killed();
  before.number = "5550100";
  before.Dial();
  before.host->ComeUp();
  ras.Calls();
  ras.traffic.connected_for = std::chrono::hours(2);
  Agent agent(env, ras);
  EXPECT_TRUE(agent.Adopt());
  EXPECT_EQ(agent.found, "connected kiosk 5550100");
  EXPECT_EQ(agent.connection->Statistics().connected_for, std::chrono::hours(2) + seconds(5));
  agent.host->LoseAll();
  env.Settle();
  EXPECT_EQ(agent.Told(), "disconnected:link_failure");
  EXPECT_EQ(ras.Calls(), "hang up 1");
  EXPECT_TRUE(ras.notes[0].empty());
}

TEST_F(RasapiEntry, AnAgentDoesNotAdoptWhatItHasDialledItself) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->ComeUp();
  EXPECT_TRUE(agent.Adopt());
  EXPECT_EQ(agent.found, "");
  EXPECT_EQ(ras.notes[0].size(), 1U);
}

TEST_F(RasapiEntry, AConnectionThatNobodyWantsIsHungUp) {
  Agent& before = Killed();
  before.Dial();
  before.host->ComeUp();
  ras.Calls();
  Agent agent(env, ras);
  agent.Adopt();
  agent.connection.reset();
  env.Settle();
  EXPECT_EQ(ras.Calls(), "hang up 1");
  EXPECT_TRUE(ras.live.empty());
}

TEST_F(RasapiEntry, OnlyLinemansConnectionsAreAdopted) {
  ras.live.push_back({9, {"", "office"}});
  ras.status[9].state = 0x2000;
  Agent agent(env, ras);
  EXPECT_TRUE(agent.Adopt());
  EXPECT_EQ(agent.found, "");
}

TEST_F(RasapiEntry, TheNoteOfAConnectionThatIsGoneIsForgotten) {
  Agent& before = Killed();
  before.Dial();
  before.host->ComeUp();
  ras.live.clear();
  ras.status.clear();
  Agent agent(env, ras);
  EXPECT_TRUE(agent.Adopt());
  EXPECT_EQ(agent.found, "");
  EXPECT_TRUE(ras.notes[0].empty());
}

TEST_F(RasapiEntry, NothingThatIsNotedHoldsAPassword) {
  Agent agent(env, ras);
  office().redials = true;
  agent.Dial();
  agent.host->ComeUp();
  for (const auto& notes : ras.notes) {
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_EQ(notes.begin()->second.find(kPassword), std::string::npos);
  }
}

}  // namespace
}  // namespace lineman::rasapi
