// `lineman events`: the record of a running agent, and of those before it.
#include <gtest/gtest.h>

#include <csignal>
#include <set>
#include <sstream>

#include "model/record.h"
#include "tests/app/agent_folder.h"

namespace lineman {
namespace {

std::vector<Entry> Entries(const std::string& lines) {
  std::vector<Entry> entries;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    const Result<Json> json = ParseJson(line);
    EXPECT_TRUE(json.has_value()) << line;
    if (!json) continue;
    EXPECT_EQ(json->Dump(), line);
    const Result<Entry> entry = EntryFrom(*json);
    EXPECT_TRUE(entry.has_value()) << line;
    if (entry) entries.push_back(*entry);
  }
  return entries;
}

class AgentEvents : public testing::Test {
 protected:
  std::vector<Entry> Ask(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"events", "--json"});
    const Ended ended = folder_.Run(more);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return Entries(ended.out);
  }

  AgentFolder folder_;
};

TEST_F(AgentEvents, AreTheRecordAsItIsWritten) {
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const std::vector<Entry> entries = Ask();
  ASSERT_FALSE(entries.empty());
  std::uint64_t last = 0;
  for (const Entry& entry : entries) {
    EXPECT_GT(entry.sequence, last);
    last = entry.sequence;
  }
  EXPECT_EQ(entries.back().what, "online");
  EXPECT_EQ(entries.back().from, "dialing");
}

TEST_F(AgentEvents, AreChosenByProfileKindAndTime) {
  folder_.Write("profiles/annexe.yaml", "profile: annexe\nengine: simulator\nnumbers: [\"200\"]\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("annexe: dialing -> online"));
  ASSERT_TRUE(agent.Says("kiosk: dialing -> online"));
  for (const Entry& entry : Ask({"annexe"})) EXPECT_EQ(entry.profile, "annexe");
  const std::vector<Entry> decisions = Ask({"--kind", "decision"});
  EXPECT_EQ(decisions.size(), 2U);
  for (const Entry& entry : decisions) EXPECT_EQ(entry.what, "dial");
  EXPECT_EQ(Ask({"--since", "1h"}).size(), Ask().size());
  EXPECT_TRUE(Ask({"--since", "2999-01-01"}).empty());
  EXPECT_EQ(folder_.Run({"events", "--since", "yesterday"}).code, 2);
  EXPECT_EQ(folder_.Run({"events", "--kind", "trouble-maker"}).code, 2);
}

TEST_F(AgentEvents, AreReadableWithoutJson) {
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const Ended ended = folder_.Run({"events", "kiosk"});
  EXPECT_NE(ended.out.find("  kiosk  dial 100 [policy; attempt 1]\n"), std::string::npos)
      << ended.out;
  EXPECT_NE(ended.out.find("  kiosk  dialing -> online\n"), std::string::npos) << ended.out;
}

TEST_F(AgentEvents, FollowShowsThePastAndWhatHappensEachOnce) {
  folder_.WriteProfile("online: manual\n");
  RunningAgent agent(folder_);
  ASSERT_TRUE(agent.Says("keeping 1 line up"));
  EXPECT_EQ(folder_.Run({"up", "kiosk"}).code, 0);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  Program follow(folder_.path(),
                 {"--config", "lineman.yaml", "events", "--follow", "--json", "--since", "1h"});
  ASSERT_TRUE(follow.AwaitOutput("\"what\":\"online\"")) << follow.err();
  EXPECT_EQ(folder_.Run({"down", "kiosk"}).code, 0);
  ASSERT_TRUE(follow.AwaitOutput("\"what\":\"idle\"")) << follow.err();
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
  const Ended ended = follow.Await();
  EXPECT_EQ(ended.code, 3);
  std::set<std::uint64_t> seen;
  for (const Entry& entry : Entries(ended.out)) {
    EXPECT_TRUE(seen.insert(entry.sequence).second) << entry.sequence;
  }
  EXPECT_EQ(*seen.rbegin() - *seen.begin() + 1, seen.size()) << "none is missing";
}

}  // namespace
}  // namespace lineman
