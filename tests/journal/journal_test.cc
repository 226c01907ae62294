// What the journal keeps: whatever happens to the agent, the machine or its clock.
#include "journal/journal.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "tests/journal/kept.h"

namespace lineman {
namespace {

class JournalTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(kept_.Start().has_value()); }

  JournalFolder folder_;
  Kept kept_{folder_};
};

LineFacts OpenSince(WallTime opened) {
  LineFacts facts;
  facts.attempts = 4;
  facts.last_end = opened - seconds(1);
  facts.circuit = OpenCircuit{};
  facts.circuit->opened = opened;
  facts.circuit->next_probe = opened + hours(6);
  return facts;
}

TEST_F(JournalTest, IsEmptyAtFirst) {
  const Durable durable = kept_.Restart();
  EXPECT_TRUE(durable.lines.empty());
  EXPECT_TRUE(durable.dials.empty());
}

TEST_F(JournalTest, KeepsWhatWasCommitted) {
  StoreChange change = LineOf("kiosk", OpenSince(kNoon));
  change.logins = {{{"kiosk-17", 0xFEDCBA9876543210}, {2}}, {{"other", 0}, {1}}};
  change.plugins = {{{"kiosk", "rota#2"}, "{turn = 2}"}};
  change.dials = {{7, "kiosk", "100", kNoon - minutes(1)}, {8, "kiosk", "101", kNoon}};
  EXPECT_EQ(kept_.Commit(change), "");
  const Durable durable = kept_.Restart();
  EXPECT_EQ(durable.lines.at("kiosk"), OpenSince(kNoon));
  ASSERT_EQ(durable.logins.size(), 2U);
  EXPECT_EQ(durable.logins.at({"kiosk-17", 0xFEDCBA9876543210}).tries, 2);
  EXPECT_EQ(durable.plugins.at({"kiosk", "rota#2"}), "{turn = 2}");
  EXPECT_EQ(durable.dials, change.dials);
}

TEST_F(JournalTest, KeepsTheLatestOfEach) {
  StoreChange first = LineOf("kiosk", OpenSince(kNoon));
  first.logins = {{{"kiosk-17", 1}, {2}}};
  first.plugins = {{{"kiosk", "rota"}, "{turn = 2}"}};
  first.dials = {{1, "kiosk", "100", kNoon}, {2, "kiosk", "100", kNoon}};
  kept_.Commit(first);
  StoreChange second = LineOf("kiosk", LineFacts{});
  second.logins = {{{"kiosk-17", 1}, {0}}};
  second.plugins = {{{"kiosk", "rota"}, "{turn = 3}"}};
  second.dials_taken_back = {1};
  kept_.Commit(second);
  const Durable durable = kept_.Restart();
  EXPECT_EQ(durable.lines.at("kiosk"), LineFacts{});
  EXPECT_EQ(durable.logins.at({"kiosk-17", 1}).tries, 0);
  EXPECT_EQ(durable.plugins.at({"kiosk", "rota"}), "{turn = 3}");
  ASSERT_EQ(durable.dials.size(), 1U);
  EXPECT_EQ(durable.dials.front().id, 2U);
}

TEST_F(JournalTest, HasACommitOnTheMediumBeforeItIsConfirmed) {
  bool confirmed = false;
  kept_.journal().Commit(DialAt(1, kNoon), [this, &confirmed](const Result<Done>& went) {
    confirmed = went.has_value();
    SQLite::Database reader(folder_.file());
    EXPECT_EQ(reader.execAndGet("SELECT COUNT(*) FROM dials").getInt(), 1);
  });
  ASSERT_TRUE(kept_.journal().Flush().has_value());
  EXPECT_FALSE(confirmed) << "never inside a call of the loop";
  kept_.RunPosted();
  EXPECT_TRUE(confirmed);
}

TEST_F(JournalTest, ConfirmsInOrder) {
  std::vector<int> order;
  for (int i = 0; i < 100; ++i) {
    kept_.journal().Commit(DialAt(static_cast<std::uint64_t>(i) + 1, kNoon),
                           [&order, i](const Result<Done>& /*went*/) { order.push_back(i); });
  }
  ASSERT_TRUE(kept_.journal().Flush().has_value());
  kept_.RunPosted();
  ASSERT_EQ(order.size(), 100U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_F(JournalTest, ConfirmsAChangeOfNothing) { EXPECT_EQ(kept_.Commit({}), ""); }

// Clocks.

TEST_F(JournalTest, TellsTheAgeOfDialsWhateverHappensToTheClock) {
  kept_.Commit(DialAt(1, kept_.clock.wall));
  kept_.Pass(minutes(20));
  for (const WallTime set_to :
       {kNoon - hours(30'000), kNoon + hours(30'000), WallTime{}, kNoon + minutes(20)}) {
    kept_.clock.wall = set_to;
    EXPECT_EQ(Ages(kept_.Restart(), kept_.clock), std::vector<Duration>{minutes(20)});
  }
}

TEST_F(JournalTest, SaysOfADialWhetherItHasLeft) {
  StoreChange booked = DialAt(1, kNoon);
  booked.dials.front().left = false;
  kept_.Commit(booked);
  EXPECT_FALSE(kept_.Restart().dials.front().left);
  kept_.Commit(DialAt(1, kNoon + seconds(3)));
  const Durable durable = kept_.Restart();
  ASSERT_EQ(durable.dials.size(), 1U);
  EXPECT_TRUE(durable.dials.front().left);
  EXPECT_EQ(durable.dials.front().at, kNoon + seconds(3));
}

TEST_F(JournalTest, TellsItAcrossBoots) {
  kept_.Commit(DialAt(1, kept_.clock.wall));
  kept_.Boot("second boot", kNoon + hours(3));
  EXPECT_EQ(Ages(kept_.Restart(), kept_.clock), std::vector<Duration>{hours(3)});
  kept_.Commit(DialAt(2, kept_.clock.wall));
  kept_.Boot("third boot", kNoon + hours(5));
  const std::vector<Duration> ages = Ages(kept_.Restart(), kept_.clock);
  EXPECT_EQ(ages, (std::vector<Duration>{hours(5), hours(2)}));
}

TEST_F(JournalTest, TellsItAcrossBootsThatHaveNoName) {
  kept_.clock.boot = "";
  kept_.Commit(DialAt(1, kept_.clock.wall));
  kept_.Boot("", kNoon + hours(3));
  EXPECT_EQ(Ages(kept_.Restart(), kept_.clock), std::vector<Duration>{hours(3)});
  kept_.Commit(DialAt(2, kept_.clock.wall));
  kept_.Boot("", kNoon + hours(5));
  EXPECT_EQ(Ages(kept_.Restart(), kept_.clock), (std::vector<Duration>{hours(5), hours(2)}));
}

TEST_F(JournalTest, CountsAMachineWithADeadBatteryAsNeverOff) {
  kept_.Commit(DialAt(1, kept_.clock.wall));
  kept_.Boot("second boot", WallTime{seconds(25)});  // 1970
  EXPECT_EQ(Ages(kept_.Restart(), kept_.clock), std::vector<Duration>{seconds(20)});
  kept_.Pass(hours(2));
  kept_.Commit(DialAt(2, kept_.clock.wall));
  kept_.Boot("third boot", WallTime{seconds(25)});
  const std::vector<Duration> ages = Ages(kept_.Restart(), kept_.clock);
  EXPECT_EQ(ages, (std::vector<Duration>{hours(2) + seconds(40), seconds(20)}));
}

TEST_F(JournalTest, BelievesAClockThatWasSetAfterAll) {
  kept_.Boot("second boot", WallTime{seconds(25)});
  kept_.Restart();
  kept_.Commit(DialAt(1, kept_.clock.wall));
  kept_.Pass(minutes(5));
  kept_.clock.wall = kNoon;  // a time server was reached
  kept_.Commit(LineOf("kiosk", {}));
  kept_.Boot("third boot", kNoon + hours(1));
  EXPECT_EQ(Ages(kept_.Restart(), kept_.clock), std::vector<Duration>{hours(1) + minutes(5)});
}

TEST_F(JournalTest, ForgetsDialsThatNoCapLooksBackTo) {
  kept_.Commit(DialAt(1, kept_.clock.wall));
  kept_.Pass(hours(23));
  EXPECT_EQ(kept_.Restart().dials.size(), 1U);
  kept_.Pass(hours(2));
  kept_.Commit(DialAt(2, kept_.clock.wall));
  const Durable durable = kept_.Restart();
  ASSERT_EQ(durable.dials.size(), 1U);
  EXPECT_EQ(durable.dials.front().id, 2U);
}

TEST_F(JournalTest, KeepsTimesToComeAsFarAwayAsTheyWere) {
  kept_.Commit(LineOf("kiosk", OpenSince(kNoon)));
  kept_.Pass(hours(1));
  kept_.clock.wall -= hours(10'000);
  Durable durable = kept_.Restart();
  EXPECT_EQ(*durable.lines.at("kiosk").circuit->next_probe - kept_.clock.wall, hours(5));
  EXPECT_EQ(kept_.clock.wall - *durable.lines.at("kiosk").last_end, hours(1) + seconds(1));
  kept_.Commit(DialAt(1, kept_.clock.wall));
  kept_.Boot("second boot", WallTime{seconds(25)});
  durable = kept_.Restart();
  EXPECT_EQ(*durable.lines.at("kiosk").circuit->next_probe - kept_.clock.wall,
            hours(5) - seconds(20));
}

TEST_F(JournalTest, KeepsOneDialPerIdAcrossManyBoots) {
  for (int i = 0; i < 10; ++i) {
    kept_.Commit(DialAt(static_cast<std::uint64_t>(i) + 1, kept_.clock.wall));
    kept_.Boot(fmt::format("boot {}", i), kept_.clock.wall + minutes(5));
    EXPECT_EQ(kept_.Restart().dials.size(), static_cast<std::size_t>(i) + 1);
  }
}

// History.

Entry Said(const std::string& profile, const std::string& what, WallTime wall = kNoon) {
  Entry entry;
  entry.profile = profile;
  entry.what = what;
  entry.wall = wall;
  return entry;
}

std::vector<std::string> Whats(const Result<std::vector<std::string>>& history) {
  std::vector<std::string> whats;
  for (const std::string& entry : history.value())
    whats.push_back(*ParseJson(entry).value().Find("what")->AsString());
  return whats;
}

TEST_F(JournalTest, RemembersHistoryInOrder) {
  kept_.journal().Remember(Said("kiosk", "one"));
  kept_.journal().Remember(Said("depot", "two"));
  kept_.journal().Remember(Said("kiosk", "three"));
  kept_.Restart();
  EXPECT_EQ(Whats(kept_.journal().History("", 10)),
            (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(Whats(kept_.journal().History("kiosk", 10)),
            (std::vector<std::string>{"one", "three"}));
  EXPECT_EQ(Whats(kept_.journal().History("", 2)), (std::vector<std::string>{"two", "three"}));
  EXPECT_TRUE(Whats(kept_.journal().History("nobody", 10)).empty());
}

TEST_F(JournalTest, GivesNoSequenceTwice) {
  Entry entry = Said("kiosk", "one");
  entry.sequence = 7;
  kept_.journal().Remember(entry);
  // More than can be told to somebody before it is written.
  EXPECT_GE(kept_.Restart().recorded, 7U + 40'000);
}

TEST_F(JournalTest, KeepsEntriesInOrderThatAreNumberedFromOneAgain) {
  for (const char* what : {"one", "two"}) {
    Entry entry = Said("kiosk", what);
    entry.sequence = 1;
    kept_.journal().Remember(entry);
  }
  EXPECT_EQ(Whats(kept_.journal().History("", 10)), (std::vector<std::string>{"one", "two"}));
}

// Asks and waits; what comes back comes on the loop.
std::vector<std::string> Asked(Kept& kept, const HistoryQuery& query) {
  Result<std::vector<std::string>> history = Fail("nothing came");
  kept.journal().History(query, [&](Result<std::vector<std::string>> came) { history = came; });
  static_cast<void>(kept.journal().Flush());
  EXPECT_FALSE(history.has_value()) << "it came at once";
  kept.RunPosted();
  return Whats(history);
}

TEST_F(JournalTest, GivesTheHistoryThatIsAskedForWithoutKeepingTheLoopWaiting) {
  for (std::uint64_t i = 1; i <= 9; ++i) {
    Entry entry = Said(i % 3 == 0 ? "depot" : "kiosk", std::to_string(i), kNoon + minutes(i));
    entry.sequence = 100 + i;
    entry.kind = i % 2 == 0 ? Entry::Kind::kDecision : Entry::Kind::kEvent;
    kept_.journal().Remember(entry);
  }
  using Whats = std::vector<std::string>;
  EXPECT_EQ(Asked(kept_, {.profile = "depot"}), (Whats{"3", "6", "9"}));
  EXPECT_EQ(Asked(kept_, {.kind = "decision"}), (Whats{"2", "4", "6", "8"}));
  EXPECT_EQ(Asked(kept_, {.after = 107}), (Whats{"8", "9"}));
  EXPECT_EQ(Asked(kept_, {.after = 1}).size(), 9U);
  EXPECT_EQ(Asked(kept_, {.before = 103}), (Whats{"1", "2"}));
  EXPECT_EQ(Asked(kept_, {.since = kNoon + minutes(8)}), (Whats{"8", "9"}));
  EXPECT_EQ(Asked(kept_, {.most = 2}), (Whats{"8", "9"}));
  EXPECT_EQ(Asked(kept_, {.profile = "kiosk", .kind = "decision", .after = 102, .before = 108}),
            (Whats{"4"}));
}

TEST_F(JournalTest, WritesHistoryWithTheNextCommit) {
  kept_.journal().Remember(Said("kiosk", "one"));
  kept_.Commit(DialAt(1, kNoon));
  SQLite::Database reader(folder_.file());
  EXPECT_EQ(reader.execAndGet("SELECT COUNT(*) FROM history").getInt(), 1);
}

TEST_F(JournalTest, WritesReasonsOfDecisions) {
  Entry decision = Said("kiosk", "redial");
  decision.kind = Entry::Kind::kDecision;
  decision.by = "rule busy (profiles/kiosk.yaml:7)";
  decision.why = {"budget line: 3 of 10 spent", "hook disconnected: redial, overruled by rota"};
  kept_.journal().Remember(decision);
  const auto history = kept_.journal().History("kiosk", 1);
  ASSERT_EQ(history.value().size(), 1U);
  EXPECT_EQ(history->front(), ToJson(decision).Dump());
}

TEST(JournalHistory, IsBoundedInAge) {
  const JournalFolder folder;
  HistoryLimits limits;
  limits.age = hours(24);
  Kept kept(folder, limits);
  ASSERT_TRUE(kept.Start().has_value());
  for (int i = 0; i < 500; ++i) kept.journal().Remember(Said("kiosk", "old"));
  ASSERT_TRUE(kept.journal().Flush().has_value());
  kept.Pass(hours(30));
  for (int i = 0; i < 600; ++i) kept.journal().Remember(Said("kiosk", "new", kept.clock.wall));
  const auto left = Whats(kept.journal().History("", 10'000));
  EXPECT_EQ(left, std::vector<std::string>(600, "new"));
}

TEST(JournalHistory, IsBoundedInSize) {
  const JournalFolder folder;
  HistoryLimits limits;
  limits.bytes = 1 << 20;
  Kept kept(folder, limits);
  ASSERT_TRUE(kept.Start().has_value());
  for (int i = 0; i < 20'000; ++i) {
    kept.journal().Remember(Said("kiosk", fmt::format("{:0200}", i)));
    const bool written = i % 1000 != 0 || kept.journal().Flush().has_value();
    ASSERT_TRUE(written);
  }
  const auto left = Whats(kept.journal().History("", 30'000));
  EXPECT_EQ(left.back(), fmt::format("{:0200}", 19'999));
  EXPECT_LT(left.size(), 5000U);
  EXPECT_GT(left.size(), 1000U);
  kept.Stop();
  EXPECT_LT(std::filesystem::file_size(folder.file()), std::uintmax_t{2} << 20U);
}

}  // namespace
}  // namespace lineman
