#include "tray/timeline.h"

#include <gtest/gtest.h>

#include "tests/tray/lines.h"

namespace lineman {
namespace {

using std::chrono::hours;

constexpr Span kDay{kMorning - hours(24), kMorning};

WallTime Ago(int before) { return kMorning - hours(before); }

Entry Move(int ago, const std::string& from, const std::string& what) {
  Entry entry;
  entry.kind = Entry::Kind::kLine;
  entry.wall = Ago(ago);
  entry.from = from;
  entry.what = what;
  return entry;
}

Entry Decision(int ago, const std::string& what) {
  Entry entry;
  entry.kind = Entry::Kind::kDecision;
  entry.wall = Ago(ago);
  entry.what = what;
  return entry;
}

DayRecord Moves(std::vector<Entry> lines) { return {std::move(lines), {}}; }

using Bands = std::vector<Band>;

TEST(Timeline, LaysTheStatesOfADaySideBySide) {
  const DayRecord record = Moves({Move(30, "idle", "dialing"), Move(29, "dialing", "online"),
                                  Move(5, "online", "holdoff"), Move(4, "holdoff", "dialing"),
                                  Move(3, "dialing", "online")});
  EXPECT_EQ(BandsOf(record, LineIn("online"), kDay), (Bands{{Ago(24), Ago(5), Sign::kOnline},
                                                            {Ago(5), Ago(4), Sign::kWaiting},
                                                            {Ago(4), Ago(3), Sign::kDialing},
                                                            {Ago(3), Ago(0), Sign::kOnline}}));
}

TEST(Timeline, KnowsNothingBeforeTheRecordBegins) {
  EXPECT_EQ(BandsOf(Moves({Move(2, "idle", "online")}), LineIn("online"), kDay),
            (Bands{{Ago(24), Ago(2), Sign::kUnknown}, {Ago(2), Ago(0), Sign::kOnline}}));
  LineStatus line = LineIn("idle");
  line.since = Ago(1);
  EXPECT_EQ(BandsOf({}, line, kDay),
            (Bands{{Ago(24), Ago(1), Sign::kUnknown}, {Ago(1), Ago(0), Sign::kRest}}));
}

TEST(Timeline, OwnsUpToATimeInWhichTheAgentWasKilled) {
  const DayRecord record = Moves(
      {Move(25, "dialing", "online"), Move(6, "idle", "dialing"), Move(5, "dialing", "online")});
  EXPECT_EQ(BandsOf(record, LineIn("online"), kDay), (Bands{{Ago(24), Ago(6), Sign::kUnknown},
                                                            {Ago(6), Ago(5), Sign::kDialing},
                                                            {Ago(5), Ago(0), Sign::kOnline}}));
  // Nothing has been told since it came back.
  LineStatus line = LineIn("idle");
  line.since = Ago(1);
  EXPECT_EQ(BandsOf(Moves({Move(25, "dialing", "online")}), line, kDay),
            (Bands{{Ago(24), Ago(1), Sign::kUnknown}, {Ago(1), Ago(0), Sign::kRest}}));
}

TEST(Timeline, IsNotConfusedByAClockThatWentBack) {
  const DayRecord record = Moves({Move(25, "idle", "online"), Move(5, "online", "holdoff"),
                                  Move(7, "holdoff", "online"), Move(2, "online", "idle")});
  EXPECT_EQ(BandsOf(record, LineIn("idle"), kDay),
            (Bands{{Ago(24), Ago(2), Sign::kOnline}, {Ago(2), Ago(0), Sign::kRest}}));
}

TEST(Timeline, CountsTheTimeOnlineOfTheTimeWanted) {
  EXPECT_EQ(OnlinePerMille({{Ago(24), Ago(12), Sign::kRest},
                            {Ago(12), Ago(9), Sign::kOnline},
                            {Ago(9), Ago(0), Sign::kWaiting}}),
            250);
  EXPECT_EQ(OnlinePerMille({{Ago(24), Ago(0), Sign::kUnknown}}), -1);
}

TEST(Timeline, FindsTheDecisionInForce) {
  const DayRecord record{{}, {Decision(5, "dial"), Decision(3, "redial")}};
  EXPECT_EQ(DecisionAt(record, Ago(6)), nullptr);
  EXPECT_EQ(DecisionAt(record, Ago(5))->what, "dial");
  EXPECT_EQ(DecisionAt(record, Ago(4))->what, "dial");
  EXPECT_EQ(DecisionAt(record, Ago(0))->what, "redial");
}

TEST(Timeline, SaysWhyInTheWordsOfTheAgent) {
  Entry decision = Decision(1, "redial");
  decision.number = "100";
  decision.by = "rule busy";
  decision.why = {"rule busy", "back-off 5s"};
  decision.would_change = {"lineman redial kiosk"};
  const Why why = WhyOf(decision, Zone());
  EXPECT_EQ(why.sentence, "dials 100 again, by rule busy");
  EXPECT_EQ(why.reasons, decision.why);
  EXPECT_EQ(why.unless, decision.would_change);
}

}  // namespace
}  // namespace lineman
