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

// Redials every second.
constexpr const char* kQuick =
    "retry: {holdoff: 1s, backoff: {first: 1s, max: 1s, jitter: 0%}, budgets: {credentials: 2}}\n";

TEST_F(AgentPassword, ThatIsRefusedIsAskedForAgain) {
  folder_.WriteProfile("user: kiosk-17\npassword: " +
                       Script("echo >>" + folder_ / "asked" + "; test $(wc -l <" +
                              folder_ / "asked" + ") -gt 1 && echo right || echo wrong") +
                       "\n" + kQuick);
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  EXPECT_EQ(CountOf(agent.err(), "authentication_failure"), 2) << "heard, and decided on\n"
                                                               << agent.err();
  EXPECT_EQ(CountOf(agent.err(), "credentials_changed"), 1) << agent.err();
  EXPECT_EQ(CountOf(TextOf(folder_ / "asked"), "\n"), 2);
}

TEST_F(AgentPassword, OfACommandThatAnswersAnewReArmsAnOpenCircuit) {
  folder_.Write("answer", "wrong\n");
  folder_.WriteProfile("user: kiosk-17\npassword: " + Script("cat " + folder_ / "answer") + "\n" +
                       kQuick);
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("-> open_circuit"));
  std::size_t from = agent.err().size();
  agent.Signal(SIGHUP);
  ASSERT_TRUE(agent.Says("open_circuit, probe in 6h [limit credentials; ", from))
      << "a reload forgives none";
  EXPECT_EQ(CountOf(agent.err(), ": dial 100 ["), 2) << agent.err();
  folder_.Write("answer", "right\n");
  from = agent.err().size();
  agent.Signal(SIGHUP);
  EXPECT_TRUE(agent.Says("credentials_changed", from));
  EXPECT_TRUE(agent.Says("dialing -> online", from));
}

TEST_F(AgentPassword, OfACommandThatNeverAnswersTheSameIsNotTriedForEver) {
  folder_.WriteProfile("user: kiosk-17\npassword: " + Script("date +%s.%N") + "\n" + kQuick);
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("-> open_circuit"));
  EXPECT_EQ(CountOf(agent.err(), ": dial 100 ["), 4) << agent.err();
  EXPECT_EQ(CountOf(agent.err(), "has changed its answer 2 times"), 1) << agent.err();
}

TEST_F(AgentPassword, OfTheEnvironmentIsWarnedOfByCheckAndAtTheStart) {
  Use("{env: KIOSK_PASSWORD}");
  const std::string warning = "every process of this user can read an environment variable";
  const Ended checked = Execute(folder_.path(), {"check", "profiles"}, {"KIOSK_PASSWORD=right"});
  EXPECT_EQ(checked.code, 0);
  EXPECT_EQ(CountOf(checked.out, "profiles/kiosk.yaml:5:11: warning: " + warning), 1)
      << checked.out;
  RunningAgent agent(folder_, {"KIOSK_PASSWORD=right"});
  ASSERT_TRUE(agent.Says("keeping 1 line up"));
  EXPECT_EQ(CountOf(agent.err(), warning), 1) << agent.err();
}

}  // namespace
}  // namespace lineman
