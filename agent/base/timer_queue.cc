#include "base/timer_queue.h"

#include <algorithm>
#include <utility>

namespace lineman {

bool TimerQueue::Later(const Entry& a, const Entry& b) {
  return a.when != b.when ? a.when > b.when : a.order > b.order;
}

void TimerQueue::Add(Instant when, std::function<void()> task) {
  heap_.push_back({when, added_++, std::move(task)});
  std::push_heap(heap_.begin(), heap_.end(), Later);
}

std::optional<Instant> TimerQueue::Next() const {
  if (heap_.empty()) return std::nullopt;
  return heap_.front().when;
}

std::function<void()> TimerQueue::TakeDue(Instant now) {
  if (heap_.empty() || heap_.front().when > now) return {};
  std::pop_heap(heap_.begin(), heap_.end(), Later);
  std::function<void()> task = std::move(heap_.back().task);
  heap_.pop_back();
  return task;
}

}  // namespace lineman
