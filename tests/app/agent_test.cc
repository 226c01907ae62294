// `lineman agent`: connects, says what it does and why, hangs up when told to end.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

// The lines of a log about one profile, without time and level.
std::vector<std::string> LinesAbout(const std::string& profile, const std::string& log) {
  static const std::regex kLine(R"(\S+ \S+ (\w+) (.*))");
  std::vector<std::string> lines;
  std::istringstream in(log);
  for (std::string line; std::getline(in, line);) {
    std::smatch parts;
    if (!std::regex_match(line, parts, kLine)) continue;
    const std::string text = parts[2];
    if (text.starts_with(profile + ": ")) lines.push_back(text.substr(profile.size() + 2));
  }
  return lines;
}

std::vector<std::string> Matching(const std::vector<std::string>& lines, const std::string& form) {
  std::vector<std::string> found;
  for (const std::string& line : lines) {
    if (std::regex_search(line, std::regex(form))) found.push_back(line);
  }
  return found;
}

std::vector<std::string> Moves(const std::string& log) {
  std::vector<std::string> moves;
  for (const std::string& line : Matching(LinesAbout("kiosk", log), R"(^\w+ -> \w+)")) {
    moves.push_back(std::regex_replace(line, std::regex("(-> \\w+).*"), "$1"));
  }
  return moves;
}

TEST(Agent, ConnectsAndHangsUpCleanlyWhenToldToEnd) {
  for (const int signal : {SIGTERM, SIGINT}) {
    const AgentFolder folder;
    RunningAgent agent(folder);
    ASSERT_TRUE(agent.Says("dialing -> online"));
    agent.Signal(signal);
    const Ended ended = agent.Await();
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.out, "");
    EXPECT_EQ(Moves(ended.err),
              (std::vector<std::string>{"idle -> dialing", "dialing -> online",
                                        "online -> hanging_up", "hanging_up -> idle"}));
    EXPECT_NE(ended.err.find("told to end: hanging up"), std::string::npos);
    EXPECT_EQ(CountOf(ended.err, "hang_up: the agent ends [policy]"), 1) << ended.err;
    EXPECT_TRUE(ended.err.ends_with("ended\n")) << ended.err;
  }
}

TEST(Agent, IsToldTwiceToEndAndDoesNotWaitForTheHangUp) {
  AgentFolder folder;
  folder.Write("world.yaml", "world: slow\npace: 100\ntiming: {hang_up: 10m}\n");
  RunningAgent agent(folder);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  agent.Signal(SIGTERM);
  ASSERT_TRUE(agent.Says("online -> hanging_up"));
  agent.Signal(SIGTERM);
  const Ended ended = agent.Await();
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err.find("hanging_up -> idle"), std::string::npos) << ended.err;
}

TEST(Agent, EndsWhileItDials) {
  AgentFolder folder;
  folder.Write("world.yaml", "world: slow\ntiming: {ring: 10m}\n");
  RunningAgent agent(folder);
  ASSERT_TRUE(agent.Says("idle -> dialing"));
  agent.Signal(SIGTERM);
  const Ended ended = agent.Await();
  EXPECT_EQ(ended.code, 0);
  EXPECT_NE(ended.err.find("hanging_up -> idle"), std::string::npos) << ended.err;
}

TEST(Agent, LogsEachMoveAndEachDecisionOnceWithItsReason) {
  AgentFolder folder;
  folder.WriteProfile(
      "retry: {holdoff: 1s}\n"
      "rules:\n"
      "  - {name: patient, when: {error: line_busy}, redial: {after: 1s, number: same}}\n");
  folder.WriteWorld("numbers: {\"*\": {calls: [busy], answers: office}}\nservers: {office: {}}\n");
  RunningAgent agent(folder);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  agent.Signal(SIGTERM);
  const std::string log = agent.Await().err;
  EXPECT_EQ(Moves(log), (std::vector<std::string>{"idle -> dialing", "dialing -> holdoff",
                                                  "holdoff -> dialing", "dialing -> online",
                                                  "online -> hanging_up", "hanging_up -> idle"}))
      << log;
  const std::vector<std::string> lines = LinesAbout("kiosk", log);
  const auto dials = Matching(lines, "^dial ");
  ASSERT_EQ(dials.size(), 2U) << log;
  EXPECT_EQ(dials[0], "dial 100 [policy; attempt 1]");
  EXPECT_EQ(dials[1], "dial 100 [policy; attempt 2]");
  const auto redials = Matching(lines, "^redial ");
  ASSERT_EQ(redials.size(), 1U) << log;
  EXPECT_TRUE(redials[0].starts_with("redial in 1s 100 [rule patient; ")) << redials[0];
  EXPECT_NE(redials[0].find("profiles/kiosk.yaml:6"), std::string::npos) << redials[0];
}

TEST(Agent, DoesNotStartWithAConfigurationThatIsWrong) {
  AgentFolder folder;
  folder.WriteProfile("retry: {holdof: 5s}\n");
  folder.Write("profiles/other.yaml", "profile: other\nengine: telegraph\n");
  const Ended ended = Execute(folder.path(), AgentFolder::AgentArguments());
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.out, "");
  EXPECT_NE(ended.err.find("profiles/kiosk.yaml:4:9: error: "), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("did you mean 'holdoff'?"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("profiles/other.yaml:2:9: error: "), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("the agent does not start"), std::string::npos);
  EXPECT_EQ(ended.err.find("idle ->"), std::string::npos) << ended.err;
}

TEST(Agent, DoesNotStartWithoutAConfigurationOrInAWorldThatIsWrong) {
  AgentFolder folder;
  const Ended missing = Execute(folder.path(), {"--config", "none.yaml", "agent"});
  EXPECT_EQ(missing.code, 1);
  EXPECT_NE(missing.err.find("none.yaml:1:1: error: "), std::string::npos) << missing.err;
  folder.Write("world.yaml", "world: wrong\nspeed: 3\n");
  const Ended wrong = Execute(folder.path(), AgentFolder::AgentArguments());
  EXPECT_EQ(wrong.code, 1);
  EXPECT_NE(wrong.err.find("world.yaml:2:1: error: "), std::string::npos) << wrong.err;
}

TEST(Agent, WithoutAnyProfileSaysSo) {
  AgentFolder folder;
  folder.Write("profiles/kiosk.yaml", "engine: simulator\n");
  const Ended ended = Execute(folder.path(), AgentFolder::AgentArguments());
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("there is no profile in"), std::string::npos) << ended.err;
}

#if defined(__linux__) && !defined(LINEMAN_SANITIZED)
TEST(Agent, OnlineStaysUnderTenMebibytes) {
  const AgentFolder folder;
  RunningAgent agent(folder);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  std::ifstream status("/proc/" + std::to_string(agent.pid()) + "/status");
  long resident_kib = 0;
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) resident_kib = std::stol(line.substr(6));
  }
  EXPECT_GT(resident_kib, 0);
  EXPECT_LT(resident_kib, 10 * 1024);
  RecordProperty("resident_kib", std::to_string(resident_kib));
}
#endif

}  // namespace
}  // namespace lineman
