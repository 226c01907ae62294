#include "tests/windows/ras_sim/world_loop.h"

#include <utility>

namespace lineman::ras_sim {

WorldLoop::WorldLoop(std::function<void(Lock&)> after_task) : after_task_(std::move(after_task)) {
  const Lock lock = Enter();
  std::thread thread([this] { Run(); });
  thread_ = thread.get_id();
  thread.detach();
}

bool WorldLoop::Await(Lock& lock, Duration limit, const std::function<bool()>& condition) {
  return changed_.wait_for(lock, limit, condition);
}

Instant WorldLoop::Now() const {
  return Instant(std::chrono::duration_cast<Duration>(Clock::now() - zero_));
}

WallTime WorldLoop::Wall() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

void WorldLoop::CallAt(Instant when, std::function<void()> task) {
  queue_.Add(when, std::move(task));
  wake_.notify_one();
}

void WorldLoop::Run() {
  Lock lock = Enter();
  while (true) {
    if (const std::function<void()> task = queue_.TakeDue(Now())) {
      task();
      after_task_(lock);
    } else if (const auto next = queue_.Next()) {
      wake_.wait_until(lock, zero_ + next->time_since_epoch());
    } else {
      wake_.wait(lock);
    }
  }
}

}  // namespace lineman::ras_sim
