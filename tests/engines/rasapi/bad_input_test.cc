// What may go wrong on a Windows machine, or come from it though nothing says so.
#include "tests/engines/rasapi/agent.h"

namespace lineman::rasapi {
namespace {

using std::chrono::seconds;
using State = ConnectionState;

using RasapiBadInput = Rasapi;

TEST_F(RasapiBadInput, AnUnknownEntryIsNamed) {
  Agent agent(env, ras);
  agent.Dial("entry: Büro");
  EXPECT_EQ(agent.Told(),
            "open_port:cannot_find_phonebook_entry disconnected:cannot_find_phonebook_entry");
  EXPECT_NE(agent.detail.find("'Büro' of Windows' own phone books"), std::string::npos)
      << agent.detail;
  EXPECT_EQ(ras.Calls(), "");
}

TEST_F(RasapiBadInput, APhoneBookThatCannotBeReadIsNamed) {
  office().unreadable = static_cast<RasError>(622);
  Agent agent(env, ras);
  agent.Dial("{entry: office, phonebook: 'C:\\books\\own.pbk'}");
  EXPECT_EQ(agent.Told(), "open_port:cannot_load_phonebook disconnected:cannot_load_phonebook");
  EXPECT_NE(agent.detail.find("own.pbk"), std::string::npos) << agent.detail;
}

TEST_F(RasapiBadInput, WithoutRasADialEndsAtOnceWithTheWayOut) {
  ras.trouble = "Windows' rasapi32.dll cannot be loaded: no such file";
  Agent agent(env, ras);
  agent.Dial();
  EXPECT_EQ(agent.Told(),
            "open_port:rasman_cannot_initialize disconnected:rasman_cannot_initialize");
  EXPECT_EQ(agent.detail.find("RAS cannot be used here: Windows' rasapi32.dll cannot be loaded"),
            0U)
      << agent.detail;
  EXPECT_NE(agent.detail.find("start the service RasMan"), std::string::npos) << agent.detail;
  EXPECT_EQ(ras.Calls(), "");
  EXPECT_TRUE(agent.Adopt());
}

TEST_F(RasapiBadInput, AServiceThatDoesNotRunIsSaidToBeTheTrouble) {
  for (const std::uint32_t error : {1U, 120U, 711U, 1058U, 1062U, 1722U}) {
    ras.returns = {static_cast<RasError>(error), 0};
    Agent agent(env, ras);
    agent.Dial();
    env.Settle();
    EXPECT_TRUE(agent.told.starts_with("open_port:")) << agent.told;
    EXPECT_EQ(agent.detail.find("RAS cannot be used here: "), 0U) << agent.detail;
    EXPECT_EQ(ras.Calls(), "dial office") << "there is no handle to hang up";
    env.Tick(seconds(5));
  }
}

TEST_F(RasapiBadInput, AFailedRasDialThatLeftAHandleIsHungUp) {
  ras.returns = {static_cast<RasError>(633), 5};
  Agent agent(env, ras);
  agent.Dial();
  env.Settle();
  EXPECT_EQ(agent.Told(), "open_port:port_not_available disconnected:port_not_available");
  EXPECT_EQ(ras.Calls(), "dial office, hang up 5");
}

TEST_F(RasapiBadInput, AnHresultIsAnErrorLikeAnyOther) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kAuthenticate);
  agent.host->Notice(State::kAuthenticate, 0x80090325);
  env.Settle();
  EXPECT_EQ(agent.Told(), "authenticate authenticate:0x80090325 disconnected:0x80090325");
  EXPECT_EQ(agent.detail, "Windows on 2148074277");
}

TEST_F(RasapiBadInput, StatesThatNobodyKnowsGoByTheirBits) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(25);
  agent.host->Notice(0x1005);
  EXPECT_EQ(agent.Told(), "state_0x19 state_0x1005");
  Answer answer;
  answer.text = "anything";
  EXPECT_FALSE(agent.connection->Answer(answer));
  agent.host->Notice(0x2002);
  env.Settle();
  EXPECT_EQ(agent.Told(), "disconnected:disconnection");
  EXPECT_EQ(ras.Calls(), "dial office, hang up 1");
}

TEST_F(RasapiBadInput, CallbacksAfterTheHangUpAreNobodys) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kConnectDevice);
  agent.connection->HangUp();
  agent.host->Notice(State::kDeviceConnected);
  env.Settle();
  agent.host->Notice(State::kConnected);
  agent.host->Notice(State::kDisconnected);
  env.Tick(seconds(60));
  EXPECT_EQ(agent.Told(), "connect_device disconnected:user_disconnection");
}

TEST_F(RasapiBadInput, CallbacksBeforeRasDialReturnedWaitForTheHandle) {
  ras.holds_returns = true;
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kOpenPort);
  agent.host->Notice(State::kPortOpened);
  EXPECT_EQ(agent.Told(), "");
  agent.host->Return();
  EXPECT_EQ(agent.Told(), "open_port port_opened");
}

TEST_F(RasapiBadInput, AFailureBeforeRasDialReturnedIsHungUpAllTheSame) {
  ras.holds_returns = true;
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kOpenPort, 633);
  agent.host->Return();
  env.Settle();
  EXPECT_EQ(agent.Told(), "open_port:port_not_available disconnected:port_not_available");
  EXPECT_EQ(ras.Calls(), "dial office, hang up 1");
}

TEST_F(RasapiBadInput, AStateThatComesTwiceIsToldTwiceButForConnected) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kConnectDevice);
  agent.host->Notice(State::kConnectDevice);
  agent.host->ComeUp();
  agent.host->Notice(State::kConnected);
  agent.host->Notice(State::kProjected);
  EXPECT_EQ(agent.Told(), "connect_device connect_device connected");
}

TEST_F(RasapiBadInput, AConnectedThatHasAnErrorIsAFailure) {
  Agent agent(env, ras);
  agent.Dial();
  agent.host->Notice(State::kProjected);
  agent.host->Notice(State::kConnected, 829);
  env.Settle();
  EXPECT_EQ(agent.Told(), "projected projected:link_failure disconnected:link_failure");
}

TEST_F(RasapiBadInput, WhatRasHasNoRoomForIsNotDialled) {
  Agent agent(env, ras);
  agent.user = std::string(257, 'k');
  agent.Dial();
  EXPECT_EQ(agent.Told(), "open_port:wrong_info_specified disconnected:wrong_info_specified");
  EXPECT_NE(agent.detail.find("user is longer than the 256"), std::string::npos) << agent.detail;
  EXPECT_EQ(ras.Calls(), "");
}

TEST_F(RasapiBadInput, NotesThatAreNoneAreForgotten) {
  ras.notes[0]["|office"] = "{";
  ras.notes[1]["|office"] = "";
  Agent agent(env, ras);
  EXPECT_TRUE(agent.Adopt());
  EXPECT_EQ(agent.found, "");
  EXPECT_TRUE(ras.notes[0].empty());
  EXPECT_TRUE(ras.notes[1].empty());
}

}  // namespace
}  // namespace lineman::rasapi
