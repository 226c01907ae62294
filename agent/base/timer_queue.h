// Tasks in the order of their time: what is common to every Env.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/time.h"

namespace lineman {

// A heap of tasks. Equal instants keep the order in which they were added. Not thread safe.
class TimerQueue {
 public:
  void Add(Instant when, std::function<void()> task);
  // When the next task is due; nothing when there is none.
  std::optional<Instant> Next() const;
  // Takes the next task out when it is due at `now`; an empty function otherwise.
  std::function<void()> TakeDue(Instant now);
  std::size_t size() const { return heap_.size(); }

 private:
  struct Entry {
    Instant when;
    std::uint64_t order;
    std::function<void()> task;
  };
  static bool Later(const Entry& a, const Entry& b);

  std::vector<Entry> heap_;
  std::uint64_t added_ = 0;
};

}  // namespace lineman
