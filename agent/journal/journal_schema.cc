#include "journal/journal_schema.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <filesystem>

#include "base/path.h"

namespace lineman {
namespace {

// Each brings the file from the version that is its index to the next; the last one's is what
// `PRAGMA user_version` says of a file that is up to date. Never changed once released, only added
// to: tests/journal holds files of every version.
constexpr std::array kMigrations = {
    R"sql(
    -- The clocks when this was last written; every moment below is told from them (stamp.h).
    CREATE TABLE clock (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      boot TEXT NOT NULL,
      since_boot INTEGER NOT NULL,  -- milliseconds, as all times
      wall INTEGER NOT NULL
    );
    CREATE TABLE lines (
      profile TEXT PRIMARY KEY,
      facts TEXT NOT NULL,          -- JSON, see facts_json.h
      began INTEGER NOT NULL        -- when the boot began, by the clock that times in the facts are of
    ) WITHOUT ROWID;
    CREATE TABLE logins (
      login TEXT NOT NULL,
      version INTEGER NOT NULL,
      tries INTEGER NOT NULL,
      PRIMARY KEY (login, version)
    ) WITHOUT ROWID;
    CREATE TABLE plugin_stores (
      profile TEXT NOT NULL,
      plugin TEXT NOT NULL,
      store TEXT NOT NULL,
      PRIMARY KEY (profile, plugin)
    ) WITHOUT ROWID;
    CREATE TABLE dials (
      id INTEGER PRIMARY KEY,
      profile TEXT NOT NULL,
      number TEXT NOT NULL,
      since_boot INTEGER NOT NULL,  -- negative when it left before the boot
      has_left INTEGER NOT NULL     -- 0: it was about to
    );
    CREATE TABLE history (
      id INTEGER PRIMARY KEY,
      wall INTEGER NOT NULL,
      profile TEXT NOT NULL,
      entry TEXT NOT NULL           -- JSON, see agent/README.md
    );
    CREATE INDEX history_of_profile ON history (profile, id);
    )sql"};

void Migrate(SQLite::Database& database) {
  const auto version =
      static_cast<std::size_t>(database.execAndGet("PRAGMA user_version").getUInt());
  if (version > kMigrations.size()) {
    throw SQLite::Exception(
        fmt::format("it was written by a later version of lineman (schema {}, this one knows {})",
                    version, kMigrations.size()));
  }
  for (std::size_t next = version; next < kMigrations.size(); ++next) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    database.exec(kMigrations.at(next));
    database.exec(fmt::format("PRAGMA user_version = {}", next + 1));
    transaction.commit();
  }
}

// Throws what the library throws.
std::unique_ptr<SQLite::Database> OpenSound(const std::string& path,
                                            std::chrono::milliseconds patience) {
  auto database = std::make_unique<SQLite::Database>(
      path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, static_cast<int>(patience.count()));
  // Its companions take after it. Where this cannot be done, the folder keeps others out.
  std::error_code ignored;
  std::filesystem::permissions(
      PathOf(path), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
      ignored);
  database->exec("PRAGMA journal_mode = WAL");
  database->exec("PRAGMA temp_store = MEMORY");
  const std::string check = database->execAndGet("PRAGMA quick_check(1)").getString();
  if (check != "ok") throw SQLite::Exception(check, SQLITE_CORRUPT);
  Migrate(*database);
  return database;
}

std::string FaultOf(const SQLite::Exception& fault, const std::string& path) {
  return fmt::format("{}: {}", path, fault.what());
}

}  // namespace

bool MeansDamage(int sqlite_error) {
  const int primary = sqlite_error & 0xFF;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

Result<std::string> SetJournalAside(const std::string& path) {
  std::error_code error;
  std::string aside;
  for (int i = 1; aside.empty() || std::filesystem::exists(PathOf(aside), error); ++i) {
    aside = fmt::format("{}.damaged-{}", path, i);
  }
  // The companions belong to the file: beside a new one they would damage it.
  for (const char* companion : {"-wal", "-shm"}) {
    if (!std::filesystem::exists(PathOf(path + companion), error)) continue;
    std::filesystem::rename(PathOf(path + companion), PathOf(aside + companion), error);
    if (error)
      return Fail(fmt::format("{}{} cannot be moved: {}", path, companion, error.message()));
  }
  std::filesystem::rename(PathOf(path), PathOf(aside), error);
  if (error) return Fail(fmt::format("{} cannot be moved: {}", path, error.message()));
  return aside;
}

Result<OpenJournal> OpenJournalFile(const std::string& path, std::chrono::milliseconds patience) {
  try {
    return OpenJournal{OpenSound(path, patience), ""};
  } catch (const SQLite::Exception& fault) {
    if (!MeansDamage(fault.getErrorCode())) return Fail(FaultOf(fault, path));
  }
  Result<std::string> aside = SetJournalAside(path);
  if (!aside) return tl::unexpected(aside.error());
  try {
    return OpenJournal{OpenSound(path, patience), *std::move(aside)};
  } catch (const SQLite::Exception& fault) {
    return Fail(FaultOf(fault, path));
  }
}

}  // namespace lineman
