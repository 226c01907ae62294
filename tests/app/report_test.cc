// `lineman rehearse --report`: the page lands where it is asked for, or nothing is played.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/app/program.h"

namespace lineman {
namespace {

class Report : public testing::Test {
 protected:
  Report() {
    folder_.Write("kiosk.yaml", "profile: kiosk\nengine: simulator\nnumbers: [\"100\"]\n");
    folder_.Write("world.yaml", "world: busy\nstart: 2026-03-02T08:00\nnumbers: {\"*\": busy}\n");
  }

  Ended Rehearse(std::vector<std::string> more) const {
    more.insert(more.begin(), {"rehearse", "kiosk.yaml", "--world", "world.yaml", "--for", "1d"});
    return Execute(folder_.path(), more);
  }

  std::string Page() const {
    std::ostringstream text;
    text << std::ifstream(folder_ / "out.html", std::ios::binary).rdbuf();
    return text.str();
  }

  TemporaryFolder folder_;
};

TEST_F(Report, IsWrittenBesideTheSummary) {
  const Ended plain = Rehearse({});
  const Ended ended = Rehearse({"--report", "out.html"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, plain.out);
  EXPECT_TRUE(Page().starts_with("<!DOCTYPE html>"));
  EXPECT_TRUE(Page().ends_with("</html>\n"));
}

TEST_F(Report, TakesThePlaceOfALongerOne) {
  folder_.Write("out.html", std::string(2'000'000, 'x'));
  const Ended ended = Rehearse({"--report", "out.html", "--json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out.front(), '{');
  EXPECT_TRUE(Page().ends_with("</html>\n"));
}

TEST_F(Report, IsWrittenWhenAnExpectationBreaksToo) {
  const Ended ended =
      Rehearse({"--report", "out.html", "--expect", "longest_outage: {at_most: 1m}"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(Page().find("Broken: 1 of 1"), std::string::npos);
}

TEST_F(Report, GoesWithAgainst) {
  const Ended ended = Rehearse({"--report", "out.html", "--against", "kiosk.yaml"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(Page().find("Side by side"), std::string::npos);
}

TEST_F(Report, ThatCannotBeWrittenIsToldBeforeAnythingIsPlayed) {
  for (const std::string path : {"no/such/folder/out.html", "."}) {
    const Ended ended = Rehearse({"--report", path});
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(ended.out, "");
    EXPECT_TRUE(ended.err.starts_with("lineman: --report: " + path)) << ended.err;
  }
}

}  // namespace
}  // namespace lineman
