// The journal on disks that fail, files that are damaged, and beside other programs.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <fstream>

#include "tests/journal/faulty_disk.h"
#include "tests/journal/kept.h"

namespace lineman {
namespace {

class JournalTroubleTest : public testing::Test {
 protected:
  // One dial and the operator's word are kept before anything goes wrong.
  void SetUp() override {
    ASSERT_TRUE(kept_.Start().has_value());
    LineFacts facts;
    facts.will.word = OperatorWill::Word::kDown;
    StoreChange change = LineOf("kiosk", facts);
    change.dials = {{1, "kiosk", "100", kNoon}};
    ASSERT_EQ(kept_.Commit(change), "");
  }

  void ExpectDials(std::vector<std::uint64_t> ids) {
    const Durable durable = kept_.Restart();
    std::vector<std::uint64_t> found;
    for (const DialFact& dial : durable.dials) found.push_back(dial.id);
    EXPECT_EQ(found, ids);
    EXPECT_EQ(durable.lines.at("kiosk").will.word, OperatorWill::Word::kDown);
  }

  void Damage(std::streamoff at, std::size_t bytes) {
    kept_.Stop();
    std::fstream file(folder_.file(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file << std::string(bytes, '\xA5');
  }

  FaultyDisk disk_;
  JournalFolder folder_;
  Kept kept_{folder_};
};

struct Fault {
  DiskFault fault;
  const char* said;
};

class JournalFaultTest : public JournalTroubleTest, public testing::WithParamInterface<Fault> {};

TEST_P(JournalFaultTest, IsSaidAndWhatCouldNotBeWrittenIsWrittenLater) {
  FaultyDisk::Set(GetParam().fault);
  EXPECT_NE(kept_.Commit(DialAt(2, kNoon)).find(GetParam().said), std::string::npos);
  EXPECT_NE(kept_.Commit(DialAt(3, kNoon)).find(GetParam().said), std::string::npos);
  StoreChange taken_back;
  taken_back.dials_taken_back = {3};
  kept_.Commit(taken_back);
  FaultyDisk::Set(DiskFault::kNone);
  EXPECT_EQ(kept_.Commit(DialAt(4, kNoon)), "");
  ExpectDials({1, 2, 4});
}

TEST_P(JournalFaultTest, AtTheStartIsSaidAndThePastIsFoundLater) {
  kept_.Stop();
  // Nobody has the file open, so its log has to be begun anew.
  FaultyDisk::Set(GetParam().fault);
  const Result<Durable> durable = kept_.Start();
  const std::string said = durable ? GetParam().said : durable.error().message;
  EXPECT_NE(said.find(GetParam().said), std::string::npos) << said;
  EXPECT_NE(kept_.Commit(DialAt(2, kNoon)).find(GetParam().said), std::string::npos);
  FaultyDisk::Set(DiskFault::kNone);
  EXPECT_EQ(kept_.Commit(DialAt(3, kNoon)), "");
  ExpectDials({1, 2, 3});
}

TEST_P(JournalFaultTest, HistoryThatCouldNotBeWrittenCanBeAskedForAllTheSame) {
  Entry entry;
  entry.wall = kNoon;
  entry.what = "before";
  kept_.journal().Remember(entry);
  ASSERT_TRUE(kept_.journal().Flush().has_value());
  FaultyDisk::Set(GetParam().fault);
  entry.what = "since";
  kept_.journal().Remember(entry);
  const auto history = kept_.journal().History("", 1);
  FaultyDisk::Set(DiskFault::kNone);
  ASSERT_TRUE(history.has_value()) << history.error().message;
  ASSERT_EQ(history->size(), 1U);
  EXPECT_EQ(history->front(), ToJson(entry).Dump());
}

TEST_P(JournalFaultTest, LosesNoHistoryThatFitsTheMemory) {
  FaultyDisk::Set(GetParam().fault);
  Entry entry;
  entry.wall = kNoon;
  for (int i = 0; i < 2000; ++i) kept_.journal().Remember(entry);
  EXPECT_FALSE(kept_.journal().Flush().has_value());
  FaultyDisk::Set(DiskFault::kNone);
  EXPECT_EQ(kept_.journal().History("", 5000).value().size(), 2000U);
}

TEST_P(JournalFaultTest, DropsHistoryBeyondThatAndSaysHowMuch) {
  FaultyDisk::Set(GetParam().fault);
  Entry entry;
  entry.wall = kNoon;
  for (int batch = 0; batch < 2; ++batch) {
    for (int i = 0; i < 30'000; ++i) kept_.journal().Remember(entry);
    EXPECT_FALSE(kept_.journal().Flush().has_value());
  }
  FaultyDisk::Set(DiskFault::kNone);
  ASSERT_TRUE(kept_.journal().Flush().has_value());
  ASSERT_TRUE(kept_.journal().Flush().has_value());
  std::size_t kept = 0;
  std::size_t dropped = 0;
  const Result<std::vector<std::string>> history = kept_.journal().History("", 100'000);
  for (const std::string& text : history.value()) {
    const Json told = ParseJson(text).value();
    const Json* detail = told.Find("detail");
    if (detail == nullptr) {
      ++kept;
    } else {
      dropped += std::stoul(*detail->AsString());
    }
  }
  EXPECT_EQ(kept + dropped, 60'000U);
  EXPECT_EQ(kept, 20'000U);
}

INSTANTIATE_TEST_SUITE_P(Faults, JournalFaultTest,
                         testing::Values(Fault{DiskFault::kFull, "full"},
                                         Fault{DiskFault::kReadOnly, "readonly"},
                                         Fault{DiskFault::kBroken, "I/O"}),
                         [](const auto& fault) { return fmt::format("Disk{}", fault.index); });

TEST_F(JournalTroubleTest, AFlushIsPaidByPromisesAlone) {
  FaultyDisk::Set(DiskFault::kNone);
  kept_.journal().Remember(Entry{});
  ASSERT_TRUE(kept_.journal().Flush().has_value());
  EXPECT_EQ(FaultyDisk::Flushes(), 0);
  kept_.Commit(DialAt(2, kNoon));
  EXPECT_GE(FaultyDisk::Flushes(), 1);
}

TEST_F(JournalTroubleTest, ADamagedFileIsSetAsideAndANewOneTakesItsPlace) {
  for (const std::streamoff at : {0, 18, 100, 4096, 4100, 8192}) {
    Damage(at, 3000);
    const Result<Durable> durable = kept_.Start();
    ASSERT_FALSE(durable.has_value()) << at;
    EXPECT_NE(durable.error().message.find("was damaged and is now"), std::string::npos)
        << durable.error().message;
    LineFacts facts;
    facts.will.word = OperatorWill::Word::kDown;
    StoreChange change = LineOf("kiosk", facts);
    change.dials = {{5, "kiosk", "100", kNoon}};
    EXPECT_EQ(kept_.Commit(change), "");
    ExpectDials({5});
  }
  std::vector<std::string> aside;
  for (const std::string& name : folder_.Files()) {
    if (name.find("damaged") != std::string::npos) aside.push_back(name);
  }
  EXPECT_EQ(aside.size(), 6U) << "each under a name of its own";
}

TEST_F(JournalTroubleTest, DamageWhileItIsWrittenLosesNoPromise) {
  FaultyDisk::Set(DiskFault::kDamagedOnce);
  EXPECT_EQ(kept_.Commit(DialAt(2, kNoon)), "");
  const std::vector<std::string> files = folder_.Files();
  EXPECT_NE(std::find(files.begin(), files.end(), "journal.db.damaged-1"), files.end());
  ExpectDials({1, 2});
}

TEST_F(JournalTroubleTest, AFileOfSomethingElseIsSetAside) {
  kept_.Stop();
  std::ofstream(folder_.file()) << "This is not a database, it is a letter to the editor.\n";
  EXPECT_FALSE(kept_.Start().has_value());
  EXPECT_EQ(kept_.Commit(DialAt(5, kNoon)), "");
}

TEST_F(JournalTroubleTest, FactsNobodyCanReadAreDamageToo) {
  kept_.Stop();
  SQLite::Database(folder_.file(), SQLite::OPEN_READWRITE).exec("UPDATE lines SET facts = '{'");
  const Result<Durable> durable = kept_.Start();
  ASSERT_FALSE(durable.has_value());
  EXPECT_NE(durable.error().message.find("damaged"), std::string::npos);
  EXPECT_EQ(kept_.Commit(DialAt(5, kNoon)), "");
}

TEST_F(JournalTroubleTest, AFileThatIsDeletedWhileOpenLosesNothingThatIsWrittenLater) {
  for (const std::string& name : folder_.Files()) {
    std::error_code refused;
    std::filesystem::remove(std::filesystem::path(folder_.file()).parent_path() / name, refused);
    if (refused) GTEST_SKIP() << "this system keeps files that are open";
  }
  // SQLite goes on with the file it has open; a restart begins anew.
  kept_.Commit(DialAt(2, kNoon));
  EXPECT_TRUE(kept_.Restart().dials.empty());
}

TEST_F(JournalTroubleTest, AFileOfALaterVersionIsLeftAlone) {
  kept_.Stop();
  SQLite::Database(folder_.file(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  const Result<Durable> durable = kept_.Start();
  ASSERT_FALSE(durable.has_value());
  EXPECT_NE(
      durable.error().message.find("a later version of lineman (schema 99, this one knows 1)"),
      std::string::npos)
      << durable.error().message;
  EXPECT_NE(kept_.Commit(DialAt(2, kNoon)), "");
  kept_.Stop();
  EXPECT_EQ(SQLite::Database(folder_.file()).execAndGet("SELECT COUNT(*) FROM dials").getInt(), 1);
}

TEST_F(JournalTroubleTest, AFileThatAnotherProgramHasLockedIsWrittenWhenItLetsGo) {
  {
    SQLite::Database other(folder_.file(), SQLite::OPEN_READWRITE);
    SQLite::Transaction lock(other, SQLite::TransactionBehavior::IMMEDIATE);
    EXPECT_NE(kept_.Commit(DialAt(2, kNoon)).find("locked"), std::string::npos);
  }
  EXPECT_EQ(kept_.Commit(DialAt(3, kNoon)), "");
  ExpectDials({1, 2, 3});
}

}  // namespace
}  // namespace lineman
