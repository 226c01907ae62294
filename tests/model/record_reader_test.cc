// What is written of an entry can be read back.
#include <gtest/gtest.h>

#include "model/history_query.h"
#include "model/record.h"

namespace lineman {
namespace {

Entry Full() {
  Entry entry;
  entry.sequence = 7;
  entry.wall = WallTime(std::chrono::milliseconds(1'795'262'400'250));
  entry.profile = "kiosk";
  entry.kind = Entry::Kind::kDecision;
  entry.what = "redial";
  entry.error = RasError::kLineBusy;
  entry.detail = "again";
  entry.number = "100";
  entry.user = "kiosk-17";
  entry.after = std::chrono::seconds(30);
  entry.jump = std::chrono::hours(-1);
  entry.answer = "text: (given)";
  entry.by = "rule busy";
  entry.why = {"first", "second"};
  entry.cause = Cause::kServer;
  entry.before = Counters{.attempts = 2, .failures = {}, .tries = 0, .probes = 1};
  entry.now = Counters{.attempts = 3, .failures = {}, .tries = 1, .probes = 1};
  CountOf(entry.now->failures, Cause::kServer) = 1;
  entry.next = "dial 100";
  entry.next_at = entry.wall + std::chrono::seconds(30);
  entry.would_change = {"waking up", "lineman redial kiosk"};
  return entry;
}

TEST(EntryFrom, ReadsEveryMemberBack) {
  const Json json = ToJson(Full());
  const Result<Entry> read = EntryFrom(json);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(ToJson(*read).Dump(), json.Dump());
  EXPECT_EQ(read->wall, Full().wall);
}

TEST(EntryFrom, ReadsEachKindAndTheStateOfANotification) {
  for (const auto kind : {Entry::Kind::kNotification, Entry::Kind::kDecision, Entry::Kind::kLine,
                          Entry::Kind::kEvent, Entry::Kind::kTrouble}) {
    Entry entry = Full();
    entry.kind = kind;
    entry.what = "authenticate";
    const Result<Entry> read = EntryFrom(ToJson(entry));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->kind, kind);
    EXPECT_EQ(read->state.has_value(), kind == Entry::Kind::kNotification);
  }
}

TEST(EntryFrom, RefusesWhatIsNoEntryAndPassesOverWhatItDoesNotKnow) {
  EXPECT_FALSE(EntryFrom(Json(1)).has_value());
  Json json = ToJson(Full());
  json.Set("colour", "green");
  EXPECT_TRUE(EntryFrom(json).has_value());
  json.Set("kind", "rumour");
  EXPECT_FALSE(EntryFrom(json).has_value());
  json = ToJson(Full());
  json.Set("time", "yesterday");
  EXPECT_FALSE(EntryFrom(json).has_value());
}

TEST(HistoryQuery, ChoosesByEachOfItsMembers) {
  const Entry entry = Full();
  EXPECT_TRUE(Matches({}, entry));
  EXPECT_TRUE(Matches({.profile = "kiosk", .kind = "decision", .after = 6, .before = 8}, entry));
  EXPECT_FALSE(Matches({.profile = "annexe"}, entry));
  EXPECT_FALSE(Matches({.kind = "line"}, entry));
  EXPECT_FALSE(Matches({.after = 7}, entry));
  EXPECT_FALSE(Matches({.before = 7}, entry));
  EXPECT_TRUE(Matches({.since = entry.wall}, entry));
  EXPECT_FALSE(Matches({.since = entry.wall + Duration{1}}, entry));
}

}  // namespace
}  // namespace lineman
