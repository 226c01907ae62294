#include "journal/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <iterator>
#include <utility>

namespace lineman {
namespace {

// Entries are written when there are so many, and dropped, the newest first, when so many wait:
// some 10 MiB of them.
constexpr std::size_t kBatch = 128;
constexpr std::size_t kMostEntries = 20'000;

Entry TellDropped(std::size_t dropped, const Stamp& at) {
  Entry entry;
  entry.wall = at.wall;
  entry.kind = Entry::Kind::kTrouble;
  entry.what = "history";
  entry.detail = fmt::format("{} entries before this could not be kept", dropped);
  return entry;
}

}  // namespace

Journal::Journal(JournalOptions options, std::function<Stamp()> now, PostToLoop post)
    : options_(std::move(options)),
      now_(std::move(now)),
      post_(std::move(post)),
      file_(options_),
      thread_([this] { Work(); }) {}

Journal::~Journal() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

Result<Durable> Journal::Load() {
  Result<Durable> durable;
  VisitAndWait([this, &durable, now = now_()] { durable = file_.Load(now); });
  return durable;
}

void Journal::Commit(StoreChange change, std::function<void(Result<Done>)> committed) {
  const Stamp at = now_();
  {
    const std::lock_guard lock(mutex_);
    inbox_.latest = at;
    inbox_.commits.push_back({std::move(change), at, std::move(committed)});
  }
  wake_.notify_one();
}

void Journal::Remember(Entry entry) {
  bool full = false;
  {
    const std::lock_guard lock(mutex_);
    if (inbox_.entries.size() >= kMostEntries) {
      ++inbox_.dropped;
    } else {
      inbox_.entries.push_back(std::move(entry));
    }
    full = inbox_.entries.size() == kBatch;
  }
  if (full) wake_.notify_one();
}

Result<Done> Journal::Flush() {
  Result<Done> flushed;
  VisitAndWait([this, &flushed] { flushed = last_write_; });
  return flushed;
}

Result<std::vector<std::string>> Journal::History(const std::string& profile, int most) {
  Result<std::vector<std::string>> history;
  HistoryQuery query;
  query.profile = profile;
  query.most = most;
  VisitAndWait([this, &history, &query] { history = file_.History(query, unwritten_); });
  return history;
}

void Journal::History(const HistoryQuery& query,
                      std::function<void(Result<std::vector<std::string>>)> done) {
  Visit([this, query, done = std::move(done)]() mutable {
    post_([history = file_.History(query, unwritten_), done = std::move(done)] { done(history); });
  });
}

void Journal::Visit(std::function<void()> visit) {
  const Stamp now = now_();
  {
    const std::lock_guard lock(mutex_);
    inbox_.latest = now;
    inbox_.visits.push_back(std::move(visit));
  }
  wake_.notify_one();
}

void Journal::VisitAndWait(const std::function<void()>& visit) {
  std::promise<void> done;
  Visit([&visit, &done] {
    visit();
    done.set_value();
  });
  done.get_future().wait();
}

bool Journal::IsUrgent() const {
  return ending_ || !inbox_.commits.empty() || !inbox_.visits.empty() ||
         (!failing_ && inbox_.entries.size() >= kBatch);
}

void Journal::Work() {
  for (bool ending = false; !ending;) {
    ending = Take();
    Handle();
  }
}

bool Journal::Take() {
  taken_.commits.clear();
  taken_.entries.clear();
  taken_.visits.clear();
  taken_.dropped = 0;
  std::unique_lock lock(mutex_);
  failing_ = !last_write_.has_value();
  wake_.wait_for(lock, options_.batch, [this] { return IsUrgent(); });
  taken_.latest = inbox_.latest;
  std::swap(taken_, inbox_);
  return ending_;
}

void Journal::Handle() {
  for (const Waiting& commit : taken_.commits) file_.Take(commit.change, commit.at);
  const std::size_t room = kMostEntries - std::min(kMostEntries, unwritten_.size());
  const std::size_t fit = std::min(room, taken_.entries.size());
  dropped_ += taken_.dropped + taken_.entries.size() - fit;
  std::move(taken_.entries.begin(), taken_.entries.begin() + static_cast<std::ptrdiff_t>(fit),
            std::back_inserter(unwritten_));
  if (dropped_ > 0 && unwritten_.size() < kMostEntries) {
    unwritten_.push_back(TellDropped(std::exchange(dropped_, 0), taken_.latest));
  }
  last_write_ = Done{};
  if (file_.HasChanges() || !unwritten_.empty()) {
    last_write_ = file_.Write(unwritten_, taken_.latest, file_.HasChanges());
    if (last_write_) unwritten_.clear();
  }
  for (Waiting& commit : taken_.commits) {
    if (!commit.committed) continue;
    post_([committed = std::move(commit.committed), went = last_write_] { committed(went); });
  }
  for (const auto& visit : taken_.visits) visit();
}

}  // namespace lineman
