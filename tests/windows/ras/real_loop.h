// A loop in real time for tests: an Env, and posts from other threads.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "base/env.h"
#include "base/timer_queue.h"

namespace lineman::ras_test {

class RealLoop final : public Env {
 public:
  Instant Now() const override;
  WallTime Wall() const override;
  void CallAt(Instant when, std::function<void()> task) override {
    queue_.Add(when, std::move(task));
  }
  const class Chance& Chance() const override { return chance_; }

  // For any thread, also after the loop has gone.
  std::function<void(std::function<void()>)> Post() const;
  // Runs tasks until the condition holds, for `limit` at most; whether it held. The condition is
  // asked after each task, and every now and then.
  bool RunUntil(const std::function<bool()>& condition, Duration limit);

 private:
  using Clock = std::chrono::steady_clock;
  // What has been posted; posts hold it.
  struct Posted {
    std::mutex mutex;
    std::condition_variable came;
    std::deque<std::function<void()>> tasks;
  };
  std::function<void()> TakeNext();
  void AwaitTask(Instant until);

  const Clock::time_point zero_ = Clock::now();
  const class Chance chance_ { 1 };
  TimerQueue queue_;
  std::shared_ptr<Posted> posted_ = std::make_shared<Posted>();
};

}  // namespace lineman::ras_test
