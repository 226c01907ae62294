// Plugins in the agent itself: real files, real programs, real reloads.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

constexpr const char* kDropping =
    "servers: {office: {link: copper}}\nlinks: {copper: {drops: [{after: 1s}]}}\n";

// A plugin whose hook `connected` does this.
std::string OnConnected(const std::string& body) {
  return "return {api = 1, about = 'test', hooks = {connected = function(call)\n" + body +
         "\nend}}\n";
}

class PluginsOfTheAgent : public testing::Test {
 protected:
  PluginsOfTheAgent() {
    folder_.Write(
        "lineman.yaml",
        "profiles: profiles\nplugins: [plugins]\nstate: state\nsocket: control\ndefaults: {retry: "
        "{start_spread: 0s}}\n");
    folder_.WriteWorld(kDropping);
  }

  AgentFolder folder_;
};

TEST_F(PluginsOfTheAgent, AReloadSwapsThemAndABrokenOneKeepsTheOldOne) {
  folder_.WriteProfile(
      "retry: {holdoff: 1s, backoff: {first: 1s, factor: 1, max: 1s, jitter: 0%}, budgets: {line: "
      "100}}\nplugins: [{use: teller}]\n");
  folder_.Write("plugins/teller/init.lua", OnConnected("lineman.log('version 1')"));
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("kiosk: log: version 1 [plugin teller]"));

  folder_.Write("plugins/teller/init.lua", OnConnected("lineman.log('version 2'"));
  std::size_t from = agent.err().size();
  agent.Signal(SIGHUP);
  ASSERT_TRUE(agent.Says("the configuration was not reloaded", from));
  EXPECT_NE(agent.err().find("plugins/teller/init.lua:3:1: error: ", from), std::string::npos)
      << agent.err().substr(from);
  ASSERT_TRUE(agent.Says("log: version 1", agent.err().size()));

  folder_.Write("plugins/teller/init.lua", OnConnected("lineman.log('version 2')"));
  from = agent.err().size();
  agent.Signal(SIGHUP);
  ASSERT_TRUE(agent.Says("the configuration was reloaded", from));
  ASSERT_TRUE(agent.Says("log: version 2", from));
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
}

TEST_F(PluginsOfTheAgent, TheyRunTheProgramsTheProfileAllows) {
  const std::string script = folder_ / "tool";
  folder_.Write("tool", "#!/bin/sh\nread word\necho \"$1 $word $HOME.\"\nexit 3\n");
  ::chmod(script.c_str(), 0755);
  folder_.Write("backup", "opensesame\n");
  folder_.WriteProfile(
      fmt::format("secrets: {{backup: {{file: ../backup}}}}\n"
                  "plugins: [{{use: runner, allow: {{run: [{}]}}}}]\n",
                  script));
  folder_.Write(
      "plugins/runner/init.lua",
      OnConnected(fmt::format("local secret = lineman.secret('backup')\n"
                              "local ended = lineman.run{{'{}', 'says', stdin = secret}}\n"
                              "lineman.log(tostring(ended.ok) .. ended.status .. "
                              "ended.output)",
                              script)));
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("log: false3says opensesame ."));
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
}

TEST_F(PluginsOfTheAgent, TheSameStoryGivesTheSameRecordInTwoProcesses) {
  folder_.WriteProfile("plugins: [{use: chance}]\n");
  folder_.Write("plugins/chance/init.lua",
                "return {api = 1, about = 'test', hooks = {disconnected = function(call)\n"
                "local text = tostring({}) .. tostring(print)\n"
                "for key, value in pairs{b = 1, a = 2, [7] = 3, [1] = 4} do\n"
                "text = text .. tostring(key) .. value\nend\n"
                "lineman.log(text .. math.random(1000000) .. call.now.epoch)\nend}}\n");
  folder_.Write("chance.story.yaml",
                "story: chance\nprofile: profiles/kiosk.yaml\nsteps:\n"
                "  - attempt: {error: no_answer, times: 5}\n  - expect: {redial: true}\n");
  const Ended first = Execute(folder_.path(), {"test", "--record", "chance.story.yaml"});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_NE(first.out.find("tablefunction1473a2b1"), std::string::npos) << first.out;
  EXPECT_EQ(Execute(folder_.path(), {"test", "--record", "chance.story.yaml"}).out, first.out);
}

}  // namespace
}  // namespace lineman
