// Threads for what blocks: one that does what it is given, one thing after the other, and those
// that wait for one thing each.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace lineman::rasapi {

// Its owner's thread makes, feeds and ends it. Tasks hold what they need: one that RAS does not
// return from outlives everybody.
class TaskThread {
 public:
  TaskThread();
  // Does what has been given, for two seconds at most; then it is left alone.
  ~TaskThread();
  TaskThread(const TaskThread&) = delete;
  TaskThread& operator=(const TaskThread&) = delete;

  void Do(std::function<void()> task);

 private:
  struct Shared {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> tasks;
    bool is_ending = false;
    bool has_ended = false;
  };
  static void Run(const std::shared_ptr<Shared>& shared);

  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  std::thread thread_;
};

// Threads for one thing each, which may take for ever. They hold this, and what they need.
class Workers {
 public:
  static void Start(const std::shared_ptr<Workers>& workers, std::function<void()> work);
  // Until all are done, or so long.
  void AwaitAll(std::chrono::seconds patience);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int at_work_ = 0;
};

}  // namespace lineman::rasapi
