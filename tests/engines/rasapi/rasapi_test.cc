// The rasapi engine on a RAS that only exists here: who is told what, and what RAS is asked for. On
// a double of RAS's library it is tried in tests/windows.
#include "engines/rasapi/rasapi.h"

#include "tests/engines/rasapi/agent.h"

namespace lineman::rasapi {
namespace {

using std::chrono::seconds;
using State = ConnectionState;

TEST_F(Rasapi, EveryStateIsToldAsItComes) {
  std::string expected;
  Agent agent(env, ras);
  agent.Dial();
  for (const StateInfo& info : AllStates()) {
    if (GroupOf(info.state) == StateGroup::kTerminal) continue;
    agent.host->Notice(info.state);
    expected += std::string(info.name) + " ";
  }
  agent.host->ComeUp();
  EXPECT_EQ(agent.Told(), expected + "connected");
  agent.host->Notice(State::kDisconnected);
  env.Settle();
  EXPECT_EQ(agent.Told(), "disconnected:link_failure");
}

TEST_F(Rasapi, TheOrderIsWhatTheProfileSays) {
  Agent agent(env, ras);
  agent.number = "+49 30 555 0100";
  agent.Dial("{entry: office, phonebook: 'C:\\books\\own.pbk', script: true}");
  ASSERT_EQ(ras.orders.size(), 1U);
  const DialOrder& order = ras.orders.front();
  EXPECT_EQ(order.entry.name, "office");
  EXPECT_EQ(order.entry.phonebook, "C:\\books\\own.pbk");
  EXPECT_EQ(order.number, "+49 30 555 0100");
  EXPECT_EQ(order.callback_number, "");
  EXPECT_EQ(order.user, "kiosk");
  EXPECT_EQ(order.password.Reveal(), kPassword);
  EXPECT_FALSE(order.saved_password);
  EXPECT_TRUE(order.run_script);
}

TEST_F(Rasapi, AnEntryIsNotNeededWhereThereIsANumber) {
  Agent agent(env, ras);
  agent.number = "5550100";
  agent.Dial("{}");
  EXPECT_EQ(ras.Calls(), "dial 5550100");
}

TEST_F(Rasapi, TheServerAsksForANumberOnlyWhereSomethingCanAnswer) {
  Agent agent(env, ras);
  agent.ask_for_callback = true;
  agent.Dial();
  EXPECT_EQ(ras.orders.front().callback_number, "*");
}

TEST_F(Rasapi, AFailureIsToldInItsStateAndOnceMoreWhenItIsHungUp) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kConnectDevice);
  agent.host->Notice(State::kConnectDevice, 676);
  EXPECT_EQ(agent.Told(), "connect_device connect_device:line_busy");
  EXPECT_EQ(ras.Calls(), "dial office, hang up 1");
  env.Settle();
  EXPECT_EQ(agent.Told(), "disconnected:line_busy");
  env.Tick(seconds(60));
  EXPECT_EQ(agent.Told(), "");
}

TEST_F(Rasapi, AHandlerThatHangsUpAtAFailureDoesNotPassForItsReason) {
  Agent agent(env, ras);
  agent.hang_up_at = State::kConnectDevice;
  agent.Dial();
  agent.host->Notice(State::kConnectDevice, 676);
  env.Settle();
  EXPECT_EQ(agent.Told(), "connect_device:line_busy disconnected:line_busy");
  EXPECT_EQ(ras.Calls(), "dial office, hang up 1");
}

TEST_F(Rasapi, WhatIsHungUpWhileRasDialHasNotReturnedIsHungUpThen) {
  ras.holds_returns = true;
  Agent agent(env, ras);
  agent.Dial();
  agent.connection->HangUp();
  env.Tick(seconds(3));
  EXPECT_EQ(agent.Told(), "");
  agent.host->Return();
  env.Settle();
  EXPECT_EQ(agent.Told(), "disconnected:user_disconnection");
  EXPECT_EQ(ras.Calls(), "dial office, hang up 1");
}

TEST_F(Rasapi, ARasDialThatNeverReturnsEndsByForce) {
  ras.holds_returns = true;
  Agent agent(env, ras);
  agent.Dial();
  agent.connection->HangUp();
  env.Tick(seconds(14));
  EXPECT_EQ(agent.Told(), "");
  env.Tick(seconds(1));
  EXPECT_EQ(agent.Told(), "disconnected:user_disconnection");
}

TEST_F(Rasapi, ADialThatIsHungUpBeforeItBeganAsksNothingOfRas) {
  Agent agent(env, ras);
  agent.connection = agent.engine->Dial(agent.Request("entry: office"), agent.Handler());
  agent.connection->HangUp();
  EXPECT_EQ(agent.Told(), "");
  env.Settle();
  EXPECT_EQ(agent.Told(), "disconnected:user_disconnection");
  EXPECT_EQ(ras.Calls(), "");
}

TEST_F(Rasapi, AConnectionThatIsLetGoIsHungUpInSilence) {
  Agent agent(env, ras);
  agent.let_go_at = State::kConnected;
  agent.Dial();
  agent.host->ComeUp();
  env.Tick(seconds(60));
  EXPECT_EQ(agent.Told(), "connected");
  EXPECT_EQ(ras.Calls(), "dial office, hang up 1");
}

TEST_F(Rasapi, ALossIsSeenWhenWindowsWakesTheEngine) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->ComeUp();
  EXPECT_TRUE(agent.host->watches);
  env.Settle();
  agent.Told();
  agent.host->LoseAll();
  env.Settle();
  EXPECT_EQ(agent.Told(), "disconnected:link_failure");
  EXPECT_EQ(ras.Calls(), "dial office, hang up 1") << "a lost connection is hung up as well";
}

TEST_F(Rasapi, ALossIsSeenWithoutAWordOfWindows) {
  Agent agent(env, ras);
  agent.Dial("{entry: office, poll: 5s}");
  agent.host->ComeUp();
  agent.Told();
  ras.status.clear();
  env.Tick(seconds(5));
  EXPECT_EQ(agent.Told(), "disconnected:link_failure");
}

TEST_F(Rasapi, WhatWindowsSaysOfALossIsItsReason) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->ComeUp();
  agent.Told();
  ras.status[1] = {.state = 0x2001, .error = RasError::kIdleTimeout};
  env.Tick(seconds(10));
  EXPECT_EQ(agent.Told(), "disconnected:idle_timeout");
}

TEST_F(Rasapi, AServiceThatDoesNotAnswerForLongIsALoss) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->ComeUp();
  env.Settle();
  agent.Told();
  ras.status[1].call_error = static_cast<RasError>(1722);
  env.Tick(seconds(20));
  EXPECT_EQ(agent.Told(), "");
  env.Tick(seconds(10));
  EXPECT_EQ(agent.Told(), "disconnected:1722");
  EXPECT_NE(agent.detail.find("RasMan"), std::string::npos) << agent.detail;
}

TEST_F(Rasapi, ADialWhoseCallbacksGotLostIsSeenAllTheSame) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kAuthenticate);
  agent.Told();
  ras.status[1].state = 0x2000;
  env.Tick(seconds(20));
  EXPECT_EQ(agent.Told(), "connected");
  Agent another(env, ras);
  ras.returns.handle = 2;
  ras.entries["home"] = {};
  another.Dial("entry: home");
  another.host->Notice(State::kAuthenticate);
  ras.status.erase(2);
  env.Tick(seconds(20));
  EXPECT_EQ(another.Told(), "authenticate authenticate:disconnection disconnected:disconnection");
}

TEST_F(Rasapi, ALineThatRestsForACallbackIsNotTakenForLost) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kWaitForCallback);
  agent.Told();
  ras.status[1] = {.state = 0x2001, .error = static_cast<RasError>(600)};  // PENDING
  env.Tick(seconds(60));
  EXPECT_EQ(agent.Told(), "");
}

TEST_F(Rasapi, BytesGoOnPast4GiBAndTheAddressIsForProbes) {
  Agent agent(env, ras);
  agent.Dial();
  ras.status[1].device = "WAN Miniport (PPTP)";
  ras.traffic.bytes_received = 0xFFFF'FF00;
  agent.host->ComeUp();
  env.Settle();
  ras.traffic.bytes_received = 0x100;
  env.Tick(seconds(30));
  const ConnectionStatistics statistics = agent.connection->Statistics();
  EXPECT_EQ(statistics.bytes_received, 0x1'0000'0100U);
  EXPECT_EQ(statistics.connected_for, seconds(30));
  EXPECT_EQ(agent.connection->Status().interface, "10.9.0.2");
  EXPECT_EQ(agent.connection->Status().device, "WAN Miniport (PPTP)");
}

TEST_F(Rasapi, ADormantConnectionIsUpAndCarriesNothing) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->ComeUp();
  ras.status[1].dormant = true;
  env.Tick(seconds(10));
  EXPECT_EQ(agent.Told(), "connected");
  EXPECT_EQ(agent.connection->Status().carries_data, false);
  ras.status[1].dormant = false;
  env.Tick(seconds(10));
  EXPECT_EQ(agent.connection->Status().carries_data, std::nullopt);
}

TEST_F(Rasapi, OneLinkOfSeveralMayFail) {
  office().links = 2;
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kConnectDevice, 0, 1);
  agent.host->Notice(State::kConnectDevice, 676, 1);
  agent.host->Notice(State::kSubEntryConnected, 0, 2);
  agent.host->ComeUp();
  EXPECT_EQ(agent.Told(), "connect_device sub_entry_disconnected sub_entry_connected connected");
  agent.host->Notice(State::kSubEntryDisconnected, 0, 2);
  EXPECT_EQ(agent.Told(), "sub_entry_disconnected") << "a connection that is up tells of its links";
  Agent another(env, ras);
  ras.entries["home"].links = 2;
  another.Dial("entry: home");
  another.host->Notice(State::kConnectDevice, 676, 1);
  another.host->Notice(State::kConnectDevice, 678, 2);
  env.Settle();
  EXPECT_EQ(another.Told(),
            "sub_entry_disconnected connect_device:no_answer disconnected:no_answer");
}

}  // namespace
}  // namespace lineman::rasapi
