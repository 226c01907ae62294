// Where the agent gets passwords from, and what it does without them.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

// A world whose only account has the password "right".
class AgentPassword : public testing::Test {
 protected:
  AgentPassword() {
    folder_.WriteWorld("servers: {office: {users: {kiosk-17: {password: right}}}}\n");
  }

  void Use(const std::string& source) const {
    folder_.WriteProfile("user: kiosk-17\npassword: " + source + "\n");
  }

  // Whether an agent comes online; false when it says that it holds off.
  void ExpectOnline(const std::vector<std::string>& environment = {}) const {
    RunningAgent agent(folder_, environment);
    EXPECT_TRUE(agent.Says("dialing -> online"));
    agent.Signal(SIGTERM);
    const Ended ended = agent.Await();
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.err.find("right"), std::string::npos) << "the password is in the log";
  }

  void ExpectHeldOff(const std::string& because) const {
    RunningAgent agent(folder_);
    EXPECT_TRUE(agent.Says("idle -> holdoff"));
    EXPECT_NE(agent.err().find("the password cannot be had: " + because), std::string::npos)
        << agent.err();
    EXPECT_EQ(agent.err().find("-> dialing"), std::string::npos) << agent.err();
    agent.Signal(SIGTERM);
    EXPECT_EQ(agent.Await().code, 0);
  }

  std::string Script(const std::string& body) const {
    folder_.Write("script", "#!/bin/sh\n" + body + "\n");
    ::chmod((folder_ / "script").c_str(), 0755);
    return "{command: [" + folder_ / "script" + "]}";
  }

  AgentFolder folder_;
};

TEST_F(AgentPassword, OfAFileIntoWhichOthersMayWriteIsRefused) {
  folder_.Write("secret", "right\n");
  Use("{file: " + folder_ / "secret" + "}");
  for (const mode_t mode : {0602U, 0620U}) {
    ::chmod((folder_ / "secret").c_str(), mode);
    ExpectHeldOff("others may write into " + folder_ / "secret" + ": chmod go-w");
  }
}

TEST_F(AgentPassword, OfAFileThatEverybodyMayReadIsWarnedOf) {
  folder_.Write("secret", "right\n");
  Use("{file: " + folder_ / "secret" + "}");
  for (const mode_t mode : {0600U, 0640U, 0644U}) {
    ::chmod((folder_ / "secret").c_str(), mode);
    const Ended checked = Execute(folder_.path(), {"check", "profiles"});
    EXPECT_EQ(checked.code, 0);
    EXPECT_EQ(CountOf(checked.out, "everybody may read"), mode == 0644U ? 1 : 0) << checked.out;
  }
}

TEST_F(AgentPassword, IsTheFirstLineOfAFileWhateverItsMode) {
  folder_.Write("secret", "right\nwrong\n");
  Use("{file: " + folder_ / "secret" + "}");
  for (const mode_t mode : {0600U, 0644U}) {
    ::chmod((folder_ / "secret").c_str(), mode);
    ExpectOnline();
  }
}

TEST_F(AgentPassword, InAFileThatIsNotThereHoldsTheLineOff) {
  Use("{file: " + folder_ / "secret" + "}");
  ExpectHeldOff(folder_ / "secret: there is no such file");
}

TEST_F(AgentPassword, InAFileThatMayNotBeReadHoldsTheLineOff) {
  folder_.Write("secret", "right\n");
  ::chmod((folder_ / "secret").c_str(), 0);
  Use("{file: " + folder_ / "secret" + "}");
  ExpectHeldOff(folder_ / "secret cannot be read: Permission denied");
}

TEST_F(AgentPassword, InAnEmptyFileHoldsTheLineOff) {
  folder_.Write("secret", "\n");
  Use("{file: " + folder_ / "secret" + "}");
  ExpectHeldOff(folder_ / "secret holds no password");
}

TEST_F(AgentPassword, IsTheFirstLineACommandPrints) {
  Use(Script("echo right"));
  ExpectOnline();
}

TEST_F(AgentPassword, OfACommandThatFailsHoldsTheLineOff) {
  Use(Script("echo right; exit 3"));
  ExpectHeldOff(folder_ / "script ended with status 3");
  Use(Script("exit 0"));
  ExpectHeldOff(folder_ / "script printed no password");
  Use("{command: [" + folder_ / "nowhere" + "]}");
  ExpectHeldOff(folder_ / "nowhere cannot be run: No such file or directory");
}

TEST_F(AgentPassword, IsAVariableOfTheEnvironment) {
  Use("{env: KIOSK_PASSWORD}");
  ExpectOnline({"KIOSK_PASSWORD=right"});
  ExpectHeldOff("the variable KIOSK_PASSWORD is not set");
}

TEST_F(AgentPassword, IsACredentialOfSystemd) {
  folder_.Write("credentials/kiosk", "right");
  Use("{credential: kiosk}");
  ExpectOnline({"CREDENTIALS_DIRECTORY=" + folder_ / "credentials"});
  ExpectHeldOff("systemd gave no credentials");
}

TEST_F(AgentPassword, ThatIsWrongIsNotTriedForEver) {
  folder_.Write("secret", "wrong\n");
  folder_.WriteProfile("user: kiosk-17\npassword: {file: " + folder_ / "secret" +
                       "}\nretry: {holdoff: 1s, backoff: {first: 1s, max: 1s, jitter: 0%}}\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("-> open_circuit"));
  EXPECT_EQ(CountOf(agent.err(), ": dial 100 ["), 2) << agent.err();
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
}

}  // namespace
}  // namespace lineman
