// The real lineman.exe as agent on the simulator, asked over its pipe, in folders and with names
// that no code page of Windows has all of.
#include <gtest/gtest.h>
#include <windows.h>

#include "control/windows_basics.h"
#include "tests/windows/app/program.h"

namespace lineman {
namespace {

constexpr const char* kUser = "M\xC3\xBCller \xE6\xBC\xA2";

TEST(AgentTest, KeepsALineUpAndDoesWhatItIsTold) {
  const AgentFolder folder("user: " + std::string(kUser) + "\npassword: geheim\n");
  Program agent(folder.AgentPlan());
  ASSERT_TRUE(agent.Says("dialing -> online"));

  const Ended status = folder.Run({"status", "kiosk"});
  EXPECT_EQ(status.code, 0U) << status.err;
  EXPECT_NE(status.out.find("kiosk    online  connected"), std::string::npos) << status.out;
  EXPECT_EQ(status.out.find('\r'), std::string::npos);

  EXPECT_EQ(folder.Run({"redial", "kiosk"}).code, 0U);
  ASSERT_TRUE(agent.Says("online -> hanging_up"));
  EXPECT_EQ(folder.Run({"down", "kiosk"}).code, 0U);
  ASSERT_TRUE(agent.Says("not_wanted: the operator said down"));
  const Ended why = folder.Run({"why", "kiosk"});
  EXPECT_EQ(why.code, 0U) << why.err;
  EXPECT_NE(why.out.find("the operator said down"), std::string::npos) << why.out;
  const Ended events = folder.Run({"events", "--json"});
  EXPECT_NE(events.out.find("\"user\":\"" + std::string(kUser) + "\""), std::string::npos)
      << events.out;
  EXPECT_EQ(events.out.find("geheim"), std::string::npos);
  EXPECT_EQ(folder.Run({"reload"}).code, 0U);
  EXPECT_EQ(folder.Run({"status", "nobody"}).code, 1U);
}

TEST(AgentTest, WithoutAnAgentTheCommandsSaySo) {
  const AgentFolder folder;
  const Ended status = folder.Run({"status"});
  EXPECT_EQ(status.code, 3U);
  EXPECT_NE(status.err.find("no agent is running"), std::string::npos) << status.err;
}

TEST(AgentTest, KeepsOthersOutOfItsStateAndItsPipe) {
  const AgentFolder folder;
  Program agent(folder.AgentPlan());
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const Ended same = folder.Run({"agent"});
  EXPECT_EQ(same.code, 1U);
  EXPECT_NE(same.err.find("another agent keeps its state in"), std::string::npos) << same.err;
  const Ended other = folder.Run({"--state", folder / "other", "agent"});
  EXPECT_EQ(other.code, 1U);
  EXPECT_NE(other.err.find("another process listens there"), std::string::npos) << other.err;
  EXPECT_EQ(folder.Run({"status"}).code, 0U);
}

TEST(AgentTest, AnAgentThatWasKilledLeavesItsStateAndItsPipeToTheNext) {
  const AgentFolder folder;
  {
    const Program agent(folder.AgentPlan());
    ASSERT_TRUE(agent.Says("dialing -> online"));
  }
  Program next(folder.AgentPlan());
  EXPECT_TRUE(next.Says("dialing -> online"));
  EXPECT_EQ(folder.Run({"status"}).code, 0U);
}

TEST(AgentTest, APlainNameAndAPipesOwnNameBothServeForTheSocket) {
  const AgentFolder folder;
  const std::string pipe = "\\\\.\\pipe\\lineman-test-" + std::to_string(GetCurrentProcessId());
  std::vector<std::string> words = folder.Words({"--socket", pipe, "agent"});
  Program agent({.words = words});
  ASSERT_TRUE(agent.Says("keeping 1 line up"));
  EXPECT_EQ(folder.Run({"--socket", pipe, "status"}).code, 0U);
  EXPECT_EQ(folder.Run({"status"}).code, 3U) << "nobody listens where lineman.yaml says";
}

TEST(AgentTest, DialsThroughASimulatorThatOutlivesIt) {
  const AgentFolder folder;
  const std::string socket = folder / "simulator";
  Program simulator(
      {.words = folder.Words({"simulator", "--world", folder / "world.yaml", "--socket", socket})});
  ASSERT_TRUE(Eventually([&] { return !simulator.out().empty(); }));
  {
    const Program agent({.words = folder.Words({"agent", "--simulator", socket})});
    ASSERT_TRUE(agent.Says("dialing -> online"));
  }
  Program next({.words = folder.Words({"agent", "--simulator", socket})});
  EXPECT_TRUE(next.Says("adopted")) << simulator.err();
}

TEST(AgentTest, CheckFindsWhatIsWrongInAnyFolder) {
  const AgentFolder folder("retry: {backof: 1s}\n");
  const Ended check = folder.Run({"check"});
  EXPECT_EQ(check.code, 1U);
  EXPECT_NE(check.out.find("backof"), std::string::npos) << check.out << check.err;
  EXPECT_NE(check.out.find("kiosk.yaml:4"), std::string::npos) << check.out;
  EXPECT_EQ(check.out.find('\r'), std::string::npos);
}

}  // namespace
}  // namespace lineman
