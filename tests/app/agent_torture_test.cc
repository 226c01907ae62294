// An agent that is killed again and again, at any moment, under load: what it has promised holds.
//
// LINEMAN_KILLS says how often (a few by default; 1000 take half an hour).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <map>
#include <random>
#include <regex>
#include <sstream>

#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

constexpr int kLines = 20;
constexpr int kCap = 6;           // dials
constexpr double kCapSpan = 20;   // seconds
constexpr double kLogLate = 0.1;  // seconds: a dial may be logged so long after it left
constexpr int kTries = 2;         // of a password that is wrong

int Kills() {
  const char* given = std::getenv("LINEMAN_KILLS");
  return given == nullptr ? 8 : std::atoi(given);
}

// What a log says, over many lives of the agent.
class Witness {
 public:
  void Read(const std::string& log) {
    std::istringstream in(log);
    for (std::string line; std::getline(in, line);) {
      std::smatch parts;
      static const std::regex kDial(R"((\S+) (\d+):(\d+):([\d.]+) info (\S+): \w+ -> dialing.*)");
      static const std::regex kTurn(R"(.* info (\S+): log: turn (\d+) .*)");
      if (std::regex_match(line, parts, kDial)) {
        Dialled(parts[5],
                std::stod(parts[2]) * 3600 + std::stod(parts[3]) * 60 + std::stod(parts[4]));
      } else if (std::regex_match(line, parts, kTurn)) {
        Turned(parts[1], std::stoi(parts[2]));
      }
      if (line.find("damaged") != std::string::npos || line.find(" store: ") != std::string::npos) {
        ADD_FAILURE() << line;
      }
    }
  }

  std::size_t dials() const { return dials_; }
  std::size_t dials_of(const std::string& profile) const {
    const auto at = dials_of_.find(profile);
    return at == dials_of_.end() ? 0 : at->second;
  }

 private:
  void Dialled(const std::string& profile, double at) {
    ++dials_;
    ++dials_of_[profile];
    // All lines but one share a number.
    if (profile == "locked") return;
    recent_.push_back(at);
    while (recent_.front() + kCapSpan <= at + kLogLate) recent_.pop_front();
    EXPECT_LE(recent_.size(), static_cast<std::size_t>(kCap)) << "at " << at;
  }

  // The hook before each dial counts in its store, which is kept with the dial.
  void Turned(const std::string& profile, int turn) {
    int& last = turns_[profile];
    EXPECT_GE(turn, last) << profile;
    EXPECT_LE(turn, last + 2) << profile << ": a dial that was not seen, or a store from nowhere";
    last = turn;
  }

  std::deque<double> recent_;
  std::size_t dials_ = 0;
  std::map<std::string, std::size_t> dials_of_;
  std::map<std::string, int> turns_;
};

class AgentTorture : public testing::Test {
 protected:
  AgentTorture() {
    folder_.Write("lineman.yaml",
                  "profiles: profiles\nplugins: [plugins]\nstate: state\nsocket: control\n"
                  "defaults:\n"
                  "  retry: {start_spread: 0s, holdoff: 1s,\n"
                  "          backoff: {first: 1s, factor: 1, max: 1s, jitter: 0%},\n" +
                      fmt::format("          budgets: {{line: 100, credentials: {}}}}}\n", kTries));
    folder_.WriteWorld(
        "numbers: {\"100\": no_answer, \"*\": {answers: office}}\n"
        "servers: {office: {users: {kiosk-17: {password: right}}}}\n");
    folder_.WriteProfile("");  // makes the folder of profiles
    for (int i = 0; i < kLines; ++i) {
      folder_.Write(fmt::format("profiles/line-{}.yaml", i),
                    fmt::format("profile: line-{}\nengine: simulator\nnumbers: [\"100\"]\n"
                                "retry: {{caps: [{{dials: {}, per: {}s, each: number}}]}}\n"
                                "plugins: [{{use: counter}}]\n",
                                i, kCap, kCapSpan));
    }
    folder_.Write("profiles/kiosk.yaml",
                  "profile: locked\nengine: simulator\nnumbers: [\"200\"]\nuser: kiosk-17\n"
                  "password: {file: " +
                      folder_ / "secret" + "}\n");
    folder_.Write("secret", "wrong\n");
    folder_.Write("plugins/counter/init.lua",
                  "return {api = 1, about = 'counts', hooks = {before_dial = function(call)\n"
                  "  call.store.turn = (call.store.turn or 0) + 1\n"
                  "  lineman.log('turn ' .. call.store.turn)\n"
                  "end}}\n");
  }

  AgentFolder folder_;
};

TEST_F(AgentTorture, KeepsItsPromisesThroughKillsAtAnyMoment) {
  std::mt19937 chance(20261121);
  std::uniform_int_distribution<long> nanoseconds(0, 1'200'000'000);
  Witness witness;
  for (int kill = 0; kill < Kills(); ++kill) {
    RunningAgent agent(folder_);
    ASSERT_TRUE(agent.Says("lines up"));
    const long moment = nanoseconds(chance);
    const timespec until{moment / 1'000'000'000, moment % 1'000'000'000};
    nanosleep(&until, nullptr);
    agent.Signal(SIGKILL);
    witness.Read(agent.Await().err);
  }
  // A last life, which ends by itself, and so has all that is left to say.
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("lines up"));
  agent.Signal(SIGTERM);
  witness.Read(agent.Await().err);
  EXPECT_GE(witness.dials(), static_cast<std::size_t>(kCap));
  EXPECT_LE(witness.dials_of("locked"), static_cast<std::size_t>(kTries));
}

}  // namespace
}  // namespace lineman
