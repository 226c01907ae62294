// What an agent finds that comes after another one.
#include <gtest/gtest.h>

#include "tests/engines/simulator/remote_agent.h"

namespace lineman::simulator {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kWorld = R"(
world: adoption
numbers: {"1": good, "2": short, "3": asks, "4": busy, "5": one}
servers:
  good: {}
  short: {link: short}
  asks: {callback: set_by_caller, patience: 1h}
  one: {ports: 1}
links:
  short: {drops: [{after: 5m}]}
)";

TEST(Adoption, ALinkThatIsUpIsFoundAsItIsAndNothingIsDialledAgain) {
  RemoteGround ground(kWorld);
  ground.agent->attempts = 6;
  ground.agent->Dial("kiosk");
  ground.env.Tick(minutes(2));
  RemoteAgent& next = ground.ReplaceAgent();
  EXPECT_LE(next.Adopt(), seconds(1));
  ASSERT_TRUE(next.Has("kiosk"));
  Held& kiosk = next["kiosk"];
  EXPECT_EQ(kiosk.found.number, "1");
  EXPECT_EQ(kiosk.found.attempt, 7U);
  EXPECT_EQ(kiosk.found.status.state, ConnectionState::kConnected);
  EXPECT_EQ(kiosk.found.status.interface, "sim0");
  EXPECT_EQ(kiosk.found.status.carries_data, std::optional(true));
  EXPECT_GE(kiosk.connection->Statistics().connected_for, seconds(90));
  EXPECT_GT(kiosk.connection->Statistics().bytes_received, 0U);
  ground.env.Tick(minutes(10));
  EXPECT_EQ(kiosk.States(), "");
  EXPECT_EQ(ground.process.CountInLog("dials"), 1);
  kiosk.connection->HangUp();
  ground.env.Tick(seconds(2));
  EXPECT_EQ(kiosk.States(), "disconnected:user_disconnection");
  EXPECT_EQ(kiosk.heard.front().attempt, 7U);
}

TEST(Adoption, ADialGoesOnWithoutAnAgent) {
  RemoteGround ground(kWorld);
  ground.agent->Dial("kiosk");
  ground.env.Tick(seconds(1));
  ASSERT_EQ((*ground.agent)["kiosk"].state(), ConnectionState::kConnectDevice);
  RemoteAgent& second = ground.ReplaceAgent();
  second.Adopt();
  EXPECT_EQ(second["kiosk"].found.status.state, ConnectionState::kConnectDevice);
  RemoteAgent& third = ground.ReplaceAgent();
  ground.env.Tick(minutes(1));
  third.Adopt();
  EXPECT_EQ(third["kiosk"].found.status.state, ConnectionState::kConnected);
}

TEST(Adoption, APauseIsFoundAndCanBeAnswered) {
  RemoteGround ground(kWorld);
  ground.agent->Dial("kiosk", "3");
  ground.env.Tick(minutes(1));
  RemoteAgent& next = ground.ReplaceAgent();
  next.Adopt();
  Held& kiosk = next["kiosk"];
  ASSERT_EQ(kiosk.found.status.state, ConnectionState::kCallbackSetByCaller);
  Answer answer;
  answer.callback_number = "";
  EXPECT_TRUE(kiosk.connection->Answer(answer));
  EXPECT_FALSE(kiosk.connection->Answer(answer));
  ground.env.Tick(minutes(1));
  EXPECT_EQ(kiosk.state(), ConnectionState::kConnected);
}

TEST(Adoption, ALinkLostWhileNobodyWasThereIsFoundAsItWasAndThenEndsOnceWithItsError) {
  RemoteGround ground(kWorld);
  ground.agent->Dial("kiosk", "2");
  ground.env.Tick(minutes(1));
  ground.process.KillAgent();
  ground.env.Tick(minutes(10));
  RemoteAgent& next = ground.NewAgent();
  next.Adopt();
  Held& kiosk = next["kiosk"];
  EXPECT_EQ(kiosk.found.status.state, ConnectionState::kConnected);
  EXPECT_EQ(kiosk.found.status.error, RasError::kNone);
  EXPECT_EQ(kiosk.States(), "");  // first everything is found
  ground.env.Tick(minutes(1));
  EXPECT_EQ(kiosk.States(), "disconnected:link_failure");
  EXPECT_EQ(kiosk.heard.front().attempt, 1U);
  EXPECT_EQ(kiosk.heard.front().detail, "link short; it ended 5m35s before this agent came");
  EXPECT_EQ(kiosk.connection->Statistics().connected_for, minutes(5));
}

TEST(Adoption, AnEndThatNoAgentHasHeardIsToldToTheNext) {
  RemoteGround ground(kWorld);
  ground.agent->Dial("kiosk", "4");
  while (ground.process.CountInLog("disconnected") == 0) ground.env.Tick(milliseconds(1));
  RemoteAgent& next = ground.ReplaceAgent();  // while it was on its way
  next.Adopt();
  ground.env.Tick(seconds(1));
  EXPECT_EQ(next["kiosk"].found.status.state, ConnectionState::kConnectDevice);
  EXPECT_EQ(next["kiosk"].States(), "disconnected:line_busy");
}

TEST(Adoption, AnEndThatAnAgentHasHeardIsNotToldAgain) {
  RemoteGround ground(kWorld);
  Held& kiosk = ground.agent->Dial("kiosk", "4");
  ground.env.Tick(minutes(1));
  ASSERT_FALSE(kiosk.heard.empty());
  EXPECT_EQ(kiosk.heard.back().state, ConnectionState::kDisconnected);
  RemoteAgent& next = ground.ReplaceAgent();
  next.Adopt();
  EXPECT_FALSE(next.Has("kiosk"));
}

TEST(Adoption, WhatNobodyWantsIsDropped) {
  RemoteGround ground(kWorld);
  ground.agent->Dial("kiosk", "5");
  ground.env.Tick(minutes(1));
  RemoteAgent& next = ground.ReplaceAgent();
  next.Adopt("kiosk");
  ground.env.Tick(milliseconds(10));
  EXPECT_EQ(ground.process.CountInLog("is dropped"), 1);
  Held& other = next.Dial("other", "5");  // the server has one port only
  ground.env.Tick(minutes(1));
  EXPECT_EQ(other.state(), ConnectionState::kConnected);
  RemoteAgent& third = ground.ReplaceAgent();
  third.Adopt();
  EXPECT_FALSE(third.Has("kiosk"));
  EXPECT_TRUE(third.Has("other"));
}

TEST(Adoption, AnAgentThatComesTooEarlyWaitsUntilTheOneBeforeIsGone) {
  RemoteGround ground(kWorld);
  ground.agent->Dial("kiosk");
  ground.env.Tick(minutes(1));
  RemoteAgent second(ground.env, ground.process);
  ground.env.CallAt(ground.env.Now() + seconds(2), [&] { ground.process.KillAgent(); });
  const Duration took = second.Adopt();
  EXPECT_GE(took, seconds(2));
  EXPECT_LE(took, seconds(3));
  EXPECT_TRUE(second.Has("kiosk"));
}

TEST(Adoption, ASecondAgentIsDoneIn5SecondsAndItsDialsFailWithTheReason) {
  RemoteGround ground(kWorld);
  ground.agent->Dial("kiosk");
  ground.env.Tick(minutes(1));
  RemoteAgent second(ground.env, ground.process);
  EXPECT_LE(second.Adopt(), seconds(5));
  EXPECT_FALSE(second.Has("kiosk"));
  Held& other = second.Dial("other");
  EXPECT_TRUE(other.heard.empty());
  ground.env.Tick(minutes(1));
  ASSERT_EQ(other.States(), "disconnected:device_not_ready");
  EXPECT_EQ(other.heard.front().detail,
            "the simulator at sim.sock turned this agent away: another agent dials through it; end "
            "that one first");
  EXPECT_EQ((*ground.agent)["kiosk"].state(), ConnectionState::kConnected);
}

TEST(Adoption, AnAgentThatDialsWithoutAdoptingTakesThePlaceOfWhatWasLeft) {
  RemoteGround ground(kWorld);
  ground.agent->Dial("kiosk", "5");
  ground.env.Tick(minutes(1));
  RemoteAgent& next = ground.ReplaceAgent();
  Held& kiosk = next.Dial("kiosk", "5");
  ground.env.Tick(minutes(1));
  EXPECT_EQ(kiosk.state(), ConnectionState::kConnected);
}

}  // namespace
}  // namespace lineman::simulator
