// The simulator of another process as an engine: when that process goes, is silent or talks
// nonsense.
#include "engines/simulator/remote_simulator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/engines/simulator/remote_agent.h"

namespace lineman::simulator {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(RemoteSimulator, WhenTheProcessGoesEveryConnectionEndsOnceAndDialsFailWithTheWayOut) {
  RemoteGround ground("world: w");
  Held& up = ground.agent->Dial("up");
  ground.env.Tick(minutes(1));
  Held& dialling = ground.agent->Dial("dialling");
  ground.env.Tick(seconds(1));
  ground.process.Kill();
  EXPECT_EQ(up.state(), ConnectionState::kConnected);
  ground.env.Tick(seconds(10));
  Held& fresh = ground.agent->Dial("fresh");
  ground.env.Tick(minutes(10));
  const std::string way_out = "start it with lineman simulator --socket sim.sock";
  for (const Held* held : {&up, &dialling, &fresh}) {
    ASSERT_FALSE(held->heard.empty());
    const Notification& end = held->heard.back();
    EXPECT_TRUE(held->States().ends_with("disconnected:device_not_ready")) << held->States();
    EXPECT_NE(end.detail.find(way_out), std::string::npos) << end.detail;
    EXPECT_EQ(std::ranges::count(held->heard, end.state, &Notification::state), 1);
    EXPECT_EQ(held->state(), ConnectionState::kDisconnected);
  }
  EXPECT_EQ(fresh.heard.size(), 1U);
}

TEST(RemoteSimulator, ComesBackByItselfWithTheProcess) {
  RemoteGround ground("world: w");
  ground.process.Kill();
  ground.env.Tick(hours(1));
  ground.process.Start();
  ground.env.Tick(seconds(1));
  EXPECT_TRUE(ground.process.HasAgent());
  Held& kiosk = ground.agent->Dial("kiosk");
  ground.env.Tick(minutes(1));
  EXPECT_EQ(kiosk.state(), ConnectionState::kConnected);
}

TEST(RemoteSimulator, WithoutAProcessAdoptionIsDoneAtOnce) {
  RemoteGround ground("world: w");
  ground.process.Kill();
  RemoteAgent agent(ground.env, ground.process);
  EXPECT_LE(agent.Adopt(), seconds(1));
}

TEST(RemoteSimulator, AfterABreakNothingIsAdoptedBack) {
  RemoteGround ground("world: w");
  ground.agent->Adopt();
  Held& kiosk = ground.agent->Dial("kiosk");
  ground.env.Tick(minutes(1));
  ground.process.Break();
  ground.env.Tick(minutes(1));
  EXPECT_TRUE(kiosk.States().ends_with("connected disconnected:device_not_ready"))
      << kiosk.States();
  EXPECT_EQ(ground.process.CountInLog("is found"), 1);
  EXPECT_EQ(ground.process.CountInLog("is dropped"), 1);
}

TEST(RemoteSimulator, HearsOfChangesThatNoNotificationTells) {
  RemoteGround ground(
      "world: w\nservers: {s: {link: l}}\nlinks: {l: {stalls: [{at: 5m, for: 5m}]}}");
  Held& kiosk = ground.agent->Dial("kiosk");
  ground.env.Tick(minutes(4));
  EXPECT_EQ(kiosk.connection->Status().carries_data, std::optional(true));
  const auto bytes = kiosk.connection->Statistics().bytes_received;
  ground.env.Tick(minutes(2));
  EXPECT_EQ(kiosk.connection->Status().carries_data, std::optional(false));
  EXPECT_GT(kiosk.connection->Statistics().bytes_received, bytes);
  ground.env.Tick(minutes(6));
  EXPECT_EQ(kiosk.connection->Status().carries_data, std::optional(true));
}

TEST(RemoteSimulator, TakesTheProfilesOwnKeysAndTheProgramsThatRanAlong) {
  RemoteGround ground(
      "world: w\n"
      "devices: {modem: {fails: [{at: 1m}], repaired_by: stick-power}}\n"
      "links: {bad: {drops: [{after: 10s}]}}");
  Findings findings;
  DialRequest request;
  request.attempt = 1;
  request.profile = "kiosk";
  request.options = ParseYamlMapping("device: modem\nlink: bad", "kiosk.yaml", findings);
  Held& kiosk = ground.agent->Dial(request);
  ground.env.Tick(seconds(50));
  EXPECT_TRUE(kiosk.States().ends_with("connected disconnected:link_failure")) << kiosk.States();
  EXPECT_EQ(kiosk.heard.front().state, ConnectionState::kOpenPort);
  ground.env.Tick(minutes(1));
  Held& broken = ground.agent->Dial("kiosk");
  ground.env.Tick(minutes(1));
  EXPECT_TRUE(broken.States().ends_with("disconnected:device_not_ready")) << broken.States();
  ground.agent->engine.CommandRan("/usr/local/sbin/stick-power cycle");
  ground.env.Tick(seconds(1));
  Held& repaired = ground.agent->Dial("kiosk");
  ground.env.Tick(minutes(1));
  EXPECT_EQ(repaired.state(), ConnectionState::kConnected);
}

TEST(RemoteSimulator, ConnectionsMayOutliveTheEngine) {
  RemoteGround ground("world: w");
  ground.agent->Dial("kiosk");
  ground.env.Tick(minutes(1));
  const auto held = std::move(ground.agent->connections.at("kiosk"));
  ground.agent.reset();
  held->connection->HangUp();
  ground.env.Tick(minutes(1));
  EXPECT_EQ(held->state(), ConnectionState::kDisconnected);
}

TEST(SimulatorHost, CutsOffWhoDoesNotKeepToTheProtocol) {
  RemoteGround ground("world: w");
  const auto channel = ground.process.MakeChannel();
  class Nobody : public Channel::Listener {
   public:
    void Opened() override {}
    void Heard(std::string_view /*line*/) override {}
    void Closed(const std::string& why) override { closed = why; }
    std::string closed;
  } listener;
  ground.process.KillAgent();
  for (const auto& [line, fault] : std::vector<std::pair<std::string, std::string>>{
           {R"({"dial": {"call": 1, "password": "s3cret", "attempt": "s3cret"}})",
            "dial.attempt must be a whole number"},
           {R"({"hang_up": {"call": 0}})", "hang_up.call is out of range"},
           {Encode(DialCall{7, {}}), "dial.call must be 1"}}) {
    listener.closed.clear();
    channel->Open(listener);
    ground.env.Tick(milliseconds(10));
    ASSERT_TRUE(ground.process.HasAgent());
    channel->Send(line);
    ground.env.Tick(milliseconds(10));
    EXPECT_EQ(listener.closed, "cut off");
    EXPECT_EQ(ground.process.fault(), fault);
    EXPECT_FALSE(ground.process.HasAgent());
  }
}

TEST(SimulatorHost, IgnoresCallsItDoesNotKnow) {
  VirtualEnv env(kMonday, 1);
  SimulatorHost host(env, MakeWorld("world: w"), [](const std::string&) {});
  host.Attach([](const std::string&) {});
  for (const AgentMessage& message : std::vector<AgentMessage>{
           HangUpCall{3}, DropCall{3}, AnswerCall{3, {}}, ReportCommand{"true"}, AdoptCalls{}})
    EXPECT_TRUE(host.Hear(Encode(message)));
}

// A simulator that says only what the test does.
class ScriptedChannel : public Channel {
 public:
  ScriptedChannel(Env& env, std::vector<std::string>& said, Listener*& listener)
      : env_(env), said_(said), listener_(listener) {}

  void Open(Listener& listener) override {
    listener_ = &listener;
    env_.CallAt(env_.Now(), [&listener] { listener.Opened(); });
    said_.emplace_back("(opened)");
  }
  void Send(std::string line) override { said_.push_back(std::move(line)); }
  void Close() override { said_.emplace_back("(closed)"); }

 private:
  Env& env_;
  std::vector<std::string>& said_;
  Listener*& listener_;
};

class WithAScript : public testing::Test {
 protected:
  WithAScript() { Say(Hello{}); }

  void Say(const SimulatorMessage& message) {
    env_.Settle();
    listener_->Heard(Encode(message));
  }
  void Reach(ConnectionState state) {
    CallNotified said;
    said.call = 1;
    said.notification.state = state;
    said.view.status.state = state;
    Say(said);
  }
  std::unique_ptr<Connection> Dial() {
    DialRequest request;
    request.attempt = 5;
    return engine_.Dial(request, [this](const Notification& heard) { heard_.push_back(heard); });
  }

  VirtualEnv env_{kMonday, 1};
  std::vector<std::string> said_;  // by the agent
  Channel::Listener* listener_ = nullptr;
  std::vector<Notification> heard_;
  RemoteSimulator engine_{env_, std::make_unique<ScriptedChannel>(env_, said_, listener_), "sim"};
};

TEST_F(WithAScript, TheEndComesByForceWhenTheSimulatorDoesNotHangUp) {
  const auto connection = Dial();
  Reach(ConnectionState::kConnected);
  connection->HangUp();
  Reach(ConnectionState::kSubEntryDisconnected);  // not of interest any more
  env_.Tick(kHangUpDeadline - milliseconds(1));
  EXPECT_EQ(heard_.size(), 1U);
  env_.Tick(milliseconds(1));
  ASSERT_EQ(heard_.size(), 2U);
  EXPECT_EQ(heard_.back().state, ConnectionState::kDisconnected);
  EXPECT_EQ(heard_.back().error, RasError::kUserDisconnection);
  EXPECT_EQ(said_.back(), Encode(DropCall{1}));
  Reach(ConnectionState::kDisconnected);
  EXPECT_EQ(heard_.size(), 2U);
}

TEST_F(WithAScript, AnAnswerThatWasNotTakenBeginsThePauseOnceMore) {
  const auto connection = Dial();
  Reach(ConnectionState::kCallbackSetByCaller);
  Answer answer;
  answer.callback_number = "1";
  ASSERT_TRUE(connection->Answer(answer));
  Say(AnswerNotTaken{1, "no"});
  ASSERT_EQ(heard_.size(), 2U);
  EXPECT_EQ(heard_.back().state, ConnectionState::kCallbackSetByCaller);
  EXPECT_EQ(heard_.back().attempt, 5U);
  ASSERT_TRUE(connection->Answer(answer));
  Say(AnswerNotTaken{1, "no"});  // never for ever
  EXPECT_EQ(heard_.size(), 2U);
}

TEST_F(WithAScript, AnAnswerThatCrossedTheEndOfThePauseIsNobodysConcern) {
  const auto connection = Dial();
  Reach(ConnectionState::kCallbackSetByCaller);
  Answer answer;
  answer.callback_number = "1";
  ASSERT_TRUE(connection->Answer(answer));
  Reach(ConnectionState::kAuthenticated);
  Say(AnswerNotTaken{1, "no"});
  EXPECT_EQ(heard_.size(), 2U);
  EXPECT_FALSE(connection->Answer(answer));
}

TEST_F(WithAScript, ASimulatorOfAnotherVersionIsLeftAndTriedAgain) {
  Hello hello;
  hello.protocol = kProtocol + 1;
  Say(hello);
  EXPECT_EQ(said_.back(), "(closed)");
  const auto connection = Dial();
  env_.Tick(milliseconds(100));
  ASSERT_EQ(heard_.size(), 1U);
  EXPECT_EQ(heard_.back().error, RasError::kDeviceNotReady);
  EXPECT_NE(heard_.back().detail.find("it speaks version 2 of the protocol, this agent version 1"),
            std::string::npos)
      << heard_.back().detail;
  env_.Tick(seconds(1));
  EXPECT_EQ(said_.back(), "(opened)");
}

TEST_F(WithAScript, NonsenseEndsEverythingAndTheSimulatorIsTriedAgain) {
  const auto connection = Dial();
  env_.Settle();
  listener_->Heard("{\"hello\": ");
  ASSERT_EQ(heard_.size(), 1U);
  EXPECT_NE(heard_.back().detail.find("it does not keep to the protocol"), std::string::npos);
  EXPECT_EQ(said_.back(), "(closed)");
  env_.Tick(seconds(1));
  EXPECT_EQ(said_.back(), "(opened)");
}

TEST_F(WithAScript, WhatIsFoundTooLateIsDropped) {
  bool done = false;
  engine_.Adopt([](const AdoptedConnection&) { return NotificationHandler(); },
                [&done] { done = true; });
  EXPECT_EQ(said_.back(), Encode(AdoptCalls{}));
  env_.Tick(seconds(5));
  EXPECT_TRUE(done);
  Say(FoundCall{9, 1, "kiosk", "1", {}});
  EXPECT_EQ(said_.back(), Encode(DropCall{9}));
}

}  // namespace
}  // namespace lineman::simulator
