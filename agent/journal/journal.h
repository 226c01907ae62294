// The durable store: SQLite on a thread of its own, so that no line ever waits for a disk.
//
// Commits are flushed to the medium before they are confirmed; all that wait at the same time share
// one flush. The history goes with them, or by itself in batches, unflushed: a power cut may take
// the last entries, never a promise. While the file cannot be written, everything stays in memory
// and is written as soon as it can be.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "journal/journal_file.h"
#include "journal/stamp.h"
#include "model/store.h"

namespace lineman {

class Journal final : public Store {
 public:
  // Runs a task on the loop, in the order of the calls; called from the journal's thread.
  using PostToLoop = std::function<void(std::function<void()>)>;

  // `now` is asked on the loop.
  Journal(JournalOptions options, std::function<Stamp()> now, PostToLoop post);
  // Writes what waits. What was to be confirmed is not, any more.
  ~Journal() override;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Waits for the disk: once, at start.
  Result<Durable> Load() override;
  void Commit(StoreChange change, std::function<void(Result<Done>)> committed) override;
  void Remember(Entry entry) override;

  // Waits until everything up to now is written, or could not be; says why then.
  Result<Done> Flush();
  // The entries that are asked for, as JSON, the oldest first: everything up to now, written or
  // not. Calls `done` once, on the loop.
  void History(const HistoryQuery& query,
               std::function<void(Result<std::vector<std::string>>)> done);
  // The latest of a profile, or of all when it is empty. Waits.
  Result<std::vector<std::string>> History(const std::string& profile, int most);

 private:
  struct Waiting {
    StoreChange change;
    Stamp at;
    std::function<void(Result<Done>)> committed;
  };

  // What the loop has put down for the thread.
  struct Inbox {
    std::vector<Waiting> commits;
    std::vector<Entry> entries;
    std::size_t dropped = 0;  // entries for which there was no room
    Stamp latest;
    std::vector<std::function<void()>> visits;  // to the file, on the thread, after all the above
  };

  bool IsUrgent() const;
  void Work();
  // Swaps what is waiting for what was handled: the room of both is used again.
  bool Take();
  void Handle();
  // Runs `visit` on the thread, with everything up to now written where it can be.
  void Visit(std::function<void()> visit);
  // The same, and waits for it.
  void VisitAndWait(const std::function<void()>& visit);

  const JournalOptions options_;
  const std::function<Stamp()> now_;
  const PostToLoop post_;

  // Only the thread uses these.
  Inbox taken_;
  JournalFile file_;
  std::vector<Entry> unwritten_;  // entries that could not be written yet
  std::size_t dropped_ = 0;
  Result<Done> last_write_;

  std::mutex mutex_;  // of what follows
  std::condition_variable wake_;
  Inbox inbox_;
  bool failing_ = false;  // the last write was: history waits for a commit, or its time
  bool ending_ = false;

  std::thread thread_;
};

}  // namespace lineman
