// A journal in a folder of its own, on clocks that are told what to say.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "journal/journal.h"

namespace lineman {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// 2026-11-21 12:00 UTC, and a build of half a year before.
inline constexpr WallTime kNoon{seconds(1'795'262'400)};
inline constexpr WallTime kBuild{seconds(1'780'000'000)};

class JournalFolder {
 public:
  JournalFolder() {
    std::random_device chance;
    do {
      path_ = testing::TempDir() + "/journal-" + std::to_string(chance());
    } while (!std::filesystem::create_directory(path_));
  }
  ~JournalFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  JournalFolder(const JournalFolder&) = delete;
  JournalFolder& operator=(const JournalFolder&) = delete;

  std::string file() const { return path_ + "/journal.db"; }
  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  std::string path_;
};

// The journal as an agent has it: with a loop, whose tasks run when told.
class Kept {
 public:
  explicit Kept(const JournalFolder& folder, HistoryLimits limits = {}) {
    options_.path = folder.file();
    options_.history = limits;
    options_.clock_trusted_from = kBuild;
    options_.patience = std::chrono::milliseconds(1);
  }

  Stamp clock{"first boot", minutes(10), kNoon};

  Result<Durable> Start() {
    journal_ = std::make_unique<Journal>(
        options_, [this] { return clock; },
        [this](std::function<void()> task) {
          const std::lock_guard lock(mutex_);
          posted_.push_back(std::move(task));
        });
    return journal_->Load();
  }
  // The agent ends, or is killed: what was committed is all there is.
  void Stop() { journal_.reset(); }
  Durable Restart() {
    Stop();
    const Result<Durable> durable = Start();
    EXPECT_TRUE(durable.has_value()) << durable.error().message;
    return durable.value_or(Durable{});
  }

  void Pass(Duration time) {
    clock.since_boot += time;
    clock.wall += time;
  }
  void Boot(std::string name, WallTime wall) { clock = {std::move(name), seconds(20), wall}; }

  // Commits, waits, and says what the agent is told: "" or why it could not be kept.
  std::string Commit(StoreChange change) {
    std::string told = "nothing";
    journal_->Commit(std::move(change), [&told](const Result<Done>& went) {
      told = went ? "" : went.error().message;
    });
    static_cast<void>(journal_->Flush());
    RunPosted();
    return told;
  }
  void RunPosted() {
    std::deque<std::function<void()>> tasks;
    {
      const std::lock_guard lock(mutex_);
      tasks.swap(posted_);
    }
    for (const auto& task : tasks) task();
  }

  Journal& journal() { return *journal_; }

 private:
  JournalOptions options_;
  std::mutex mutex_;
  std::deque<std::function<void()>> posted_;
  std::unique_ptr<Journal> journal_;
};

inline StoreChange LineOf(const std::string& profile, const LineFacts& facts) {
  StoreChange change;
  change.line = {profile, facts};
  return change;
}

inline StoreChange DialAt(std::uint64_t id, WallTime at) {
  StoreChange change;
  change.dials.push_back({id, "kiosk", "100", at});
  return change;
}

// How long ago the dials left, on the clock of now.
inline std::vector<Duration> Ages(const Durable& durable, const Stamp& now) {
  std::vector<Duration> ages;
  for (const DialFact& dial : durable.dials) ages.push_back(now.wall - dial.at);
  return ages;
}

}  // namespace lineman
