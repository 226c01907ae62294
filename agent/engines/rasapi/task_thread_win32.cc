#include "engines/rasapi/task_thread.h"

#include <utility>

namespace lineman::rasapi {
namespace {

constexpr std::chrono::seconds kPatience(2);

}  // namespace

TaskThread::TaskThread() : thread_([shared = shared_] { Run(shared); }) {}

TaskThread::~TaskThread() {
  std::unique_lock lock(shared_->mutex);
  shared_->is_ending = true;
  shared_->changed.notify_all();
  const bool ended =
      shared_->changed.wait_for(lock, kPatience, [this] { return shared_->has_ended; });
  lock.unlock();
  ended ? thread_.join() : thread_.detach();
}

void TaskThread::Do(std::function<void()> task) {
  const std::lock_guard lock(shared_->mutex);
  shared_->tasks.push_back(std::move(task));
  shared_->changed.notify_all();
}

void TaskThread::Run(const std::shared_ptr<Shared>& shared) {
  std::unique_lock lock(shared->mutex);
  while (true) {
    shared->changed.wait(lock, [&] { return shared->is_ending || !shared->tasks.empty(); });
    if (shared->tasks.empty()) break;
    {
      const auto task = std::move(shared->tasks.front());
      shared->tasks.pop_front();
      lock.unlock();
      task();
    }
    lock.lock();
  }
  shared->has_ended = true;
  shared->changed.notify_all();
}

void Workers::Start(const std::shared_ptr<Workers>& workers, std::function<void()> work) {
  const std::lock_guard lock(workers->mutex_);
  ++workers->at_work_;
  std::thread([workers, work = std::move(work)] {
    work();
    const std::lock_guard done(workers->mutex_);
    --workers->at_work_;
    workers->changed_.notify_all();
  }).detach();
}

void Workers::AwaitAll(std::chrono::seconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [this] { return at_work_ == 0; });
}

}  // namespace lineman::rasapi
