// Passwords show nowhere: a whole life of a line, at the most talkative level.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

constexpr const char* kPassword = "S3cret-that-expires";
constexpr const char* kRenewed = "S3cret-that-replaces-it";
constexpr const char* kOfHooks = "S3cret-of-a-hook";

class AgentSecrets : public testing::Test {
 protected:
  AgentSecrets() {
    folder_.WriteWorld("servers: {office: {users: {kiosk-17: {password: " + std::string(kPassword) +
                       ", password_expires: 0s}}}}\n");
    folder_.Write("password", std::string(kPassword) + "\n");
    folder_.Write("hook-secret", std::string(kOfHooks) + "\n");
    std::filesystem::permissions(folder_ / "password", std::filesystem::perms(0600));
    folder_.Write("lineman.yaml",
                  "profiles: profiles\nplugins: [plugins]\nstate: state\nsocket: control\n"
                  "defaults: {retry: {start_spread: 0s}}\n");
    folder_.WriteProfile("user: kiosk-17\npassword: {file: " + folder_ / "password" +
                         "}\nsecrets: {mine: {file: " + folder_ / "hook-secret" +
                         "}}\npaused: {password_expired: {answer: {new_password: " + kRenewed +
                         "}}}\nplugins: [{use: talker, allow: {run: [/bin/cat]}}]\n");
    folder_.Write("plugins/talker/init.lua",
                  "return {api = 1, about = 'talks', hooks = {\n"
                  "  connected = function(call)\n"
                  "    local secret = lineman.secret('mine')\n"
                  "    lineman.log('it is ' .. tostring(secret))\n"
                  "    local told = lineman.run{'/bin/cat', stdin = secret, secret = true}\n"
                  "    lineman.log('told ' .. tostring(told.secret))\n"
                  "    call.store.ok = pcall(function() return secret .. '' end)\n"
                  "    error(secret)\n"
                  "  end}}\n");
  }

  void ExpectNoSecretIn(const std::string& text, const std::string& where) const {
    for (const char* secret : {kPassword, kRenewed, kOfHooks}) {
      EXPECT_EQ(text.find(secret), std::string::npos) << secret << " is in " << where;
    }
  }

  AgentFolder folder_;
};

TEST_F(AgentSecrets, ShowInNoLogNoProcessListAndNoStateButTheSecretsFolder) {
  std::vector<std::string> arguments = {"--log", "trace"};
  for (const std::string& word : AgentFolder::AgentArguments()) arguments.push_back(word);
  Program agent(folder_.path(), arguments);
  ASSERT_TRUE(agent.AwaitError("password_changed")) << agent.err();
  ASSERT_TRUE(agent.AwaitError("hook connected failed")) << agent.err();
  for (const char* name : {"cmdline", "environ"}) {
    ExpectNoSecretIn(TextOf("/proc/" + std::to_string(agent.pid()) + "/" + name), name);
  }
  // Whoever follows hears what the socket says as it happens.
  Program follower(folder_.path(), {"--config", "lineman.yaml", "events", "--follow", "--json"});
  ASSERT_TRUE(follower.AwaitOutput("password_changed")) << follower.err();
  const std::size_t so_far = agent.err().size();
  ASSERT_EQ(folder_.Run({"redial", "kiosk"}).code, 0);
  ASSERT_TRUE(agent.AwaitError("hook connected failed", so_far)) << agent.err();
  ASSERT_TRUE(follower.AwaitOutput("hook connected failed")) << follower.err();
  ExpectNoSecretIn(follower.out() + follower.err(), "events");
  for (const std::vector<std::string>& command : {std::vector<std::string>{"status", "--json"},
                                                  {"why", "kiosk", "--all", "--json"},
                                                  {"events", "--json"},
                                                  {"metrics"}}) {
    const Ended told = folder_.Run(command);
    EXPECT_EQ(told.code, 0) << told.err;
    ExpectNoSecretIn(told.out + told.err, command.front());
  }
  agent.Signal(SIGTERM);
  const Ended ended = agent.Await();
  ExpectNoSecretIn(ended.err, "the log");
  ExpectNoSecretIn(ended.out, "the output");
  EXPECT_NE(TextOf(folder_ / "state/secrets/kiosk.current").find(kRenewed), std::string::npos);
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder_ / "state")) {
    if (file.is_directory()) continue;
    ExpectNoSecretIn(TextOf(file.path()), file.path());
    ++files;
  }
  EXPECT_GE(files, 2U) << "the journal and the key";
}

TEST_F(AgentSecrets, ShowInNoCommandsOutput) {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"show", "kiosk", "--json"},
        {"show", "kiosk"},
        {"check", "profiles", "--json"},
        {"plan", "kiosk", "--json"},
        {"plugin", "list"}}) {
    std::vector<std::string> arguments = {"--config", "lineman.yaml"};
    arguments.insert(arguments.end(), command.begin(), command.end());
    const Ended ended = Execute(folder_.path(), arguments);
    EXPECT_FALSE(ended.out.empty()) << command.front();
    ExpectNoSecretIn(ended.out + ended.err, command.front());
  }
}

}  // namespace
}  // namespace lineman
