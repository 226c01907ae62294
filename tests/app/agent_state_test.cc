// What an agent still knows when it was killed, and what it does when it cannot know.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

// A world in which nobody answers.
class AgentState : public testing::Test {
 protected:
  AgentState() { folder_.WriteWorld("numbers: {\"*\": no_answer}\n"); }

  // How often an agent that is killed once it says `until` has dialled.
  int DialsUntil(const std::string& until) const {
    RunningAgent agent(folder_);
    EXPECT_TRUE(agent.Says(until));
    agent.Signal(SIGKILL);
    return CountOf(agent.Await().err, "idle -> dialing") +
           CountOf(agent.err(), "holdoff -> dialing");
  }

  AgentFolder folder_;
};

TEST_F(AgentState, CapsHoldThroughKills) {
  folder_.WriteProfile(
      "retry: {holdoff: 1s, backoff: {first: 1s, max: 1s},\n"
      "        caps: [{dials: 2, per: 1h, each: number}]}\n");
  int dials = 0;
  for (int kills = 0; kills < 2; ++kills) dials += DialsUntil("dialing -> holdoff");
  EXPECT_EQ(dials, 2);
  RunningAgent agent(folder_);
  EXPECT_TRUE(agent.Says("hold_off"));
  EXPECT_EQ(agent.err().find("-> dialing"), std::string::npos) << agent.err();
}

TEST_F(AgentState, ASpentPasswordStaysSpentThroughKills) {
  folder_.WriteWorld("servers: {office: {users: {kiosk-17: {password: right}}}}\n");
  folder_.Write("secret", "wrong\n");
  folder_.WriteProfile(
      "user: kiosk-17\npassword: {file: " + folder_ / "secret" +
      "}\n"
      "retry: {holdoff: 1s, backoff: {first: 1s, max: 1s}, budgets: {credentials: 2}}\n");
  EXPECT_EQ(DialsUntil("dialing -> "), 1);
  EXPECT_EQ(DialsUntil("-> open_circuit"), 1);
  RunningAgent agent(folder_);
  EXPECT_TRUE(agent.Says("-> open_circuit"));
  EXPECT_EQ(agent.err().find("-> dialing"), std::string::npos) << agent.err();
}

TEST_F(AgentState, OnlyOneAgentWorksInAFolder) {
  RunningAgent first(folder_);
  ASSERT_TRUE(first.Says("-> dialing"));
  const Ended second = Execute(folder_.path(), AgentFolder::AgentArguments());
  EXPECT_EQ(second.code, 1);
  EXPECT_NE(second.err.find("another agent keeps its state in "), std::string::npos) << second.err;
  EXPECT_NE(second.err.find("--state"), std::string::npos);
  first.Signal(SIGKILL);
  first.Await();
  RunningAgent third(folder_);
  EXPECT_TRUE(third.Says("keeping 1 line up"));
}

TEST_F(AgentState, TheFolderIsForItsOwnerAlone) {
  DialsUntil("-> dialing");
  struct stat made {};
  ASSERT_EQ(::stat((folder_ / "state").c_str(), &made), 0);
  EXPECT_EQ(made.st_mode & 0777U, 0700U);
  ::chmod((folder_ / "state").c_str(), 0770);
  const Ended refused = Execute(folder_.path(), AgentFolder::AgentArguments());
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("others may write into the state folder"), std::string::npos);
  EXPECT_NE(refused.err.find("chmod go-w"), std::string::npos);
}

TEST_F(AgentState, AProfileOrPluginThatEverybodyMayWriteIsRefused) {
  folder_.WriteProfile("plugins: [{use: teller}]\n");
  folder_.Write("lineman.yaml",
                "profiles: profiles\nplugins: [plugins]\nstate: state\nsocket: control\n");
  folder_.Write("plugins/teller/init.lua", "return {api = 1, about = 'test', hooks = {}}\n");
  for (const char* name : {"lineman.yaml", "profiles/kiosk.yaml", "plugins/teller/init.lua"}) {
    ::chmod((folder_ / name).c_str(), 0646);
    const Ended refused = Execute(folder_.path(), AgentFolder::AgentArguments());
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("everybody may write into "), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find(std::string(name) + ": chmod o-w"), std::string::npos);
    ::chmod((folder_ / name).c_str(), 0644);
  }
}

TEST_F(AgentState, AFolderThatCannotBeMadeIsRefusedWithTheWayOut) {
  folder_.Write("state", "a file is in the way");
  const Ended refused = Execute(folder_.path(), AgentFolder::AgentArguments());
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("--state"), std::string::npos) << refused.err;
}

TEST_F(AgentState, ADamagedJournalIsSaidAndCappedLinesWait) {
  folder_.WriteProfile("retry: {caps: [{dials: 9, per: 1h}]}\n");
  DialsUntil("-> dialing");
  for (const char* companion : {"-wal", "-shm"})
    std::filesystem::remove(folder_ / "state/journal.db" + companion);
  std::ofstream(folder_ / "state/journal.db") << "lorem ipsum";
  RunningAgent agent(folder_);
  EXPECT_TRUE(agent.Says("journal.db was damaged and is now"));
  EXPECT_TRUE(agent.Says("the record of dials is lost"));
  EXPECT_EQ(agent.err().find("-> dialing"), std::string::npos) << agent.err();
}

}  // namespace
}  // namespace lineman
