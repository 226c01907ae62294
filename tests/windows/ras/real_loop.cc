#include "tests/windows/ras/real_loop.h"

#include <algorithm>
#include <utility>

namespace lineman::ras_test {
namespace {

// Conditions may be about what other threads do.
constexpr Duration kAskAgain = std::chrono::milliseconds(10);

}  // namespace

Instant RealLoop::Now() const {
  return Instant(std::chrono::duration_cast<Duration>(Clock::now() - zero_));
}

WallTime RealLoop::Wall() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

std::function<void(std::function<void()>)> RealLoop::Post() const {
  return [posted = posted_](std::function<void()> task) {
    const std::lock_guard lock(posted->mutex);
    posted->tasks.push_back(std::move(task));
    posted->came.notify_all();
  };
}

bool RealLoop::RunUntil(const std::function<bool()>& condition, Duration limit) {
  const Instant end = Now() + limit;
  while (!condition()) {
    if (const std::function<void()> task = TakeNext()) {
      task();
    } else if (Now() >= end) {
      return false;
    } else {
      AwaitTask(std::min(end, Now() + kAskAgain));
    }
  }
  return true;
}

std::function<void()> RealLoop::TakeNext() {
  if (std::function<void()> due = queue_.TakeDue(Now())) return due;
  const std::lock_guard lock(posted_->mutex);
  if (posted_->tasks.empty()) return {};
  std::function<void()> first = std::move(posted_->tasks.front());
  posted_->tasks.pop_front();
  return first;
}

void RealLoop::AwaitTask(Instant until) {
  const auto timer = queue_.Next();
  if (timer) until = std::min(until, *timer);
  std::unique_lock lock(posted_->mutex);
  posted_->came.wait_until(lock, zero_ + until.time_since_epoch(),
                           [this] { return !posted_->tasks.empty(); });
}

}  // namespace lineman::ras_test
