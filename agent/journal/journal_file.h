// What the journal's file holds, and what it is still to hold.
//
// Everything durable is also kept here in memory. What was changed since the last write is only
// marked; so a write that fails costs nothing but the marks' staying, and a file that turns out to
// be damaged is replaced by a new one with everything in it. One thread, the journal's, uses it.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journal/stamp.h"
#include "model/history_query.h"
#include "model/record.h"
#include "model/store.h"

namespace lineman {

// How much of the past is kept; the oldest goes first.
struct HistoryLimits {
  Duration age = std::chrono::hours(24 * 90);
  std::int64_t bytes = std::int64_t{32} << 20U;  // of the whole file, once it holds more than that
};

struct JournalOptions {
  std::string path;  // of the file; its folder must exist
  HistoryLimits history;
  // A wall clock that tells a time before this has not been set.
  WallTime clock_trusted_from{};
  // How long another program (somebody looking into the file) may hold the file's lock.
  std::chrono::milliseconds patience = std::chrono::seconds(5);
  // Entries wait so long at most for others to be written with.
  std::chrono::milliseconds batch = std::chrono::seconds(30);
};

class JournalFile {
 public:
  explicit JournalFile(JournalOptions options);
  ~JournalFile();

  // Opens the file and reads what is durable in it. An error means that nothing is known of the
  // past; what is written from now on is kept as far as the file lets it be.
  Result<Durable> Load(const Stamp& now);
  // A change as of `at`. It is in memory then; the next Write has it.
  void Take(const StoreChange& change, const Stamp& at);
  // Writes what was taken and these entries, all or nothing. `flush`: a promise depends on it, so
  // it is on the medium when this returns.
  Result<Done> Write(const std::vector<Entry>& entries, const Stamp& now, bool flush);
  bool HasChanges() const;
  // The entries that are asked for, as JSON, the oldest first. `unwritten` are those the file has
  // not got yet; without a file they are all there is.
  Result<std::vector<std::string>> History(const HistoryQuery& query,
                                           const std::vector<Entry>& unwritten) const;

 private:
  struct KeptLine {
    LineFacts facts;
    WallTime began;  // when the boot began, by the clock that the times in the facts are of
  };
  struct KeptDial {
    std::string profile;
    std::string number;
    Duration since_boot;
    bool left;
  };

  Result<Done> Open();
  std::string WasDamaged(const std::string& set_aside) const;
  Result<Done> TryRead(const Stamp& now);
  void Read(const Stamp& now);
  void ReadDials(WallTime began, const Stamp& now);
  void WriteAll(const std::vector<Entry>& entries, const Stamp& now, bool flush);
  void WriteChanges();
  void WriteClock(const Stamp& now);
  // Returns the number of the last one.
  std::uint64_t WriteHistory(const std::vector<Entry>& entries);
  void ForgetOldDials(const Stamp& now);
  void ForgetOldHistory(WallTime now);
  void MarkAll();
  void ClearMarks();
  Result<Done> ReplaceFile();
  // The newest first.
  std::vector<std::string> Written(const HistoryQuery& query) const;

  const JournalOptions options_;
  std::unique_ptr<SQLite::Database> database_;  // null while it cannot be opened
  std::string lost_;                            // why nothing is known of the past

  std::map<std::string, KeptLine> lines_;
  std::map<LoginKey, LoginFacts> logins_;
  std::map<PluginKey, std::string> plugins_;
  std::map<std::uint64_t, KeptDial> dials_;

  std::set<std::string> changed_lines_;
  std::set<LoginKey> changed_logins_;
  std::set<PluginKey> changed_plugins_;
  std::set<std::uint64_t> changed_dials_;  // gone ones too
  bool new_boot_ = false;                  // every moment in the file is told from another boot
  std::uint64_t last_entry_ = 0;           // its number in the history
  std::size_t unpruned_ = 0;               // entries written since the history was last bounded
};

}  // namespace lineman
