// `lineman rehearse` with several seeds and with a fleet, as its users meet it.
#include <gtest/gtest.h>

#include "tests/app/program.h"
#include "text/json.h"

namespace lineman {
namespace {

// Whether anything breaks depends on the seed: one line in two drops within the day.
constexpr const char* kWorld = R"(
world: even
start: 2026-03-02T08:00
servers: {office: {link: copper}}
links: {copper: {drops: [{mean: 36h, error: link_failure}]}}
expect: {dials_per_hour_each_number: {at_most: 1}, online: {at_least: 99.9%}}
)";

class RehearseCommandTest : public testing::Test {
 protected:
  RehearseCommandTest() {
    folder_.Write("kiosk.yaml", "profile: kiosk\nengine: simulator\nnumbers: [\"100\"]\n");
    folder_.Write("slow.yaml",
                  "profile: slow\nengine: simulator\nnumbers: [\"100\"]\nrules: [{when: {lost: "
                  "true}, redial: {after: 2h}}]\n");
    folder_.Write("world.yaml", kWorld);
  }

  Ended Rehearse(std::vector<std::string> more, const std::string& profile = "slow.yaml") const {
    more.insert(more.begin(), {"rehearse", profile, "--world", "world.yaml", "--for", "1d"});
    return Execute(folder_.path(), more);
  }

  TemporaryFolder folder_;
};

TEST_F(RehearseCommandTest, SeveralSeedsAreToldOneAfterAnother) {
  const Ended ended = Rehearse({"--seed", "5", "--seeds", "8"});
  EXPECT_EQ(ended.code, 1) << ended.out;
  EXPECT_NE(ended.out.find("seed 5\n"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("seed 12\n"), std::string::npos) << ended.out;
  // Some days are without a loss.
  EXPECT_EQ(ended.out.find("\n0 of 8 seeds"), std::string::npos) << ended.out;
  EXPECT_EQ(ended.out.find("\n8 of 8 seeds"), std::string::npos) << ended.out;
  EXPECT_TRUE(ended.out.ends_with(" of 8 seeds broke nothing\n")) << ended.out;
}

TEST_F(RehearseCommandTest, EachOfThemIsTheSameByItself) {
  const Ended all = Rehearse({"--seeds", "3", "--json"});
  const auto json = ParseJson(all.out);
  ASSERT_TRUE(json && json->AsArray() != nullptr) << all.out;
  ASSERT_EQ(json->AsArray()->size(), 3U);
  const Ended second = Rehearse({"--seed", "2", "--json"});
  EXPECT_EQ(json->AsArray()->at(1).Dump(2) + "\n", second.out);
}

TEST_F(RehearseCommandTest, BothRuleSetsMeetEverySeed) {
  const Ended ended = Rehearse({"--against", "kiosk.yaml", "--seeds", "2", "--json"});
  const auto json = ParseJson(ended.out);
  ASSERT_TRUE(json && json->AsArray() != nullptr) << ended.out << ended.err;
  ASSERT_EQ(json->AsArray()->size(), 2U);
  for (const Json& pair : *json->AsArray()) {
    ASSERT_NE(pair.AsArray(), nullptr);
    EXPECT_EQ(pair.AsArray()->size(), 2U);
  }
}

TEST_F(RehearseCommandTest, AFleetIsPlayedWithAndWithoutSpread) {
  const Ended ended = Rehearse({"--fleet", "40", "--ports", "40", "--dial-in-rate", "3", "--json",
                                "--expect", "fleet_back: {at_most: 10m}"},
                               "kiosk.yaml");
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  const auto report = ParseJson(ended.out);
  ASSERT_TRUE(report && report->FindArray("runs") != nullptr) << ended.out;
  ASSERT_EQ(report->FindArray("runs")->size(), 2U);
  EXPECT_TRUE(*report->FindArray("runs")->at(0).FindBool("spread"));
  EXPECT_FALSE(*report->FindArray("runs")->at(1).FindBool("spread"));
  EXPECT_NE(ended.out.find("\"peak_dials_per_second\": 40"), std::string::npos) << ended.out;
}

TEST_F(RehearseCommandTest, WhatDoesNotGoTogetherIsAUsageError) {
  for (const std::vector<std::string>& more :
       std::vector<std::vector<std::string>>{{"--fleet", "3", "--against", "kiosk.yaml"},
                                             {"--fleet", "3", "--report", "out.html"},
                                             {"--fleet", "3", "--seeds", "2"},
                                             {"--seeds", "2", "--report", "out.html"},
                                             {"--ports", "3"},
                                             {"--against", "kiosk.yaml", "--per-dial", "nan"},
                                             {"--against", "kiosk.yaml", "--per-minute", "-1"},
                                             {"--seed", "-1"},
                                             {"--seed", "9223372036854775808"},
                                             {"--fleet", "0"}}) {
    const Ended ended = Rehearse(more);
    EXPECT_EQ(ended.code, 2) << more.front() << ended.out;
    EXPECT_NE(ended.err, "");
  }
  const Ended two =
      Execute(folder_.path(), {"rehearse", "kiosk.yaml", "slow.yaml", "--fleet", "3"});
  EXPECT_EQ(two.code, 2);
  EXPECT_NE(two.err.find("name one PROFILE"), std::string::npos) << two.err;
}

TEST_F(RehearseCommandTest, TwoLinesOfOneNameCannotBeToldApart) {
  const Ended ended = Execute(folder_.path(), {"rehearse", "kiosk.yaml", "kiosk.yaml"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("two of the profiles are called kiosk"), std::string::npos) << ended.err;
  EXPECT_EQ(ended.out, "");
}

TEST_F(RehearseCommandTest, WithoutAWorldItIsTheQuietOne) {
  const Ended ended = Execute(folder_.path(), {"rehearse", "kiosk.yaml", "--for", "1d"});
  EXPECT_TRUE(ended.out.starts_with("1d in the world quiet, seed 1\n")) << ended.out;
}

}  // namespace
}  // namespace lineman
