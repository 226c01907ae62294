#include "tray/tray_view.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

#include "tests/tray/lines.h"

namespace lineman {
namespace {

constexpr TrayRights kLooks{.look = true, .act = false};
constexpr TrayRights kActs{.look = true, .act = true};

std::string Said(const Phrase& phrase) { return Plain(phrase, Zone(), kMorning); }

LineView ViewOfLine(const LineStatus& line, TrayRights rights = kActs) {
  return ViewOf(AgentWith({line}), rights).lines.at(0);
}

TEST(TrayView, SpeaksOfEachStateAsTheServiceDoes) {
  const std::array<std::pair<const char*, const char*>, 8> words = {{
      {"idle", "at rest"},
      {"online", "online"},
      {"hanging_up", "hanging up"},
      {"dialing", "dialling"},
      {"holdoff", "waiting"},
      {"doubtful", "connected, but nothing gets through"},
      {"paused", "waiting for an answer"},
      {"open_circuit", "needs the office"},
  }};
  for (const auto& [state, expected] : words) {
    EXPECT_EQ(Said(ViewOfLine(LineIn(state)).state), expected);
  }
}

TEST(TrayView, TellsWhenItDialsNext) {
  const WallTime at = kMorning + std::chrono::minutes(5);
  const LineView waiting = ViewOfLine(WaitingUntil(at));
  EXPECT_EQ(Said(waiting.state), "waiting until 08:05");
  EXPECT_EQ(Said(waiting.since), "since 08:00");
  EXPECT_TRUE(waiting.next.IsEmpty());
  EXPECT_EQ(waiting.reasons, std::vector<std::string>{"dials 100 again at 08:05:00, by policy"});
  LineStatus office = LineIn("open_circuit");
  EXPECT_EQ(Said(ViewOfLine(office).next), "does not try by itself");
  office.next = at;
  EXPECT_EQ(Said(ViewOfLine(office).next), "next try at 08:05");
}

TEST(TrayView, AStateOfANewerAgentKeepsItsName) {
  EXPECT_EQ(Said(ViewOfLine(LineIn("meditating")).state), "meditating");
}

TEST(TrayView, TheWorstLineGivesTheIconAndTheHeadline) {
  const TrayView view = ViewOf(
      AgentWith({LineIn("online", "a"), LineIn("open_circuit", "b"), LineIn("holdoff", "c")}),
      kLooks);
  EXPECT_EQ(view.sign, Sign::kOffice);
  EXPECT_EQ(view.worst, "b");
  EXPECT_EQ(Said(view.headline), "needs the office");
  EXPECT_EQ(Said(view.tally), "1 of 3 lines online");
}

TEST(TrayView, EachStateIsWorseThanTheOneBefore) {
  const std::array<const char*, 8> states = {"idle",    "online",   "hanging_up", "dialing",
                                             "holdoff", "doubtful", "paused",     "open_circuit"};
  for (std::size_t i = 1; i < states.size(); ++i) {
    const TrayView view =
        ViewOf(AgentWith({LineIn(states.at(i), "worse"), LineIn(states.at(i - 1), "better")}), {});
    EXPECT_EQ(view.worst, "worse") << states.at(i);
  }
}

TEST(TrayView, SaysWhenAllIsWell) {
  const TrayView view = ViewOf(AgentWith({LineIn("online", "a"), LineIn("online", "b")}), kLooks);
  EXPECT_EQ(view.sign, Sign::kOnline);
  EXPECT_EQ(Said(view.headline), "2 lines online");
  EXPECT_TRUE(view.worst.empty());
  EXPECT_EQ(Said(ViewOf(AgentWith({}), kLooks).headline), "no lines");
}

TEST(TrayView, WhoMayOnlyLookIsOfferedNothing) {
  for (const LineStatus& line :
       {LineIn("open_circuit"), PausedIn("password_expired", {"new_password"})}) {
    const LineView view = ViewOfLine(line, kLooks);
    EXPECT_FALSE(view.may_redial || view.may_up || view.may_down || view.may_answer);
  }
}

TEST(TrayView, OffersWhatMakesSense) {
  LineStatus down = LineIn("idle");
  down.wanted = false;
  down.wanted_because = "the operator said down";
  const LineView resting = ViewOfLine(down);
  EXPECT_TRUE(resting.may_up);
  EXPECT_FALSE(resting.may_redial || resting.may_down || resting.may_answer);
  EXPECT_EQ(resting.reasons, std::vector<std::string>{"the operator said down"});
  const LineView online = ViewOfLine(LineIn("online"));
  EXPECT_TRUE(online.may_redial && online.may_down);
  EXPECT_FALSE(online.may_up || online.may_answer);
  EXPECT_TRUE(ViewOfLine(LineIn("open_circuit")).may_up);
  EXPECT_TRUE(ViewOfLine(PausedIn("interactive", {"text", "done"})).may_answer);
}

TEST(TrayView, ALineWithoutItsEngineCannotDial) {
  LineStatus line = LineIn("idle");
  line.troubles = {"the engine rasapi is not part of this build: the line cannot dial"};
  const LineView view = ViewOfLine(line);
  EXPECT_EQ(view.sign, Sign::kCannotDial);
  EXPECT_FALSE(view.may_redial || view.may_up || view.may_down);
  EXPECT_EQ(view.reasons, line.troubles);
}

}  // namespace
}  // namespace lineman
