// The double's time: an Env in real time on a thread of its own, and the one lock of everything.
//
// Tasks run on the thread, one at a time, with the lock held; any other thread that holds the lock
// may use the Env as well. So the simulator never notices that RAS is called from many threads.
// The thread lasts as long as the process: it only starts once, and the loop is never destroyed.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/env.h"
#include "base/timer_queue.h"

namespace lineman::ras_sim {

class WorldLoop final : public Env {
 public:
  using Lock = std::unique_lock<std::mutex>;

  // `after_task` runs after each task and may let go of the lock meanwhile.
  explicit WorldLoop(std::function<void(Lock&)> after_task);

  Lock Enter() { return Lock(mutex_); }
  Lock TryEnter() { return Lock(mutex_, std::try_to_lock); }
  bool IsLoopThread() const { return std::this_thread::get_id() == thread_; }
  // Lets go of the lock until the condition holds, for `limit` at most; whether it held.
  bool Await(Lock& lock, Duration limit, const std::function<bool()>& condition);
  // Something has changed that somebody may await.
  void Changed() { changed_.notify_all(); }

  // With the lock held.
  Instant Now() const override;
  WallTime Wall() const override;
  void CallAt(Instant when, std::function<void()> task) override;
  const class Chance& Chance() const override { return chance_; }

 private:
  using Clock = std::chrono::steady_clock;
  [[noreturn]] void Run();

  const std::function<void(Lock&)> after_task_;
  const Clock::time_point zero_ = Clock::now();
  const class Chance chance_ { 1 };
  std::mutex mutex_;
  std::condition_variable wake_;     // the thread: a task has come
  std::condition_variable changed_;  // everybody else
  TimerQueue queue_;
  std::thread::id thread_;
};

}  // namespace lineman::ras_sim
