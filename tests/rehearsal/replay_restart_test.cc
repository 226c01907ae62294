// Restarts, adopted links and operators' answers of a record; and a record that an agent has made.
#include <fmt/format.h>

#include <algorithm>

#include "base/utc.h"
#include "tests/rehearsal/replay_testing.h"
#include "tests/rehearsal/shipped_testing.h"

namespace lineman {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kKiosk =
    "profile: kiosk\nnumbers: [\"100\"]\nretry: {start_spread: 0s}\n";

// Entries of an agent, so many seconds after eight; a number for each comes by itself.
class Written {
 public:
  Written& At(int second, std::string_view rest) {
    text_ += fmt::format(R"({{"sequence":{},"time":"{}","profile":"kiosk",{}}})"
                         "\n",
                         ++sequence_, FormatUtc(kRehearsalStart + seconds(second)), rest);
    return *this;
  }
  Written& Dial(int second) {
    return At(second, R"("kind":"decision","what":"dial","number":"100","by":"policy")")
        .At(second, R"("kind":"line","what":"dialing","from":"idle")");
  }
  Written& Shows(int second, std::string_view state) {
    return At(second, fmt::format(R"("kind":"notification","what":"{}")", state));
  }
  Written& Enters(int second, std::string_view from, std::string_view to) {
    return At(second, fmt::format(R"("kind":"line","what":"{}","from":"{}")", to, from));
  }
  Written& Wanted(int second) { return At(second, R"("kind":"event","what":"wanted")"); }
  // The link of the agent before.
  Written& Adopts(int second) {
    At(second, R"("kind":"event","what":"adopted","detail":"connected")");
    Enters(second, "idle", "dialing").Shows(second, "connected");
    return Enters(second, "dialing", "online").Wanted(second);
  }
  Written& Loses(int second) {
    At(second, R"("kind":"notification","what":"disconnected","error":"link_failure","code":829)");
    return Enters(second, "online", "holdoff");
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  int sequence_ = 0;
};

Written Connected() {
  Written record;
  record.Wanted(0).Dial(0).Shows(0, "open_port").Shows(20, "connected");
  return record.Enters(20, "dialing", "online");
}

// Nothing tells when the power went: the line was up, so it stayed up until the agent came back.
TEST(ReplayRestart, ALinkThatDiedWithTheAgentDiesInTheReplay) {
  Written record = Connected();
  record.At(600, R"("kind":"event","what":"interrupted")").Wanted(600).Dial(605);
  record.Shows(605, "open_port").Shows(625, "connected").Enters(625, "dialing", "online");
  const Replayed replayed(kKiosk, record.text(), minutes(20));
  EXPECT_EQ(replayed.would_have().dials(), 2);
  EXPECT_EQ(replayed.would_have().lost(Cause::kLine), 0);
  ASSERT_EQ(replayed.would_have().outages().size(), 2U);
  EXPECT_EQ(replayed.would_have().outages().back().from, Instant{} + minutes(10));
  EXPECT_EQ(replayed.would_have().outages().back().lasts, seconds(5 + 20));
  EXPECT_EQ(TextOf(replayed.would_have()).find("interrupted"), std::string::npos);
}

// … so the next agent adopted it: nothing was dialled, and nothing is in the replay.
TEST(ReplayRestart, AnAdoptedLinkGoesOn) {
  Written record = Connected();
  record.Adopts(600);
  record.Loses(900);
  EXPECT_EQ(FindingsIn(record.text()), "");
  const Replayed replayed(kKiosk, record.text());
  EXPECT_EQ(replayed.happened().connects(), 1);
  EXPECT_EQ(replayed.happened().online(), seconds(880));
  EXPECT_EQ(replayed.would_have().dials(), 1);
  EXPECT_EQ(replayed.would_have().online(), seconds(880));
  EXPECT_EQ(replayed.would_have().lost(Cause::kLine), 1);
}

TEST(ReplayRestart, ARecordMayBeginWithAnAdoptedLink) {
  Written record;
  record.Adopts(0);
  record.Loses(300);
  const Replayed replayed(kKiosk, record.text());
  EXPECT_EQ(replayed.happened().connects(), 0);
  EXPECT_EQ(replayed.happened().lost(Cause::kLine), 1);
  EXPECT_EQ(replayed.would_have().lost(Cause::kLine), 1);
}

// The first agent ends in peace, the second begins.
TEST(ReplayRestart, AnAgentThatEndsHangsUpInTheReplay) {
  Written record = Connected();
  record.At(100, R"("kind":"event","what":"not_wanted","detail":"the agent ends")");
  record.At(100, R"("kind":"decision","what":"hang_up","by":"policy")");
  record.Enters(100, "online", "hanging_up");
  record.At(
      101,
      R"("kind":"notification","what":"disconnected","error":"user_disconnection","code":631)");
  record.Enters(101, "hanging_up", "idle").Wanted(400).Dial(400).Shows(420, "connected");
  record.Enters(420, "dialing", "online");
  const Replayed replayed(kKiosk, record.text(), seconds(500));
  EXPECT_EQ(replayed.would_have().dials(), 2);
  EXPECT_EQ(replayed.would_have().lost(Cause::kLine), 0);
  EXPECT_EQ(replayed.would_have().online(), seconds(81 + 80));
  EXPECT_EQ(replayed.would_have().wanted(), replayed.happened().wanted());
}

// What the operator answered is not in the record; that there was an answer is.
TEST(ReplayRestart, AnOperatorsAnswerIsGivenAgain) {
  Written record;
  record.Wanted(0).Dial(0).Shows(5, "interactive").Enters(5, "dialing", "paused");
  record.At(25, R"("kind":"event","what":"operator","detail":"answer")");
  record.At(25, R"("kind":"decision","what":"answer","by":"operator")");
  record.Enters(25, "paused", "dialing").Shows(27, "connected").Enters(27, "dialing", "online");
  const Replayed replayed(kKiosk, record.text(), minutes(5));
  EXPECT_EQ(replayed.would_have().connects(), 1);
  EXPECT_EQ(replayed.would_have().outages().front().lasts, seconds(27));
}

fs::path Records() { return fs::path(LINEMAN_SOURCE_DIR) / "tests/rehearsal/records"; }

// Made by an agent in real time: two lines, a number that is busy at times, callbacks, an agent
// that was killed and started again, an operator.
std::string TwoLines() { return ReadText(Records() / "two-lines.jsonl"); }
std::string RecordedKiosk() { return ReadText(Records() / "kiosk.yaml"); }

std::ptrdiff_t CountOf(const LineRecord& record, std::string_view what) {
  return std::ranges::count(record.entries, what, &Entry::what);
}

// Jitter and scheduling differ by fractions of seconds; nothing else does.
TEST(ReplayOfAnAgent, TheSameRulesComeToMuchTheSame) {
  const std::string text = TwoLines();
  EXPECT_EQ(FindingsIn(text), "");
  const LineRecord record = RecordFrom(text);
  const Replayed replayed(RecordedKiosk(), text);
  EXPECT_EQ(replayed.happened().dials(), CountOf(record, "dial"));
  EXPECT_EQ(replayed.happened().connects(), CountOf(record, "connected"));
  EXPECT_EQ(replayed.would_have().dials(), replayed.happened().dials());
  EXPECT_EQ(replayed.would_have().connects(), replayed.happened().connects());
  EXPECT_EQ(replayed.would_have().lost(Cause::kLine), replayed.happened().lost(Cause::kLine));
  EXPECT_LT(std::chrono::abs(replayed.would_have().online() - replayed.happened().online()),
            seconds(2));
  EXPECT_EQ(replayed.replay.unobserved().dials, 0);
  EXPECT_LT(UnobservedShare(replayed.replay.unobserved()), 50'000);
}

TEST(ReplayOfAnAgent, APatientRuleDialsLess) {
  const std::string patient =
      RecordedKiosk() + "rules:\n  - {name: patient, when: {cause: line}, redial: {after: 1h}}\n";
  const Replayed replayed(patient, TwoLines());
  // The first dial is busy. The operator's redial connects. The agent that comes after it was
  // killed finds the number busy, until the operator says up.
  EXPECT_EQ(replayed.would_have().dials(), 4);
  EXPECT_EQ(replayed.would_have().connects(), 2);
  EXPECT_EQ(replayed.would_have().failed(Cause::kLine), 2);
}

TEST(ReplayOfAnAgent, TheOtherLineIsAnotherReplay) {
  const std::string till =
      "profile: till\nnumbers: [\"+49 30 555 0200\"]\nretry: {start_spread: 0s}\n";
  Replay replay({.profile = ProfileFrom(till), .record = RecordFrom(TwoLines(), "till")});
  replay.Run({});
  EXPECT_EQ(replay.happened().connects(), 0);
  EXPECT_GT(replay.happened().failed(Cause::kLine), 3);
  EXPECT_GT(replay.would_have().failed(Cause::kLine), 3);
}

}  // namespace
}  // namespace lineman
