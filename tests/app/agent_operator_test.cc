// The operator's words to a running agent, and what every command says without one.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

class AgentOperator : public testing::Test {
 protected:
  AgentFolder folder_;
};

TEST_F(AgentOperator, TakesALineDownAndBringsItUp) {
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const Ended down = folder_.Run({"down", "kiosk"});
  EXPECT_EQ(down.code, 0) << down.err;
  EXPECT_TRUE(down.out == "kiosk is hanging up\n" ||
              down.out == "kiosk rests: the operator said down\n")
      << down.out;
  ASSERT_TRUE(agent.Says("hanging_up -> idle"));
  EXPECT_EQ(folder_.Run({"down", "kiosk"}).out, "kiosk rests: the operator said down\n");

  const Ended redial = folder_.Run({"redial", "kiosk"});
  EXPECT_EQ(redial.code, 1);
  EXPECT_EQ(redial.out, "");
  EXPECT_NE(redial.err.find("kiosk is not wanted now (the operator said down): say \"lineman up "
                            "kiosk\" first"),
            std::string::npos)
      << redial.err;

  const std::size_t from = agent.err().size();
  const Ended up = folder_.Run({"up", "kiosk"});
  EXPECT_EQ(up.code, 0) << up.err;
  EXPECT_TRUE(up.out.starts_with("kiosk is ") || up.out.starts_with("kiosk waits ")) << up.out;
  EXPECT_TRUE(agent.Says("dialing -> online", from));
}

TEST_F(AgentOperator, DownForATimeEndsByItself) {
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  EXPECT_EQ(folder_.Run({"down", "kiosk", "--for", "soon"}).code, 2);
  EXPECT_EQ(folder_.Run({"down", "kiosk", "--for", "1s"}).code, 0);
  ASSERT_TRUE(agent.Says("operator: down for 1s"));
  const std::size_t from = agent.err().size();
  EXPECT_TRUE(agent.Says("dialing -> online", from));
}

TEST_F(AgentOperator, RedialsALineThatIsUp) {
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const std::size_t from = agent.err().size();
  EXPECT_EQ(folder_.Run({"redial", "kiosk"}).code, 0);
  EXPECT_TRUE(agent.Says("hang_up: redial [operator]", from));
  EXPECT_TRUE(agent.Says("dialing -> online", from));
}

TEST_F(AgentOperator, SpeaksToAllLinesAtOnce) {
  folder_.Write("profiles/annexe.yaml", "profile: annexe\nengine: simulator\nnumbers: [\"200\"]\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("annexe: dialing -> online"));
  ASSERT_TRUE(agent.Says("kiosk: dialing -> online"));
  const Ended down = folder_.Run({"down", "--all"});
  EXPECT_EQ(down.code, 0) << down.err;
  EXPECT_EQ(CountOf(down.out, "\n"), 2) << down.out;
  EXPECT_TRUE(agent.Says("annexe: hanging_up -> idle"));
  EXPECT_TRUE(agent.Says("kiosk: hanging_up -> idle"));
  EXPECT_EQ(folder_.Run({"down"}).code, 2);
  EXPECT_EQ(folder_.Run({"down", "kiosk", "--all"}).code, 2);
}

TEST_F(AgentOperator, IsToldOfAProfileThatIsNotThere) {
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  for (const char* command : {"status", "events", "why", "up", "down", "redial", "answer"}) {
    const Ended ended = folder_.Run({command, "kiosc"});
    EXPECT_EQ(ended.code, 1) << command;
    EXPECT_EQ(ended.out, "") << command;
    EXPECT_NE(ended.err.find("no profile"), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find("(did you mean 'kiosk'?)"), std::string::npos) << ended.err;
  }
}

TEST_F(AgentOperator, ReloadsAndIsToldWhatIsWrong) {
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  folder_.WriteProfile("online: manual\nretry: {holdof: 5s}\n");
  const Ended refused = folder_.Run({"reload"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.out, "");
  EXPECT_NE(refused.err.find("profiles/kiosk.yaml:5:9: error: "), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("(did you mean 'holdoff'?)"), std::string::npos) << refused.err;
  EXPECT_EQ(agent.err().find("online -> hanging_up"), std::string::npos);

  folder_.WriteProfile("online: manual\n");
  const Ended taken = folder_.Run({"reload"});
  EXPECT_EQ(taken.code, 0) << taken.err;
  EXPECT_EQ(taken.out, "the configuration was reloaded\n");
  EXPECT_TRUE(agent.Says("hanging_up -> idle"));
}

TEST_F(AgentOperator, IsToldByEveryCommandThatNoAgentIsRunning) {
  for (const std::vector<std::string>& command : {std::vector<std::string>{"status"},
                                                  {"status", "--watch"},
                                                  {"events"},
                                                  {"events", "--follow"},
                                                  {"why", "kiosk"},
                                                  {"up", "kiosk"},
                                                  {"down", "--all"},
                                                  {"redial", "kiosk"},
                                                  {"answer", "kiosk"},
                                                  {"reload"},
                                                  {"metrics"}}) {
    const Ended ended = folder_.Run(command);
    EXPECT_EQ(ended.code, 3) << command.front();
    EXPECT_EQ(ended.out, "") << command.front();
    EXPECT_TRUE(
        ended.err.starts_with("lineman: no agent is running: start it with \"systemctl "
                              "start lineman\" or \"lineman agent\""))
        << ended.err;
  }
}

TEST_F(AgentOperator, TheSocketIsLeftBehindByNoAgentThatEndsAndReplacedAfterOneThatWasKilled) {
  {
    RunningAgent agent(folder_);
    ASSERT_TRUE(agent.Says("dialing -> online"));
    agent.Signal(SIGKILL);
    agent.Await();
  }
  EXPECT_TRUE(std::filesystem::exists(folder_ / "control"));
  EXPECT_EQ(folder_.Run({"status"}).code, 3);
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  EXPECT_EQ(folder_.Run({"status"}).code, 0);
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "control"));
}

TEST_F(AgentOperator, AnAgentThatCannotListenDoesNotStart) {
  RunningAgent first(folder_);
  ASSERT_TRUE(first.Says("dialing -> online"));
  const Ended second = folder_.Run({"--state", "other", "agent", "--world", "world.yaml"});
  EXPECT_EQ(second.code, 1);
  EXPECT_NE(second.err.find("control"), std::string::npos) << second.err;
  EXPECT_EQ(second.err.find("idle ->"), std::string::npos) << second.err;
  folder_.Write("file", "in the way");
  const Ended third = folder_.Run(
      {"--state", "other", "--socket", "file/control", "agent", "--world", "world.yaml"});
  EXPECT_EQ(third.code, 1);
  EXPECT_NE(third.err.find("--socket"), std::string::npos) << third.err;
}

TEST_F(AgentOperator, TheFolderOfTheSocketIsMade) {
  folder_.Write("lineman.yaml",
                "profiles: profiles\nstate: state\nsocket: run/lineman/control\n"
                "defaults: {retry: {start_spread: 0s}}\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  EXPECT_EQ(folder_.Run({"status"}).code, 0);
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder_ / "run/lineman").permissions(), perms(0755));
}

}  // namespace
}  // namespace lineman
