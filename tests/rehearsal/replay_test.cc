// Records replayed with other rules than they were made with: what comes of it is computed by hand.
#include "rehearsal/replay.h"

#include <algorithm>

#include "tests/rehearsal/replay_testing.h"

namespace lineman {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// In the simulator a dial takes so long to connect, to be busy and to find a dead line.
constexpr Duration kConnects = milliseconds(25'400);
constexpr Duration kBusy = milliseconds(3'900);

constexpr std::string_view kBusyWorld = "world: w\nnumbers: {\"*\": busy}\n";
// Its line is lost an hour after each connect.
constexpr std::string_view kHourly = R"(
world: w
servers: {office: {link: copper}}
links: {copper: {drops: [{after: 1h}]}}
)";

// Dials again so long after whatever line and server do.
std::string Kiosk(std::string_view after, std::string_view number = "100") {
  return "profile: kiosk\nnumbers: [\"" + std::string(number) +
         "\"]\nretry: {start_spread: 0s, caps: []}\nrules:\n  - {name: again, when: {cause: [line, "
         "server]}, redial: {after: " +
         std::string(after) + "}}\n";
}

std::string Record(std::string_view profile, std::string_view world, Duration span) {
  return RecordOf(Rehearsed(profile, world, span));
}

TEST(Replay, ALongerHoldoffDialsLess) {
  const std::string text = Record(Kiosk("30s"), kBusyWorld, hours(1));
  const Replayed replayed(Kiosk("5m"), text, hours(1));
  EXPECT_EQ(replayed.happened().dials(), 1 + hours(1) / (kBusy + seconds(30)));
  EXPECT_EQ(replayed.would_have().dials(), 1 + hours(1) / (kBusy + minutes(5)));
  EXPECT_EQ(replayed.would_have().failed(Cause::kLine), 12);
  EXPECT_EQ(replayed.would_have().online(), Duration{0});
}

TEST(Replay, ARuleThatGivesUpDialsOnce) {
  constexpr std::string_view kGivesUp = R"(
profile: kiosk
numbers: ["100"]
retry: {start_spread: 0s, open_circuit: {probe_after: 2h, factor: 2, max: 6h}}
rules:
  - {name: enough, when: {error: line_busy}, stop: it is busy}
)";
  const Replayed replayed(kGivesUp, Record(Kiosk("30s"), kBusyWorld, hours(1)), hours(1));
  EXPECT_EQ(replayed.would_have().dials(), 1);
  EXPECT_EQ(replayed.would_have().decided().at("rule enough").at("stop"), 1);
  EXPECT_EQ(replayed.would_have().open_outage()->from, Instant{});
}

// The record waits ten minutes after each loss, the rules ten seconds: the last dial connected, so
// this one does; and the next loss hits it when it hit the record.
TEST(Replay, ADialInARecordedHoldoffMeetsTheLastObservation) {
  const std::string text = Record(Kiosk("10m"), kHourly, hours(4));
  const Replayed replayed(Kiosk("10s"), text, hours(4));
  EXPECT_EQ(replayed.happened().lost(Cause::kLine), 3);
  EXPECT_EQ(replayed.would_have().lost(Cause::kLine), 3);
  EXPECT_EQ(replayed.would_have().dials(), 4);
  const std::vector<Outage>& outages = replayed.would_have().outages();
  ASSERT_EQ(outages.size(), 4U);
  EXPECT_EQ(outages[0].lasts, kConnects);
  Instant lost = Instant{} + kConnects + hours(1);
  for (std::size_t i = 1; i < outages.size(); ++i) {
    EXPECT_EQ(outages[i].from, lost);
    EXPECT_EQ(outages[i].lasts, seconds(10) + kConnects);
    lost += minutes(10) + kConnects + hours(1);
  }
  // Of each holdoff but ten seconds, what the rules did is not in the record; nor is what comes
  // after its last entry, the proof of the last link after a minute.
  const Instant last = lost - hours(1) + minutes(1);
  const Unobserved unobserved = replayed.replay.unobserved();
  EXPECT_EQ(unobserved.dials, 3);
  EXPECT_EQ(unobserved.time, 3 * (minutes(10) - seconds(10)) + (Instant{} + hours(4) - last));
  EXPECT_EQ(unobserved.of, hours(4) - 3 * seconds(10));
  EXPECT_EQ(UnobservedShare(unobserved),
            unobserved.time.count() * 1'000'000 / unobserved.of.count());
}

// What the record found dead while the replayed link was up was dead for that link, too; from then
// on this is the last observation.
TEST(Replay, ARecordedDialThatFailsEndsALinkThatIsUp) {
  constexpr std::string_view kDeadForAWhile = R"(
world: w
numbers: {"*": {answers: office, troubles: [{outcome: no_carrier, from: 30m, until: 90m}]}}
servers: {office: {link: copper}}
links: {copper: {drops: [{at: 45m}]}}
)";
  const std::string text = Record(Kiosk("10m"), kDeadForAWhile, hours(3));
  const Replayed replayed(Kiosk("10s"), text, hours(3));
  const LineRecord record = RecordFrom(text);
  const auto failed = std::ranges::find_if(record.entries, [](const Entry& entry) {
    return entry.what == "connect_device" && entry.error == RasError::kNoCarrier;
  });
  ASSERT_NE(failed, record.entries.end());
  const std::vector<Outage>& outages = replayed.would_have().outages();
  ASSERT_EQ(outages.size(), 3U);
  EXPECT_EQ(outages[1].from, Instant{} + minutes(45));
  EXPECT_EQ(outages[1].lasts, seconds(10) + kConnects);
  EXPECT_EQ(outages[2].from, failed->at);
  EXPECT_EQ(replayed.would_have().lost(Cause::kLine), 2);
  EXPECT_EQ(replayed.would_have().decision()->what, "dial");
  // It comes back when the record did, not before: ten seconds and a dial at most after that.
  const Outage& recorded = replayed.happened().outages().back();
  const Instant recovered = recorded.from + recorded.lasts;
  const Instant back = outages[2].from + outages[2].lasts;
  EXPECT_GE(back, recovered - kConnects);
  EXPECT_LE(back, recovered + seconds(10) + kConnects + kConnects);
}

// Chances differ between kiosks, so a replayed dial may begin just before the recorded one: it is
// that one it meets.
TEST(Replay, ADialThatOverlapsARecordedOneMeetsIt) {
  constexpr std::string_view kBusyAfterTheLoss = R"(
world: w
numbers: {"*": {answers: office, troubles: [{outcome: busy, from: 30m}]}}
servers: {office: {link: copper}}
links: {copper: {drops: [{at: 45m}]}}
)";
  const std::string text = Record(Kiosk("10m"), kBusyAfterTheLoss, minutes(56));
  const Replayed replayed(Kiosk("9m50s"), text);
  EXPECT_EQ(replayed.would_have().dials(), 2);
  EXPECT_EQ(replayed.would_have().connects(), 1);
  EXPECT_EQ(replayed.replay.unobserved().dials, 0);
}

TEST(Replay, ANumberThatWasNeverDialledMeetsTheLastObservationOfAnyOther) {
  const std::string text = Record(Kiosk("30s"), kBusyWorld, minutes(10));
  const Replayed replayed(Kiosk("30s", "555"), text);
  EXPECT_EQ(replayed.would_have().dials(), replayed.happened().dials());
  EXPECT_EQ(replayed.would_have().failed(Cause::kLine), replayed.happened().failed(Cause::kLine));
  EXPECT_EQ(replayed.replay.unobserved().dials, replayed.would_have().dials());
}

// Nobody answered the server in the record. Rules that answer find out no more than it did.
TEST(Replay, APauseTakesAnAnswerAndLeadsToTheRecordedEnd) {
  constexpr std::string_view kAsks = R"(
world: w
servers: {office: {users: {kiosk: {password: another}}, retries: 1}}
)";
  constexpr std::string_view kSilent =
      "profile: kiosk\nnumbers: [\"100\"]\nuser: kiosk\npassword: old\npaused: {deadline: 20s}\n";
  constexpr std::string_view kAnswers =
      "profile: kiosk\nnumbers: [\"100\"]\nuser: kiosk\npassword: old\n"
      "paused: {retry_authentication: {answer: {password: new}}}\n";
  const std::string text = Record(kSilent, kAsks, minutes(30));
  const Replayed replayed(kAnswers, text);
  const auto answered = std::ranges::count(replayed.heard, "answer", &Entry::what);
  EXPECT_GE(answered, 1);
  EXPECT_EQ(replayed.would_have().connects(), 0);
  EXPECT_GE(replayed.would_have().failed(Cause::kCredentials), 1);
}

TEST(Replay, BeginsWithALinkThatIsUp) {
  const std::string whole = Record(Kiosk("10m"), kHourly, hours(4));
  const std::size_t proven = whole.find("\"proven\"");
  const std::string text = whole.substr(whole.find('\n', proven) + 1);
  const Replayed replayed(Kiosk("10m"), text);
  EXPECT_EQ(replayed.happened().dials(), 3);
  EXPECT_EQ(replayed.happened().connects(), 3);
  EXPECT_EQ(TextOf(replayed.would_have()), TextOf(replayed.happened()));
  EXPECT_EQ(replayed.replay.unobserved().time, Duration{0});
}

// How the link came up is not in the record, so it takes as long as the others: the record's own
// dial, a second after this one, is met.
TEST(Replay, ADialAfterALinkWithoutItsDialMeetsTheOneThatOverlaps) {
  const std::string whole = Record(Kiosk("10s"), kHourly, hours(3));
  const std::string text = whole.substr(whole.find('\n', whole.find("\"proven\"")) + 1);
  const Replayed replayed(Kiosk("9s"), text);
  EXPECT_EQ(replayed.would_have().dials(), 2);
  EXPECT_EQ(replayed.replay.unobserved().dials, 0);
}

TEST(Replay, ABreachOfTheReplayedRulesIsToldWithItsMoment) {
  const std::string text = Record(Kiosk("10m"), kHourly, hours(4));
  simulator::Expectations expect;
  expect.longest_outage_at_most = minutes(1);
  EXPECT_TRUE(Replayed(Kiosk("10s"), text, hours(4), expect).replay.rehearsal().breaches().empty());
  const Replayed slow(Kiosk("10m"), text, hours(4), expect);
  ASSERT_EQ(slow.replay.rehearsal().breaches().size(), 1U);
  EXPECT_EQ(slow.replay.rehearsal().breaches().front().at,
            Instant{} + kConnects + hours(1) + minutes(1));
  EXPECT_NE(slow.Words().find("BROKEN kiosk: longest_outage: {at_most: 1m}"), std::string::npos);
}

TEST(Replay, TellsBothSidesInWordsAndJson) {
  const std::string text = Record(Kiosk("10m"), kHourly, hours(4));
  const Replayed replayed(Kiosk("10s"), text, hours(4));
  const std::string words = replayed.Words();
  EXPECT_NE(words.find("what happened  "), std::string::npos);
  EXPECT_NE(words.find("longest           10m25s"), std::string::npos) << words;
  EXPECT_NE(words.find(", 3 of 4 dials\n"), std::string::npos) << words;
  const Json json = *ParseJson(replayed.Json());
  EXPECT_EQ(*json.Find("happened")->FindInteger("wanted_ms"), hours(4) / milliseconds(1));
  EXPECT_EQ(*json.Find("would_have")->Find("dials")->FindInteger("count"), 4);
  EXPECT_EQ(*json.Find("unobserved")->FindInteger("dials"), 3);
  EXPECT_TRUE(*json.FindBool("passed"));
}

TEST(Replay, TwiceIsTheSameToTheByte) {
  constexpr std::string_view kOdd =
      "world: odd\nservers: {office: {link: c}}\nlinks: {c: {drops: [{mean: 3h}]}}\n";
  const std::string text = Record(Kiosk("10m"), kOdd, hours(72));
  EXPECT_EQ(Replayed(Kiosk("1m"), text).Json(), Replayed(Kiosk("1m"), text).Json());
}

}  // namespace
}  // namespace lineman
