// The agent as a service: what it tells the service manager, over the real protocol.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <regex>
#include <sstream>

#include "tests/app/agent_folder.h"
#include "tests/app/desktop_session.h"
#include "tests/app/notify_socket.h"

namespace lineman {
namespace {

using Clock = std::chrono::steady_clock;

class AgentService : public testing::Test {
 protected:
  std::vector<std::string> Environment(const std::string& more = "LINEMAN=") const {
    return {"NOTIFY_SOCKET=" + socket_.path(), more};
  }
  // How things are said to be from here on, until they are said to be so.
  testing::AssertionResult IsTold(const std::string& message) {
    if (socket_.Await(message)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "never told " << message << ", only:\n" << socket_.All();
  }

  // Waits for somebody to read what it writes.
  static bool IsStuck(const Program& agent) {
    return TextOf("/proc/" + std::to_string(agent.pid()) + "/wchan").find("pipe_write") !=
           std::string::npos;
  }

  AgentFolder folder_;
  NotifySocket socket_;
};

TEST_F(AgentService, IsReadyOnceItsLinesAreStarted) {
  RunningAgent agent(folder_, Environment());
  ASSERT_TRUE(IsTold("READY=1"));
  EXPECT_EQ(socket_.All(), "READY=1\n") << "nothing before";
  ASSERT_TRUE(IsTold("STATUS=1 line online"));
  agent.Signal(SIGTERM);
  ASSERT_TRUE(IsTold("STOPPING=1"));
  EXPECT_EQ(agent.Await().code, 0);
  EXPECT_EQ(CountOf(socket_.All(), "READY=1"), 1) << socket_.All();
}

TEST_F(AgentService, IsNotReadyWithAConfigurationThatIsWrong) {
  folder_.WriteProfile("retry: {holdof: 5s}\n");
  const Ended ended = Execute(folder_.path(), AgentFolder::AgentArguments(), Environment());
  EXPECT_EQ(ended.code, 1);
  EXPECT_FALSE(socket_.Next(std::chrono::milliseconds(0)));
}

TEST_F(AgentService, TellsWhatTheWorstLineDoesInWords) {
  folder_.WriteProfile("timezone: UTC\nretry: {holdoff: 1h}\n");
  folder_.Write("profiles/till.yaml", "profile: till\nnumbers: [\"200\"]\nonline: manual\n");
  folder_.Write("profiles/office.yaml", "profile: office\nnumbers: [\"300\"]\n");
  folder_.WriteWorld("numbers: {\"100\": busy, \"*\": office}\nservers: {office: {}}\n");
  RunningAgent agent(folder_, Environment());
  ASSERT_TRUE(IsTold("; 1 of 3 lines online"));
  EXPECT_TRUE(std::regex_search(socket_.All(),
                                std::regex("STATUS=kiosk: dialling 100; [01] of 3 lines online\n")))
      << socket_.All();
  EXPECT_TRUE(std::regex_search(
      socket_.All(),
      std::regex("STATUS=kiosk: waiting until (\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d; "
                 "1 of 3 lines online\n$")))
      << socket_.All();
}

TEST_F(AgentService, TellsThatALineNeedsTheOffice) {
  folder_.WriteProfile("rules: [{when: {error: line_busy}, stop: the office must fix this}]\n");
  folder_.WriteWorld("numbers: {\"*\": busy}\n");
  RunningAgent agent(folder_, Environment());
  EXPECT_TRUE(IsTold("STATUS=kiosk: needs the office (the office must fix this), tries again at "));
}

TEST_F(AgentService, TellsWhatALineWaitsFor) {
  folder_.WriteProfile("user: kiosk\npassword: wrong\n");
  folder_.WriteWorld("servers: {office: {retries: 1, users: {kiosk: {password: right}}}}\n");
  RunningAgent agent(folder_, Environment());
  EXPECT_TRUE(IsTold("STATUS=kiosk: waiting for an answer (retry_authentication)"));
}

TEST_F(AgentService, TellsWhenItReadsItsConfigurationAgain) {
  RunningAgent agent(folder_, Environment());
  ASSERT_TRUE(IsTold("STATUS=1 line online"));
  for (const bool wrong : {false, true}) {
    if (wrong) folder_.WriteProfile("retry: {holdof: 5s}\n");
    const auto before = Clock::now().time_since_epoch();
    agent.Signal(SIGHUP);
    ASSERT_TRUE(IsTold("RELOADING=1\nMONOTONIC_USEC="));
    std::smatch when;
    const std::string told = socket_.last();
    ASSERT_TRUE(std::regex_search(told, when, std::regex("MONOTONIC_USEC=(\\d+)$")));
    EXPECT_GE(std::chrono::microseconds(std::stoll(when[1])),
              std::chrono::floor<std::chrono::microseconds>(before));
    ASSERT_TRUE(IsTold("READY=1"));
  }
}

TEST_F(AgentService, PatsTheWatchdogTwiceInItsInterval) {
  const auto start = Clock::now();
  RunningAgent agent(folder_, Environment("WATCHDOG_USEC=2000000"));
  ASSERT_TRUE(IsTold("WATCHDOG=1"));
  auto before = Clock::now();
  int pats = 1;
  // One that comes in time is enough: the machine may be busy.
  for (bool in_time = false; !in_time; ++pats) {
    ASSERT_TRUE(IsTold("WATCHDOG=1"));
    in_time = Clock::now() - before < std::chrono::milliseconds(1500);
    before = Clock::now();
  }
  EXPECT_GE(before - start, std::chrono::seconds(pats - 1)) << "no busier than asked for";
}

TEST_F(AgentService, DoesNotPatAWatchdogThatIsNotThereOrAnothers) {
  for (const char* other :
       {"LINEMAN=", "WATCHDOG_USEC=0", "WATCHDOG_USEC=-1", "WATCHDOG_USEC=1s"}) {
    RunningAgent agent(folder_, Environment(other));
    ASSERT_TRUE(IsTold("STATUS=1 line online"));
    EXPECT_EQ(socket_.All().find("WATCHDOG"), std::string::npos);
  }
}

TEST_F(AgentService, DoesNotPatForAnotherProcess) {
  std::vector<std::string> environment = Environment("WATCHDOG_USEC=200000");
  environment.emplace_back("WATCHDOG_PID=1");
  RunningAgent agent(folder_, environment);
  ASSERT_TRUE(IsTold("STATUS=1 line online"));
  EXPECT_EQ(socket_.All().find("WATCHDOG"), std::string::npos);
}

TEST_F(AgentService, KeepsItsLinesUpWhenNobodyListens) {
  for (const char* nowhere : {"/nowhere/notify", "@nowhere", "notify", "@", ""}) {
    const AgentFolder folder;
    RunningAgent agent(folder, {std::string("NOTIFY_SOCKET=") + nowhere});
    EXPECT_TRUE(agent.Says("dialing -> online")) << nowhere;
  }
}

// Nobody reads its log: once that is full, whoever writes into it waits.
TEST_F(AgentService, FallsSilentWhenItsLoopIsStuck) {
  for (int number = 0; number < 40; ++number) {
    const std::string name = "kiosk-" + std::to_string(number);
    folder_.Write("profiles/" + name + ".yaml", "profile: " + name +
                                                    "\nnumbers: [\"100\"]\nonline: manual\n"
                                                    "user: kiosk\npassword: in-the-open\n");
  }
  RunningAgent agent(folder_, Environment("WATCHDOG_USEC=400000"));
  ASSERT_TRUE(IsTold("READY=1"));
  ASSERT_TRUE(IsTold("WATCHDOG=1"));
  while (!IsStuck(agent)) {
    agent.Signal(SIGHUP);
    ASSERT_TRUE(IsTold("RELOADING=1"));
    while (socket_.last() != "READY=1" && !IsStuck(agent)) {
      socket_.Next(std::chrono::milliseconds(10));
    }
  }
  while (socket_.Next(std::chrono::milliseconds(0))) {
  }
  EXPECT_FALSE(socket_.Next(std::chrono::milliseconds(1200))) << socket_.last();
  ASSERT_TRUE(agent.Says("the configuration was reloaded", agent.err().size()));
  EXPECT_TRUE(IsTold("WATCHDOG=1"));
}

// A file stands for the stream to the journal: JOURNAL_STREAM names it by device and inode.
class AgentJournal : public AgentService {
 protected:
  AgentJournal() { folder_.WriteProfile("user: kiosk\npassword: in-the-open\n"); }

  // The log of an agent up to what it tells.
  std::string LogUntil(const std::string& message, const std::string& stream) {
    std::vector<std::string> environment = Environment();
    environment.emplace_back("PATH=/usr/bin:/bin");
    const SessionProgram agent(
        {"/bin/sh", "-c",
         "cd '" + folder_.path() + "' && : >log && JOURNAL_STREAM=" + stream +
             " exec '" LINEMAN_PROGRAM "' --config lineman.yaml agent --world world.yaml 2>log"},
        environment);
    EXPECT_TRUE(IsTold(message));
    return TextOf(folder_ / "log");
  }
};

TEST_F(AgentJournal, GetsLinesWithTheirLevelAndNothingElseBefore) {
  const std::string log = LogUntil("STATUS=1 line online", "$(stat -c %d:%i log)");
  EXPECT_EQ(CountOf(log, "<4>profiles/kiosk.yaml:5:11: warning: the password stands"), 1) << log;
  EXPECT_EQ(CountOf(log, "<6>kiosk: dialing -> online\n"), 1) << log;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(std::regex_search(line, std::regex("^<[2-7]>[a-z]"))) << line;
  }
}

TEST_F(AgentJournal, OfAnotherProcessIsNotTakenForItsOwn) {
  const std::string log = LogUntil("STATUS=1 line online", "1:1");
  EXPECT_EQ(log.find('<'), std::string::npos) << log;
  EXPECT_NE(log.find(" info kiosk: dialing -> online\n"), std::string::npos) << log;
}

TEST_F(AgentJournal, HasTheStartOfEachLineBeforeTheAgentIsReady) {
  EXPECT_NE(LogUntil("READY=1", "1:1").find("kiosk: wanted"), std::string::npos);
}

}  // namespace
}  // namespace lineman
