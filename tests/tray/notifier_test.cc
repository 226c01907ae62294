#include "tray/notifier.h"

#include <gtest/gtest.h>

#include "tests/tray/lines.h"

namespace lineman {
namespace {

using Kind = Notice::Kind;

class NotifierTest : public testing::Test {
 protected:
  std::vector<Kind> Look(const LineStatus& line) {
    std::vector<Kind> kinds;
    for (const Notice& notice : notifier_.Look(AgentWith({line}))) kinds.push_back(notice.kind);
    return kinds;
  }
  std::vector<Kind> Look(const std::string& state) { return Look(LineIn(state)); }

  Notifier notifier_;
};

using Kinds = std::vector<Kind>;

TEST_F(NotifierTest, TellsALossOnceAndItsEndOnce) {
  EXPECT_EQ(Look("online"), Kinds{});
  EXPECT_EQ(Look("holdoff"), Kinds{Kind::kLost});
  EXPECT_EQ(Look("holdoff"), Kinds{});
  EXPECT_EQ(Look("dialing"), Kinds{});
  EXPECT_EQ(Look("holdoff"), Kinds{});
  EXPECT_EQ(Look("online"), Kinds{Kind::kRecovered});
  EXPECT_EQ(Look("online"), Kinds{});
}

TEST_F(NotifierTest, SaysNothingOfALineThatWasNeverUp) {
  EXPECT_EQ(Look("dialing"), Kinds{});
  EXPECT_EQ(Look("holdoff"), Kinds{});
  EXPECT_EQ(Look("online"), Kinds{});
}

TEST_F(NotifierTest, ARedialThatWorksDisturbsNobody) {
  for (const char* state : {"online", "hanging_up", "dialing", "online"}) {
    EXPECT_EQ(Look(state), Kinds{}) << state;
  }
}

TEST_F(NotifierTest, ARedialThatFailsIsALoss) {
  Look("online");
  Look("hanging_up");
  Look("dialing");
  EXPECT_EQ(Look("holdoff"), Kinds{Kind::kLost});
}

TEST_F(NotifierTest, ADoubtfulLineIsLostAlready) {
  Look("online");
  EXPECT_EQ(Look("doubtful"), Kinds{Kind::kLost});
  EXPECT_EQ(Look("hanging_up"), Kinds{});
  EXPECT_EQ(Look("holdoff"), Kinds{});
  EXPECT_EQ(Look("online"), Kinds{Kind::kRecovered});
}

TEST_F(NotifierTest, WhatTheOperatorOrTheScheduleTakesDownIsNoLoss) {
  Look("online");
  LineStatus down = LineIn("hanging_up");
  down.wanted = false;
  EXPECT_EQ(Look(down), Kinds{});
  down.line = "idle";
  EXPECT_EQ(Look(down), Kinds{});
  EXPECT_EQ(Look("dialing"), Kinds{});
  EXPECT_EQ(Look("online"), Kinds{});
}

TEST_F(NotifierTest, TheOfficeIsNeededOnceWhateverIsTriedMeanwhile) {
  Look("online");
  EXPECT_EQ(Look("holdoff"), Kinds{Kind::kLost});
  EXPECT_EQ(Look("open_circuit"), Kinds{Kind::kNeedsOffice});
  EXPECT_EQ(Look("dialing"), Kinds{});
  EXPECT_EQ(Look("open_circuit"), Kinds{});
  EXPECT_EQ(Look("online"), Kinds{Kind::kRecovered});
  EXPECT_EQ(Look("open_circuit"), Kinds{Kind::kNeedsOffice});
}

TEST_F(NotifierTest, APauseIsToldOnceAndTheNextOfThatKindInItsCallNot) {
  const LineStatus prompt = PausedIn("interactive", {"text", "done"});
  EXPECT_EQ(Look(prompt), Kinds{Kind::kNeedsAnswer});
  EXPECT_EQ(Look(prompt), Kinds{});
  EXPECT_EQ(Look("dialing"), Kinds{});
  EXPECT_EQ(Look(prompt), Kinds{});
  EXPECT_EQ(Look(PausedIn("password_expired", {"new_password"})), Kinds{Kind::kNeedsAnswer});
  EXPECT_EQ(Look("holdoff"), Kinds{});
  EXPECT_EQ(Look(prompt), Kinds{Kind::kNeedsAnswer});
}

TEST_F(NotifierTest, APauseThatIsNotToldYetIsToldLater) {
  LineStatus young = PausedIn("interactive", {"text"});
  young.pause.reset();
  EXPECT_EQ(Look(young), Kinds{});
  EXPECT_EQ(Look(PausedIn("interactive", {"text"})), Kinds{Kind::kNeedsAnswer});
}

TEST_F(NotifierTest, LinesAreToldOfOneByOne) {
  notifier_.Look(AgentWith({LineIn("online", "a"), LineIn("online", "b")}));
  const auto notices = notifier_.Look(AgentWith({LineIn("holdoff", "a"), LineIn("online", "b")}));
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].profile, "a");
  EXPECT_EQ(Plain(notices[0].title, Zone(), kMorning), "a has lost its line");
}

TEST_F(NotifierTest, SaysWhenTheNextTryIsAndWhy) {
  Look("online");
  const auto notices =
      notifier_.Look(AgentWith({WaitingUntil(kMorning + std::chrono::minutes(5))}));
  ASSERT_EQ(notices.size(), 1U);
  ASSERT_EQ(notices[0].text.size(), 2U);
  EXPECT_EQ(Plain(notices[0].text[0], Zone(), kMorning), "Next try at 08:05.");
  EXPECT_EQ(Plain(notices[0].text[1], Zone(), kMorning), "dials 100 again at 08:05:00, by policy");
}

}  // namespace
}  // namespace lineman
