// SIGHUP reads the configuration again: all of it or nothing.
#include <gtest/gtest.h>

#include <csignal>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

constexpr const char* kReloaded = "the configuration was reloaded";
constexpr const char* kNotReloaded = "the configuration was not reloaded";

// Waits until the agent has taken notice of everything before: the reload after this one is logged.
std::size_t Reload(RunningAgent& agent, const std::string& outcome) {
  const std::size_t before = agent.err().size();
  agent.Signal(SIGHUP);
  EXPECT_TRUE(agent.Says(outcome, before));
  return before;
}

TEST(AgentReload, KeepsTheOldRulesWhenAnythingIsWrongAndTakesTheNewOnesWhenAllIsRight) {
  const AgentFolder folder;
  RunningAgent agent(folder);
  ASSERT_TRUE(agent.Says("dialing -> online"));

  folder.WriteProfile("online: manual\nretry: {budgets: {line: many}}\n");
  std::size_t from = Reload(agent, kNotReloaded);
  EXPECT_NE(agent.err().find("profiles/kiosk.yaml:5:25: error: ", from), std::string::npos)
      << agent.err();

  folder.WriteProfile("online: manual\n");
  from = Reload(agent, kReloaded);
  ASSERT_TRUE(agent.Says("hanging_up -> idle", from));
  // Nothing of the broken file was taken before.
  EXPECT_GT(agent.err().find("online -> hanging_up"), from);
  EXPECT_NE(agent.err().find("kiosk: reload: the profile changed", from), std::string::npos);
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
}

TEST(AgentReload, TouchesNothingWhoseProfileDidNotChange) {
  const AgentFolder folder;
  RunningAgent agent(folder);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  folder.WriteProfile("# only a comment is new\n");
  const std::size_t from = Reload(agent, kReloaded);
  Reload(agent, kReloaded);
  EXPECT_EQ(agent.err().find("kiosk: ", from), std::string::npos) << agent.err().substr(from);
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
}

TEST(AgentReload, ABrokenFileOfAnotherProfileKeepsEverythingAsItWas) {
  const AgentFolder folder;
  RunningAgent agent(folder);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  folder.WriteProfile("online: manual\n");
  folder.Write("profiles/other.yaml", "profile: other\nnumbers: [");
  const std::size_t from = Reload(agent, kNotReloaded);
  Reload(agent, kNotReloaded);
  EXPECT_EQ(agent.err().find("kiosk: ", from), std::string::npos) << agent.err().substr(from);
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
}

TEST(AgentReload, BringsNewProfilesUpAndTakesRemovedOnesDown) {
  const AgentFolder folder;
  RunningAgent agent(folder);
  ASSERT_TRUE(agent.Says("kiosk: dialing -> online"));
  folder.Write("profiles/kiosk.yaml", "profile: annexe\nengine: simulator\nnumbers: [\"200\"]\n");
  const std::size_t from = Reload(agent, kReloaded);
  EXPECT_TRUE(agent.Says("kiosk: hanging_up -> idle", from));
  EXPECT_TRUE(agent.Says("annexe: dialing -> online", from));
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
}

}  // namespace
}  // namespace lineman
