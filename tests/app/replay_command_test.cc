// `lineman rehearse --replay` as its users meet it.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/app/program.h"
#include "text/json.h"

namespace lineman {
namespace {

// A profile and the record of an agent with it: tests/rehearsal/replay_restart_test.cc tells of
// them.
const std::string kRecords = std::string(LINEMAN_SOURCE_DIR) + "/tests/rehearsal/records/";
const std::string kKiosk = kRecords + "kiosk.yaml";
const std::string kRecord = kRecords + "two-lines.jsonl";

class ReplayCommandTest : public testing::Test {
 protected:
  Ended Replay(std::vector<std::string> more, const std::string& record = kRecord) const {
    std::vector<std::string> arguments = {"rehearse", kKiosk, "--replay", record};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Execute(folder_.path(), arguments);
  }

  // The record but for lines with these words.
  static std::string WithoutLinesOf(const std::string& words) {
    std::ifstream file(kRecord);
    std::string text;
    for (std::string line; std::getline(file, line);) {
      if (line.find(words) == std::string::npos) text += line + "\n";
    }
    return text;
  }

  TemporaryFolder folder_;
};

TEST_F(ReplayCommandTest, LaysWhatHappenedBesideWhatWouldHave) {
  const Ended ended = Replay({"--per-dial", "0.10"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  for (const char* words : {"58s of kiosk in ", "what happened", "what would have", "outages",
                            "2 line", "cost              0.60", "unobserved: "}) {
    EXPECT_NE(ended.out.find(words), std::string::npos) << words << "\n" << ended.out;
  }
}

TEST_F(ReplayCommandTest, GivesTheSameJsonTwice) {
  const Ended ended = Replay({"--json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, Replay({"--json"}).out);
  const Result<Json> json = ParseJson(ended.out);
  ASSERT_TRUE(json) << ended.out;
  EXPECT_EQ(*json->FindString("profile"), "kiosk");
  EXPECT_EQ(*json->Find("happened")->Find("dials")->FindInteger("count"), 8);
  EXPECT_EQ(*json->Find("would_have")->Find("dials")->FindInteger("connected"), 6);
  EXPECT_EQ(*json->Find("unobserved")->FindInteger("dials"), 0);
  EXPECT_EQ(*Replay({"--json", "--for", "10s"}).out.c_str(), '{');
}

TEST_F(ReplayCommandTest, AnExpectationHoldsForTheRulesAndABreachExits1) {
  EXPECT_EQ(Replay({"--expect", "longest_outage: {at_most: 1m}"}).code, 0);
  const Ended ended = Replay({"--expect", "longest_outage: {at_most: 1s}"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.out.find("BROKEN kiosk: longest_outage: {at_most: 1s}"), std::string::npos);
}

TEST_F(ReplayCommandTest, WhatMakesNoSenseTogetherIsRefused) {
  const std::pair<std::vector<std::string>, std::string> kRefused[] = {
      {{"--world", "w.yaml"}, "there is no --world"},
      {{"--against", kKiosk}, "there is no --against"},
      {{"--fleet", "5"}, "there is no --fleet"},
      {{"--report", "out.html"}, "--report draws no replay"},
      {{kKiosk}, "name one PROFILE"},
      {{"--expect", "account_locked: never"}, "no record tells whether an account was locked"},
      {{"--for", "0s"}, "--for: it has to be longer than nothing"},
  };
  for (const auto& [arguments, why] : kRefused) {
    const Ended ended = Replay(arguments);
    EXPECT_EQ(ended.code, 2) << why;
    EXPECT_NE(ended.err.find(why), std::string::npos) << ended.err;
  }
  const Ended prices = Execute(folder_.path(), {"rehearse", kKiosk, "--per-dial", "1"});
  EXPECT_EQ(prices.code, 2);
  EXPECT_NE(prices.err.find("need --against or --replay"), std::string::npos) << prices.err;
}

TEST_F(ReplayCommandTest, ARecordThatCannotBeReadIsToldWithItsPlace) {
  EXPECT_NE(Replay({}, "gone.jsonl").err.find("gone.jsonl: there is no such file"),
            std::string::npos);
  folder_.Write("bad.jsonl", "what is this\n");
  const Ended bad = Replay({}, "bad.jsonl");
  EXPECT_EQ(bad.code, 1);
  EXPECT_NE(bad.err.find("bad.jsonl:1:1: error: this is no entry of a record"), std::string::npos);
  // What `events --kind line` and its like leave of a record is not enough.
  for (const char* kind : {"\"kind\":\"notification\"", "\"kind\":\"decision\""}) {
    folder_.Write("half.jsonl", WithoutLinesOf(kind));
    const Ended half = Replay({}, "half.jsonl");
    EXPECT_EQ(half.code, 1) << half.out;
    EXPECT_NE(half.err.find("without --kind"), std::string::npos) << half.err;
  }
  folder_.Write("other.yaml", "profile: other\nnumbers: [\"1\"]\n");
  const Ended other = Execute(folder_.path(), {"rehearse", "other.yaml", "--replay", kRecord});
  EXPECT_EQ(other.code, 1);
  EXPECT_NE(other.err.find("it has those of 'kiosk', 'till'"), std::string::npos) << other.err;
}

}  // namespace
}  // namespace lineman
