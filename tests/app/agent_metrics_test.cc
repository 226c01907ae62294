// `lineman metrics` and the key metrics_file: figures for Prometheus.
#include <gtest/gtest.h>

#include <csignal>
#include <ctime>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

// A sample line of the text format, and the comments before a family.
bool IsWellFormed(const std::string& line) {
  static const std::regex kSample(
      R"re([a-z_]+(\{[a-z]+="([^"\\]|\\.)*"(,[a-z]+="([^"\\]|\\.)*")*\})? -?[0-9.]+)re");
  static const std::regex kComment(R"(# (HELP [a-z_]+ .+|TYPE [a-z_]+ (gauge|counter)))");
  return std::regex_match(line, kSample) || std::regex_match(line, kComment);
}

std::map<std::string, double> Samples(const std::string& text) {
  std::map<std::string, double> samples;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    EXPECT_TRUE(IsWellFormed(line)) << line;
    if (line.starts_with('#')) continue;
    const std::size_t blank = line.rfind(' ');
    EXPECT_TRUE(samples.emplace(line.substr(0, blank), std::stod(line.substr(blank + 1))).second)
        << line;
  }
  return samples;
}

// Waits until the file has the text.
bool FileComesToSay(const std::string& path, const std::string& text) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const timespec turn{0, 10'000'000};
  while (TextOf(path).find(text) == std::string::npos) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    nanosleep(&turn, nullptr);
  }
  return true;
}

class AgentMetrics : public testing::Test {
 protected:
  void UseFile(const std::string& path) const {
    folder_.Write("lineman.yaml",
                  "profiles: profiles\nstate: state\nsocket: control\nmetrics_file: " + path +
                      "\ndefaults: {retry: {start_spread: 0s}}\n");
  }

  AgentFolder folder_;
};

TEST_F(AgentMetrics, CountWhatHappened) {
  folder_.WriteProfile("retry: {holdoff: 1s, backoff: {first: 1s, max: 1s}}\n");
  folder_.WriteWorld("numbers: {\"*\": {calls: [busy], answers: office}}\nservers: {office: {}}\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const Ended ended = folder_.Run({"metrics"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  auto samples = Samples(ended.out);
  EXPECT_EQ(samples["lineman_up"], 1);
  EXPECT_EQ(samples["lineman_journal_writable"], 1);
  EXPECT_EQ(samples[R"(lineman_line_state{profile="kiosk",state="online"})"], 1);
  EXPECT_EQ(samples[R"(lineman_line_state{profile="kiosk",state="dialing"})"], 0);
  double states = 0;
  for (const auto& [name, value] : samples) {
    if (name.starts_with("lineman_line_state{")) states += value;
  }
  EXPECT_EQ(states, 1);
  EXPECT_EQ(samples[R"(lineman_line_online{profile="kiosk"})"], 1);
  EXPECT_EQ(samples[R"(lineman_line_wanted{profile="kiosk"})"], 1);
  EXPECT_EQ(samples[R"(lineman_line_dials_total{profile="kiosk"})"], 2);
  EXPECT_EQ(samples[R"(lineman_line_failures_total{profile="kiosk",cause="line"})"], 1);
  EXPECT_EQ(samples[R"(lineman_line_failures_total{profile="kiosk",cause="server"})"], 0);
  EXPECT_EQ(samples[R"(lineman_line_attempts{profile="kiosk"})"], 2);
  EXPECT_EQ(samples[R"(lineman_line_last_error{profile="kiosk",error="line_busy"})"], 676);
  EXPECT_EQ(samples.count(R"(lineman_line_next_dial_timestamp_seconds{profile="kiosk"})"), 0U);
}

TEST_F(AgentMetrics, AreThoseOfTheManual) {
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  std::set<std::string> told;
  std::istringstream in(folder_.Run({"metrics"}).out);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("# TYPE ")) told.insert(line.substr(7, line.rfind(' ') - 7));
  }
  std::set<std::string> written;
  const std::string manual = TextOf(InSource("config/README.md"));
  const std::regex name("`(lineman_[a-z_]+)`");
  for (std::sregex_iterator at(manual.begin(), manual.end(), name), end; at != end; ++at) {
    written.insert((*at)[1]);
  }
  EXPECT_EQ(told, written);
}

TEST_F(AgentMetrics, TellWhenTheNextDialIsAndNeverGoBack) {
  folder_.WriteProfile("retry: {backoff: {first: 1h, max: 1h}}\n");
  folder_.WriteWorld(
      "links: {copper: {drops: [{after: 1s}]}}\nservers: {office: {link: copper}}\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("online -> holdoff"));
  auto samples = Samples(folder_.Run({"metrics"}).out);
  EXPECT_GT(samples[R"(lineman_line_next_dial_timestamp_seconds{profile="kiosk"})"],
            static_cast<double>(std::time(nullptr)) + 1800);
  EXPECT_EQ(samples[R"(lineman_line_online{profile="kiosk"})"], 0);
  EXPECT_GE(samples[R"(lineman_line_online_seconds_total{profile="kiosk"})"], 0.9);
  EXPECT_GT(samples[R"(lineman_line_received_bytes_total{profile="kiosk"})"], 0);
  EXPECT_GT(samples[R"(lineman_line_sent_bytes_total{profile="kiosk"})"], 0);
  const double received = samples[R"(lineman_line_received_bytes_total{profile="kiosk"})"];
  const std::size_t from = agent.err().size();
  EXPECT_EQ(folder_.Run({"redial", "kiosk"}).code, 0);
  ASSERT_TRUE(agent.Says("dialing -> online", from));
  samples = Samples(folder_.Run({"metrics"}).out);
  EXPECT_GE(samples[R"(lineman_line_received_bytes_total{profile="kiosk"})"], received);
}

TEST_F(AgentMetrics, AreKeptInAFileThatFollowsEachChangeAndIsGoneWithTheAgent) {
  UseFile("lineman.prom");
  const std::string file = folder_ / "lineman.prom";
  RunningAgent agent(folder_);
  const std::string online = R"(lineman_line_online{profile="kiosk"} 1)";
  ASSERT_TRUE(FileComesToSay(file, online));
  EXPECT_EQ(Samples(TextOf(file))["lineman_up"], 1);
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file).permissions(), perms(0644));
  EXPECT_EQ(folder_.Run({"down", "kiosk"}).code, 0);
  ASSERT_TRUE(FileComesToSay(file, R"(lineman_line_state{profile="kiosk",state="idle"} 1)"));

  UseFile("other.prom");
  EXPECT_EQ(folder_.Run({"reload"}).code, 0);
  ASSERT_TRUE(FileComesToSay(folder_ / "other.prom", "lineman_up 1"));
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "other.prom"));
}

TEST_F(AgentMetrics, AFileThatCannotBeWrittenIsATroubleAndNoMore) {
  UseFile("nowhere/lineman.prom");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("metrics_file: nowhere/lineman.prom.draft cannot be written"));
  ASSERT_TRUE(agent.Says("dialing -> online"));
  EXPECT_EQ(CountOf(folder_.Run({"status"}).out, "trouble: metrics_file: "), 1);
  folder_.MakeFolder("nowhere");
  EXPECT_EQ(folder_.Run({"redial", "kiosk"}).code, 0);
  ASSERT_TRUE(FileComesToSay(folder_ / "nowhere/lineman.prom", "lineman_up 1"));
}

}  // namespace
}  // namespace lineman
