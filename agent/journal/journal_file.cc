#include "journal/journal_file.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "journal/facts_json.h"
#include "journal/journal_schema.h"

namespace lineman {
namespace {

// The history is bounded after so many entries.
constexpr std::size_t kPruneEvery = 1000;
// So many entries at most may have been told to somebody and then been lost with the power.
constexpr std::uint64_t kUnwrittenAtMost = 100'000;

std::int64_t Count(Duration span) { return span.count(); }
std::int64_t Count(WallTime time) { return time.time_since_epoch().count(); }
// SQLite has no unsigned numbers.
std::int64_t Signed(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }
std::uint64_t Unsigned(std::int64_t number) { return static_cast<std::uint64_t>(number); }

Duration DurationIn(const SQLite::Column& column) { return Duration(column.getInt64()); }
WallTime TimeIn(const SQLite::Column& column) { return WallTime(DurationIn(column)); }

template <typename... Values>
void Run(SQLite::Statement& statement, const Values&... values) {
  statement.reset();
  int index = 0;
  (statement.bind(++index, values), ...);
  statement.exec();
}

}  // namespace

JournalFile::JournalFile(JournalOptions options) : options_(std::move(options)) {}
JournalFile::~JournalFile() = default;

Result<Done> JournalFile::Open() {
  Result<OpenJournal> opened = OpenJournalFile(options_.path, options_.patience);
  if (!opened) return tl::unexpected(opened.error());
  try {
    last_entry_ =
        Unsigned(opened->database->execAndGet("SELECT IFNULL(MAX(id), 0) FROM history").getInt64());
  } catch (const SQLite::Exception& fault) {
    return Fail(fmt::format("{}: {}", options_.path, fault.what()));
  }
  database_ = std::move(opened->database);
  if (!opened->set_aside.empty()) lost_ = WasDamaged(opened->set_aside);
  return Done{};
}

std::string JournalFile::WasDamaged(const std::string& set_aside) const {
  return fmt::format("{} was damaged and is now {}", options_.path, set_aside);
}

Result<Durable> JournalFile::Load(const Stamp& now) {
  if (const Result<Done> open = Open(); !open) return tl::unexpected(open.error());
  if (lost_.empty()) {
    if (Result<Done> read = TryRead(now); !read) return tl::unexpected(read.error());
  }
  if (!lost_.empty()) return Fail(lost_);
  Durable durable;
  for (const auto& [profile, kept] : lines_) durable.lines[profile] = kept.facts;
  durable.logins = logins_;
  durable.plugins = plugins_;
  for (const auto& [id, dial] : dials_) {
    durable.dials.push_back(
        {id, dial.profile, dial.number, now.Began() + dial.since_boot, dial.left});
  }
  if (last_entry_ > 0) durable.recorded = last_entry_ + kUnwrittenAtMost;
  return durable;
}

Result<Done> JournalFile::TryRead(const Stamp& now) {
  try {
    Read(now);
    return Done{};
  } catch (const SQLite::Exception& fault) {
    if (!MeansDamage(fault.getErrorCode())) {
      return Fail(fmt::format("{}: {}", options_.path, fault.what()));
    }
  }
  return ReplaceFile();
}

// What is known already is newer than what the file says.
void JournalFile::Read(const Stamp& now) {
  SQLite::Statement clock(*database_, "SELECT boot, since_boot, wall FROM clock");
  if (!clock.executeStep()) return;  // a new file
  const Stamp seen{clock.getColumn(0).getString(), DurationIn(clock.getColumn(1)),
                   TimeIn(clock.getColumn(2))};
  const WallTime began = BootBegan(seen, now, options_.clock_trusted_from);
  new_boot_ = !AreOfOneBoot(seen, now);
  SQLite::Statement lines(*database_, "SELECT profile, facts, began FROM lines");
  while (lines.executeStep()) {
    Result<LineFacts> facts = ReadFacts(lines.getColumn(1).getString());
    if (!facts) throw SQLite::Exception(facts.error().message, SQLITE_CORRUPT);
    ShiftFacts(*facts, began - TimeIn(lines.getColumn(2)));
    lines_.try_emplace(lines.getColumn(0).getString(), KeptLine{*std::move(facts), now.Began()});
  }
  SQLite::Statement logins(*database_, "SELECT login, version, tries FROM logins");
  while (logins.executeStep()) {
    const LoginKey key{logins.getColumn(0).getString(), Unsigned(logins.getColumn(1).getInt64())};
    logins_.try_emplace(key, LoginFacts{logins.getColumn(2).getInt()});
  }
  SQLite::Statement plugins(*database_, "SELECT profile, plugin, store FROM plugin_stores");
  while (plugins.executeStep()) {
    const PluginKey key{plugins.getColumn(0).getString(), plugins.getColumn(1).getString()};
    plugins_.try_emplace(key, plugins.getColumn(2).getString());
  }
  ReadDials(began, now);
}

void JournalFile::ReadDials(WallTime began, const Stamp& now) {
  SQLite::Statement dials(*database_,
                          "SELECT id, profile, number, since_boot, has_left FROM dials");
  while (dials.executeStep()) {
    // From the boot that is written down to the present one.
    const Duration since_boot = began + DurationIn(dials.getColumn(3)) - now.Began();
    dials_.try_emplace(Unsigned(dials.getColumn(0).getInt64()),
                       KeptDial{dials.getColumn(1).getString(), dials.getColumn(2).getString(),
                                since_boot, dials.getColumn(4).getInt() != 0});
  }
  ForgetOldDials(now);
}

void JournalFile::Take(const StoreChange& change, const Stamp& at) {
  if (change.line) {
    lines_[change.line->first] = {change.line->second, at.Began()};
    changed_lines_.insert(change.line->first);
  }
  for (const auto& [key, facts] : change.logins) {
    logins_[key] = facts;
    changed_logins_.insert(key);
  }
  for (const PluginFact& fact : change.plugins) {
    plugins_[fact.key] = fact.text;
    changed_plugins_.insert(fact.key);
  }
  for (const DialFact& dial : change.dials) {
    dials_[dial.id] = {dial.profile, dial.number, dial.at - at.Began(), dial.left};
    changed_dials_.insert(dial.id);
  }
  for (const std::uint64_t id : change.dials_taken_back) {
    dials_.erase(id);
    changed_dials_.insert(id);
  }
}

bool JournalFile::HasChanges() const {
  return !changed_lines_.empty() || !changed_logins_.empty() || !changed_plugins_.empty() ||
         !changed_dials_.empty();
}

Result<Done> JournalFile::Write(const std::vector<Entry>& entries, const Stamp& now, bool flush) {
  if (database_ == nullptr) {
    if (Result<Done> open = Open(); !open) return open;
    if (Result<Done> read = TryRead(now); !read) return read;
    MarkAll();
  }
  for (int tries = 0;; ++tries) {
    try {
      WriteAll(entries, now, flush);
      return Done{};
    } catch (const SQLite::Exception& fault) {
      if (!MeansDamage(fault.getErrorCode()) || tries > 0) {
        return Fail(fmt::format("{}: {}", options_.path, fault.what()));
      }
    }
    if (Result<Done> replaced = ReplaceFile(); !replaced) return replaced;
  }
}

Result<Done> JournalFile::ReplaceFile() {
  database_.reset();
  const Result<std::string> aside = SetJournalAside(options_.path);
  if (!aside) return tl::unexpected(aside.error());
  if (Result<Done> open = Open(); !open) return open;
  lost_ = WasDamaged(*aside);
  MarkAll();
  return Done{};
}

void JournalFile::WriteAll(const std::vector<Entry>& entries, const Stamp& now, bool flush) {
  // In WAL mode NORMAL is safe for the file, but what was written last may be lost with the power.
  database_->exec(flush ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
  WriteClock(now);
  if (new_boot_) {
    MarkAll();
    database_->exec("DELETE FROM dials");
  }
  WriteChanges();
  const std::uint64_t last_entry = WriteHistory(entries);
  const bool prune = unpruned_ + entries.size() >= kPruneEvery;
  if (prune) ForgetOldHistory(entries.empty() ? now.wall : entries.back().wall);
  transaction.commit();
  ClearMarks();
  last_entry_ = last_entry;
  unpruned_ = prune ? 0 : unpruned_ + entries.size();
}

void JournalFile::WriteClock(const Stamp& now) {
  SQLite::Statement clock(*database_, "REPLACE INTO clock VALUES (1, ?, ?, ?)");
  Run(clock, now.boot, Count(now.since_boot), Count(now.wall));
  ForgetOldDials(now);
}

void JournalFile::WriteChanges() {
  SQLite::Statement line(*database_, "REPLACE INTO lines VALUES (?, ?, ?)");
  for (const std::string& profile : changed_lines_) {
    const KeptLine& kept = lines_.at(profile);
    Run(line, profile, WriteFacts(kept.facts), Count(kept.began));
  }
  SQLite::Statement login(*database_, "REPLACE INTO logins VALUES (?, ?, ?)");
  for (const LoginKey& key : changed_logins_) {
    Run(login, key.login, Signed(key.version), logins_.at(key).tries);
  }
  SQLite::Statement plugin(*database_, "REPLACE INTO plugin_stores VALUES (?, ?, ?)");
  for (const PluginKey& key : changed_plugins_)
    Run(plugin, key.profile, key.plugin, plugins_.at(key));
  SQLite::Statement dial(*database_, "REPLACE INTO dials VALUES (?, ?, ?, ?, ?)");
  SQLite::Statement gone(*database_, "DELETE FROM dials WHERE id = ?");
  for (const std::uint64_t id : changed_dials_) {
    const auto kept = dials_.find(id);
    if (kept == dials_.end()) {
      Run(gone, Signed(id));
    } else {
      Run(dial, Signed(id), kept->second.profile, kept->second.number,
          Count(kept->second.since_boot), kept->second.left ? 1 : 0);
    }
  }
}

std::uint64_t JournalFile::WriteHistory(const std::vector<Entry>& entries) {
  if (entries.empty()) return last_entry_;
  SQLite::Statement row(*database_, "INSERT INTO history VALUES (?, ?, ?, ?)");
  std::uint64_t number = last_entry_;
  for (const Entry& entry : entries) {
    // An agent that could not read the file numbers its entries from 1.
    number = std::max(number + 1, entry.sequence);
    Run(row, Signed(number), Count(entry.wall), entry.profile, ToJson(entry).Dump());
  }
  return number;
}

// No cap looks back further than a day.
void JournalFile::ForgetOldDials(const Stamp& now) {
  const Duration oldest = now.since_boot - kLongestCapWindow;
  for (auto dial = dials_.begin(); dial != dials_.end();) {
    if (dial->second.since_boot >= oldest) {
      ++dial;
      continue;
    }
    changed_dials_.insert(dial->first);
    dial = dials_.erase(dial);
  }
}

void JournalFile::ForgetOldHistory(WallTime now) {
  if (now >= options_.clock_trusted_from) {
    SQLite::Statement old(*database_, "DELETE FROM history WHERE wall < ?");
    Run(old, Count(now - options_.history.age));
  }
  const std::int64_t pages = database_->execAndGet("PRAGMA page_count").getInt64() -
                             database_->execAndGet("PRAGMA freelist_count").getInt64();
  const std::int64_t size = pages * database_->execAndGet("PRAGMA page_size").getInt64();
  if (size <= options_.history.bytes) return;
  // A tenth more than must be, so that this is not done every time.
  const auto rows =
      static_cast<double>(database_->execAndGet("SELECT COUNT(*) FROM history").getInt64());
  const double share =
      1 - 0.9 * static_cast<double>(options_.history.bytes) / static_cast<double>(size);
  SQLite::Statement oldest(
      *database_, "DELETE FROM history WHERE id IN (SELECT id FROM history ORDER BY id LIMIT ?)");
  Run(oldest, static_cast<std::int64_t>(rows * share) + 1);
}

void JournalFile::MarkAll() {
  for (const auto& [profile, line] : lines_) changed_lines_.insert(profile);
  for (const auto& [key, facts] : logins_) changed_logins_.insert(key);
  for (const auto& [key, text] : plugins_) changed_plugins_.insert(key);
  for (const auto& [id, dial] : dials_) changed_dials_.insert(id);
}

void JournalFile::ClearMarks() {
  changed_lines_.clear();
  changed_logins_.clear();
  changed_plugins_.clear();
  changed_dials_.clear();
  new_boot_ = false;
}

std::vector<std::string> JournalFile::Written(const HistoryQuery& query) const {
  std::string sql = "SELECT entry FROM history WHERE wall >= :since";
  if (!query.profile.empty()) sql += " AND profile = :profile";
  if (!query.kind.empty()) sql += " AND json_extract(entry, '$.kind') = :kind";
  if (query.after > 0) sql += " AND id > :after";
  if (query.before > 0) sql += " AND id < :before";
  SQLite::Statement latest(*database_, sql + " ORDER BY id DESC LIMIT :most");
  latest.bind(":since", query.since ? Count(*query.since) : std::int64_t{0});
  if (!query.profile.empty()) latest.bind(":profile", query.profile);
  if (!query.kind.empty()) latest.bind(":kind", query.kind);
  if (query.after > 0) latest.bind(":after", Signed(query.after));
  if (query.before > 0) latest.bind(":before", Signed(query.before));
  latest.bind(":most", query.most);
  std::vector<std::string> entries;
  while (latest.executeStep()) entries.push_back(latest.getColumn(0).getString());
  return entries;
}

Result<std::vector<std::string>> JournalFile::History(const HistoryQuery& query,
                                                      const std::vector<Entry>& unwritten) const {
  std::vector<std::string> entries;
  try {
    if (database_ != nullptr) entries = Written(query);
  } catch (const SQLite::Exception& fault) {
    return Fail(fmt::format("{}: {}", options_.path, fault.what()));
  }
  std::reverse(entries.begin(), entries.end());
  for (const Entry& entry : unwritten) {
    if (Matches(query, entry)) entries.push_back(ToJson(entry).Dump());
  }
  KeepLatest(query, entries);
  return entries;
}

}  // namespace lineman
