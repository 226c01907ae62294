// `lineman status` and `why`: what a running agent tells of its lines.
#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>

#include "control/client.h"
#include "control/status.h"
#include "tests/app/agent_folder.h"
#include "text/json.h"

namespace lineman {
namespace {

const LineStatus* Find(const AgentStatus& status, const std::string& profile) {
  for (const LineStatus& line : status.lines) {
    if (line.profile == profile) return &line;
  }
  return nullptr;
}

class AgentStatusTest : public testing::Test {
 protected:
  Json AskJson(const std::vector<std::string>& command) const {
    const Ended ended = folder_.Run(command);
    EXPECT_EQ(ended.code, 0) << ended.err;
    const Result<Json> json = ParseJson(ended.out);
    EXPECT_TRUE(json.has_value()) << ended.out;
    return json.value_or(Json());
  }
  AgentStatus Ask() const {
    const Result<AgentStatus> status = AgentStatusFrom(AskJson({"status", "--json"}));
    EXPECT_TRUE(status.has_value());
    return status.value_or(AgentStatus{});
  }

  AgentFolder folder_;
};

TEST_F(AgentStatusTest, ShowsALineThatIsOnline) {
  folder_.WriteProfile("user: kiosk-17\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const Ended ended = folder_.Run({"status"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_TRUE(ended.out.starts_with("PROFILE  LINE    STATE      SINCE")) << ended.out;
  EXPECT_NE(ended.out.find("\nkiosk    online  connected  "), std::string::npos) << ended.out;
  EXPECT_EQ(ended.out.find('\033'), std::string::npos) << "colour in a pipe";
  EXPECT_NE(folder_.Run({"status", "kiosk"}).out.find("\nkiosk    online  connected  "),
            std::string::npos);

  const AgentStatus status = Ask();
  EXPECT_EQ("lineman " + status.version + "\n", folder_.Run({"--version"}).out);
  EXPECT_EQ(status.pid, agent.pid());
  EXPECT_EQ(status.config, "lineman.yaml");
  EXPECT_TRUE(status.troubles.empty());
  ASSERT_EQ(status.lines.size(), 1U);
  const LineStatus& line = status.lines.front();
  EXPECT_EQ(line.line, "online");
  EXPECT_EQ(line.engine, "simulator");
  EXPECT_EQ(line.state, "connected");
  EXPECT_EQ(line.number, "100");
  EXPECT_EQ(line.user, "kiosk-17");
  EXPECT_TRUE(line.wanted);
  EXPECT_EQ(line.wanted_because, "online: always");
  EXPECT_EQ(line.next_what, "");
  EXPECT_FALSE(line.next.has_value());
  EXPECT_EQ(line.why, "dialled 100 as kiosk-17, by policy: attempt 1");
}

TEST_F(AgentStatusTest, TellsWhenALineDialsNextAndWhy) {
  folder_.WriteProfile(
      "rules: [{name: patient, when: {error: line_busy}, redial: {after: 1h, number: same}}]\n");
  folder_.WriteWorld("numbers: {\"*\": busy}\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> holdoff"));
  const AgentStatus status = Ask();
  ASSERT_EQ(status.lines.size(), 1U);
  const LineStatus& line = status.lines.front();
  EXPECT_EQ(line.line, "holdoff");
  EXPECT_EQ(line.state, "");
  EXPECT_EQ(line.attempt, 1);
  EXPECT_EQ(line.last_error, "line_busy");
  EXPECT_EQ(line.last_error_code, 676);
  EXPECT_EQ(line.failures, (std::map<std::string, int>{{"line", 1}}));
  EXPECT_EQ(line.next_what, "dial");
  ASSERT_TRUE(line.next.has_value());
  EXPECT_GT(*line.next - line.since, std::chrono::minutes(59));
  EXPECT_LT(*line.next - line.since, std::chrono::minutes(61));
  EXPECT_NE(line.why.find(", by rule patient: profiles/kiosk.yaml:4"), std::string::npos)
      << line.why;

  const Ended table = folder_.Run({"status"});
  EXPECT_NE(table.out.find("last error: line_busy (676)"), std::string::npos) << table.out;
  EXPECT_NE(table.out.find("  dial "), std::string::npos) << table.out;

  const Ended why = folder_.Run({"why", "kiosk"});
  EXPECT_EQ(why.code, 0) << why.err;
  EXPECT_TRUE(why.out.starts_with("kiosk waits for its dial at ")) << why.out;
  EXPECT_NE(why.out.find("The last decision: kiosk dials 100 again at "), std::string::npos);
  EXPECT_NE(why.out.find("  by        rule patient\n"), std::string::npos) << why.out;
  EXPECT_NE(why.out.find("  reasons   1. profiles/kiosk.yaml:4"), std::string::npos) << why.out;
  const Ended all = folder_.Run({"why", "kiosk", "--all"});
  EXPECT_NE(all.out.find(" kiosk dialled 100, by policy\n"), std::string::npos) << all.out;
  EXPECT_NE(all.out.find(" kiosk dials 100 again at "), std::string::npos) << all.out;
  const Json json = AskJson({"why", "kiosk", "--json"});
  ASSERT_EQ(json.Find("decisions")->AsArray()->size(), 1U);
  EXPECT_EQ(*json.Find("decisions")->AsArray()->front().Find("what")->AsString(), "redial");
}

TEST_F(AgentStatusTest, PlansWithTheProfileInForce) {
  folder_.WriteProfile("retry: {backoff: {first: 1h, max: 1h, jitter: 0%}}\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  folder_.WriteProfile("retry: {backoff: {first: 3h, max: 3h, jitter: 0%}}\n");  // not reloaded
  ControlResult<ControlClient> client = ControlClient::Connect(folder_ / "control");
  ASSERT_TRUE(client.has_value()) << client.error().message;
  Json params;
  params.Set("profile", "kiosk");
  const ControlResult<Json> plan = client->Call("plan", params);
  ASSERT_TRUE(plan.has_value()) << plan.error().message;
  const Json& second = plan->Find("rows")->AsArray()->at(1);
  EXPECT_EQ(*second.Find("what")->AsString(), "dial");
  EXPECT_EQ(*second.Find("at_ms")->AsInteger(), (3600 + 30) * 1000);
}

TEST_F(AgentStatusTest, OfALineThatOnlyAScheduleWillWakeTellsWhen) {
  folder_.WriteProfile("online: manual\n");
  // A window of an hour that is always some hours away.
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto hour = std::chrono::duration_cast<std::chrono::hours>(now).count() % 24;
  folder_.Write("profiles/later.yaml",
                fmt::format("profile: later\nengine: simulator\nnumbers: [\"200\"]\ntimezone: UTC\n"
                            "online: [\"{:02}:00-{:02}:00\"]\n",
                            (hour + 3) % 24, (hour + 4) % 24));
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("keeping 2 lines up"));
  const AgentStatus status = Ask();
  ASSERT_NE(Find(status, "later"), nullptr);
  EXPECT_EQ(Find(status, "later")->line, "idle");
  EXPECT_EQ(Find(status, "later")->next_what, "dial");
  ASSERT_TRUE(Find(status, "later")->next.has_value());
  const auto away = *Find(status, "later")->next - std::chrono::system_clock::now();
  EXPECT_GT(away, std::chrono::hours(1));
  EXPECT_LE(away, std::chrono::hours(3));
  EXPECT_EQ(Find(status, "kiosk")->next_what, "nothing");
  EXPECT_FALSE(Find(status, "kiosk")->next.has_value());
}

TEST_F(AgentStatusTest, ShowsATroubleOfTheJournalOnceAndNoLongerThanItLasts) {
  folder_.WriteProfile("retry: {holdoff: 1s}\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  // The agent may be writing just now.
  SQLite::Database other(folder_ / "state/journal.db", SQLite::OPEN_READWRITE,
                         static_cast<int>(std::chrono::milliseconds(kPatience).count()));
  other.exec("BEGIN IMMEDIATE");  // nobody else can write now
  EXPECT_EQ(folder_.Run({"redial", "kiosk"}).code, 0);
  ASSERT_TRUE(agent.Says("store: "));
  const Ended ended = folder_.Run({"status"});
  EXPECT_EQ(CountOf(ended.out, "trouble: the journal cannot be written, the lines go on in memory"),
            1)
      << ended.out;
  EXPECT_NE(folder_.Run({"metrics"}).out.find("lineman_journal_writable 0\n"), std::string::npos);
  other.exec("ROLLBACK");
  std::size_t from = agent.err().size();
  ASSERT_TRUE(agent.Says("dialing -> online"));
  EXPECT_EQ(folder_.Run({"redial", "kiosk"}).code, 0);
  ASSERT_TRUE(agent.Says("store: can be written again", from));
  EXPECT_TRUE(Ask().troubles.empty());
}

TEST_F(AgentStatusTest, ShowsThatNothingIsKnownOfThePast) {
  folder_.Write("state/journal.db", "lorem ipsum");
  std::filesystem::permissions(folder_ / "state", std::filesystem::perms(0700));
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("journal.db was damaged and is now"));
  const AgentStatus status = Ask();
  ASSERT_EQ(status.troubles.size(), 1U);
  EXPECT_NE(status.troubles.front().find("journal.db was damaged and is now"), std::string::npos);
}

TEST_F(AgentStatusTest, ShowsAPluginThatIsSetAsideUntilItIsReloaded) {
  folder_.Write("plugins/clumsy/init.lua",
                "return {api = 1, about = 'test', hooks = {running = function() error('no') end}}");
  folder_.Write("lineman.yaml",
                "profiles: profiles\nplugins: [plugins]\nstate: state\nsocket: control\n"
                "defaults: {retry: {start_spread: 0s}}\n");
  folder_.WriteProfile("plugins: [{use: clumsy}]\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const AgentStatus status = Ask();
  ASSERT_EQ(Find(status, "kiosk")->troubles.size(), 1U);
  EXPECT_NE(Find(status, "kiosk")->troubles.front().find("the plugin clumsy failed 5 times"),
            std::string::npos);
  const std::string metrics = folder_.Run({"metrics"}).out;
  EXPECT_NE(metrics.find("lineman_line_hook_failures_total{profile=\"kiosk\"} 5\n"),
            std::string::npos)
      << metrics;
  EXPECT_NE(metrics.find("lineman_line_plugins_set_aside{profile=\"kiosk\"} 1\n"),
            std::string::npos);
  EXPECT_EQ(folder_.Run({"reload"}).code, 0);
  EXPECT_TRUE(Find(Ask(), "kiosk")->troubles.empty());
}

TEST_F(AgentStatusTest, ShowsAPasswordThatCannotBeHad) {
  folder_.WriteProfile("user: kiosk-17\npassword: {file: " + folder_ / "secret" + "}\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("idle -> holdoff"));
  const Ended ended = folder_.Run({"status"});
  EXPECT_EQ(CountOf(ended.out, "trouble: the password cannot be had: "), 1) << ended.out;
}

TEST_F(AgentStatusTest, WatchShowsEachChange) {
  folder_.WriteProfile("online: manual\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("keeping 1 line up"));
  Program watch(folder_.path(), {"--config", "lineman.yaml", "status", "--watch", "--json"});
  ASSERT_TRUE(watch.AwaitOutput("\"line\":\"idle\"")) << watch.err();
  EXPECT_EQ(folder_.Run({"up", "kiosk"}).code, 0);
  ASSERT_TRUE(watch.AwaitOutput("\"line\":\"online\"")) << watch.err();
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
  EXPECT_EQ(watch.Await().code, 3);
}

}  // namespace
}  // namespace lineman
