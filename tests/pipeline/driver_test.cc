// Start, adoption, reload and end.
#include "pipeline/driver.h"

#include <gtest/gtest.h>

#include "tests/pipeline/test_ports.h"

namespace lineman {
namespace {

using namespace std::chrono_literals;
using enum ConnectionState;

ProfilePtr Kiosk(const std::string& more = "") {
  return MakeProfile("{profile: kiosk, numbers: ['0100']" + more + "}");
}

TEST(AdoptionTest, NothingIsDialledBeforeTheEngineIsDone) {
  TestAgent agent;
  agent.engine.adoption_takes = 4s;
  agent.Start({Kiosk()});
  agent.Tick(4s - 1ms);
  EXPECT_EQ(agent.engine.calls.size(), 0U);
  EXPECT_EQ(agent.started, 0);
  agent.Tick(1ms);
  EXPECT_EQ(agent.engine.calls.size(), 1U);
  EXPECT_EQ(agent.started, 1);
}

TEST(AdoptionTest, AnAdoptedLineIsOnlineWithoutADial) {
  TestAgent agent;
  agent.engine.Survive("kiosk", 7, kConnected);
  agent.Start({Kiosk()});
  agent.Tick(1h);
  EXPECT_EQ(agent.engine.calls.size(), 1U);
  EXPECT_EQ(agent.state("kiosk"), LineState::kOnline);
  agent.Play("kiosk", kDisconnected, RasError::kLinkFailure);
  agent.Tick(10s);
  ASSERT_EQ(agent.engine.calls.size(), 2U);
  EXPECT_GT(agent.engine.Last("kiosk")->request.attempt, 7U);
}

TEST(AdoptionTest, AConnectionOfNobodyIsHungUp) {
  TestAgent agent;
  const TestCall& call = agent.engine.Survive("gone", 7, kConnected);
  agent.Start({Kiosk()});
  agent.Settle();
  EXPECT_TRUE(call.released);
  EXPECT_EQ(agent.engine.DialsOf("kiosk"), 1U);
}

TEST(AdoptionTest, ASecondConnectionOfAProfileIsHungUp) {
  TestAgent agent;
  agent.engine.Survive("kiosk", 7, kConnected);
  const TestCall& second = agent.engine.Survive("kiosk", 8, kConnected);
  agent.Start({Kiosk()});
  agent.Settle();
  EXPECT_TRUE(second.released);
  EXPECT_FALSE(agent.engine.calls.front()->released);
  EXPECT_EQ(agent.state("kiosk"), LineState::kOnline);
}

TEST(AdoptionTest, ALineThatIsNotWantedAnyMoreIsHungUp) {
  TestAgent agent;
  const TestCall& call = agent.engine.Survive("kiosk", 7, kConnected);
  agent.Start({Kiosk(", online: manual")});
  agent.Settle();
  EXPECT_TRUE(call.ended);
  EXPECT_EQ(agent.state("kiosk"), LineState::kIdle);
}

TEST(AdoptionTest, ALinkThatEndsBeforeTheStartIsDialledAfterIt) {
  TestAgent agent;
  agent.engine.Survive("kiosk", 7, kDisconnected);
  agent.Start({Kiosk()});
  agent.Tick(10s);
  EXPECT_EQ(agent.engine.calls.size(), 2U);
}

TEST(HangUpTest, AnEngineThatNeverReportsTheEndIsNotWaitedForForEver) {
  TestAgent agent;
  agent.engine.ends_when_hung_up = false;
  agent.Start({Kiosk()});
  agent.Settle();
  agent.Connect("kiosk");
  agent.Say("kiosk", OperatorSays{.word = OperatorSays::Word::kDown, .how_long = {}, .answer = {}});
  agent.Tick(20s - 1ms);
  EXPECT_EQ(agent.state("kiosk"), LineState::kHangingUp);
  agent.Tick(1ms);
  EXPECT_EQ(agent.state("kiosk"), LineState::kIdle);
  EXPECT_EQ(agent.Recorded(Entry::Kind::kTrouble, "engine").size(), 1U);
  // It may still be connected: letting go of it hangs it up.
  EXPECT_TRUE(agent.engine.Last("kiosk")->released);
}

TEST(ReloadTest, AnUnchangedLineIsNotTouched) {
  TestAgent agent;
  agent.Start({Kiosk()});
  agent.Settle();
  agent.Connect("kiosk");
  const std::size_t before = agent.record.size();
  agent.driver->Reload({Kiosk()});
  agent.Settle();
  EXPECT_EQ(agent.record.size(), before);
}

TEST(ReloadTest, AChangedLineKeepsItsLinkAndDialsByItsNewProfile) {
  TestAgent agent;
  agent.Start({Kiosk()});
  agent.Settle();
  agent.Connect("kiosk");
  agent.driver->Reload({MakeProfile("{profile: kiosk, numbers: ['0999']}")});
  agent.Settle();
  EXPECT_EQ(agent.state("kiosk"), LineState::kOnline);
  agent.Play("kiosk", kDisconnected, RasError::kLinkFailure);
  agent.Tick(10s);
  EXPECT_EQ(agent.engine.Last("kiosk")->request.number, "0999");
}

TEST(ReloadTest, ALineThatIsGoneHangsUpAndANewOneDials) {
  TestAgent agent;
  agent.Start({Kiosk()});
  agent.Settle();
  agent.Connect("kiosk");
  agent.driver->Reload({MakeProfile("{profile: other, numbers: ['0200']}")});
  agent.Settle();
  EXPECT_TRUE(agent.engine.Last("kiosk")->ended);
  EXPECT_FALSE(agent.driver->Find("kiosk"));
  EXPECT_EQ(agent.engine.DialsOf("other"), 1U);
}

// Two lines of one profile would be two dials at once.
TEST(ReloadTest, ALineThatComesBackWhileItHangsUpGoesOnAsItself) {
  TestAgent agent;
  agent.engine.ends_when_hung_up = false;
  agent.Start({Kiosk()});
  agent.Settle();
  agent.Connect("kiosk");
  agent.driver->Reload({});
  agent.Settle();
  agent.driver->Reload({Kiosk()});
  agent.Tick(4s);
  EXPECT_EQ(agent.engine.calls.size(), 1U);
  agent.Play("kiosk", kDisconnected, RasError::kUserDisconnection);
  agent.Tick(5s);
  EXPECT_EQ(agent.engine.calls.size(), 2U);
}

// An hourly reload must not put the slow probe off for ever.
TEST(ReloadTest, AnOpenCircuitOfCredentialsProbesInSpiteOfReloads) {
  TestAgent agent;
  const ProfilePtr profile =
      Kiosk(", user: kiosk, password: {file: /s}, retry: {budgets: {credentials: 1}}");
  agent.Start({profile});
  agent.Settle();
  agent.FailDial("kiosk", RasError::kAuthenticationFailure);
  for (int hour = 0; hour < 7; ++hour) {
    agent.Tick(1h);
    agent.driver->Reload({profile});
  }
  EXPECT_EQ(agent.engine.calls.size(), 2U);
}

TEST(ReloadTest, AnEngineThatIsNotThereFailsItsDialsAndIsFoundLater) {
  TestAgent agent;
  agent.engines = [&](const std::string& name) {
    return name == "simulator" ? &agent.engine : nullptr;
  };
  agent.Start({Kiosk()});
  agent.Settle();
  agent.FailDial("kiosk", RasError::kLineBusy);
  agent.driver->Reload({Kiosk(", engine: pppd")});
  agent.Tick(1min);
  EXPECT_EQ(agent.engine.calls.size(), 1U);
  agent.driver->Reload({Kiosk()});
  agent.Tick(1min);
  EXPECT_EQ(agent.engine.calls.size(), 2U);
}

TEST(ReloadTest, AProbeOfTheLastLinkSaysNothingAboutTheNext) {
  TestAgent agent;
  agent.prober.takes = 2min;
  agent.prober.passes = [] { return false; };
  agent.Start(
      {Kiosk(", health: {probes: [{tcp: '10.0.0.1:443', every: 1m, timeout: 3m, "
             "down_after: 1}]}")});
  agent.Settle();
  agent.Connect("kiosk");
  agent.Tick(1min);  // a probe leaves
  agent.Play("kiosk", kDisconnected, RasError::kLinkFailure);
  agent.Tick(30s);
  agent.Connect("kiosk");
  agent.Tick(2min - 1s);  // the probe's failure has come
  EXPECT_EQ(agent.state("kiosk"), LineState::kOnline);
}

TEST(ShutDownTest, EveryLineHangsUpAndStaysIdle) {
  TestAgent agent;
  agent.Start({Kiosk(), MakeProfile("{profile: b, numbers: ['2']}"),
               MakeProfile("{profile: c, numbers: ['3']}")});
  agent.Settle();
  agent.Connect("kiosk");
  agent.FailDial("b", RasError::kLineBusy);
  agent.driver->PostToAll(ShutDown{});
  agent.Settle();
  EXPECT_TRUE(agent.driver->AllIdle());
  agent.Tick(24h);
  EXPECT_EQ(agent.engine.calls.size(), 3U);
}

// A command that runs every minute for ever, or a second dial over a link that is up.
TEST(SecretWatchTest, APasswordIsWatchedOnlyWhileTheCircuitIsOpen) {
  TestAgent agent;
  agent.Start(
      {Kiosk(", user: kiosk, password: {file: /s}, retry: {budgets: {line: 1}, "
             "stable_after: 10m, open_circuit: {probe_after: 5m}}")});
  agent.Settle();
  agent.FailDial("kiosk", RasError::kLineBusy);
  agent.Tick(5min);
  ASSERT_EQ(agent.engine.calls.size(), 2U);
  agent.Connect("kiosk");
  ++agent.secrets.generation;
  agent.Tick(1h);
  EXPECT_EQ(agent.engine.calls.size(), 2U);
  EXPECT_EQ(agent.state("kiosk"), LineState::kOnline);
  EXPECT_TRUE(agent.Recorded(Entry::Kind::kEvent, "credentials_changed").empty());
}

// Not re-armed by anybody, it would wait for ever.
TEST(OpenCircuitTest, ACircuitReArmedWhileTheLineIsIdleDialsOnceItIsWanted) {
  TestAgent agent;
  agent.Start(
      {Kiosk(", online: ['08:00-08:30', '09:00-10:00'], retry: {caps: [{dials: 1, per: "
             "sequence}]}")});
  agent.Settle();
  agent.FailDial("kiosk", RasError::kLineBusy);
  ASSERT_TRUE(agent.slot("kiosk").line.facts().circuit->events_only);
  agent.Tick(40min);
  ASSERT_EQ(agent.state("kiosk"), LineState::kIdle);
  agent.Say("kiosk", NetworkChanged{});
  agent.Tick(21min);
  EXPECT_EQ(agent.engine.calls.size(), 2U);
}

}  // namespace
}  // namespace lineman
