#include "rehearsal/virtual_env.h"

#include <algorithm>
#include <utility>

namespace lineman {

void VirtualEnv::CallAt(Instant when, std::function<void()> task) {
  timers_.Add(std::max(when, now_), std::move(task));
}

bool VirtualEnv::RunNext(Instant end) {
  const std::optional<Instant> next = timers_.Next();
  if (!next || *next > end) {
    now_ = std::max(now_, end);
    return false;
  }
  now_ = *next;
  timers_.TakeDue(now_)();
  return true;
}

void VirtualEnv::RunUntil(Instant end) {
  while (RunNext(end)) {
  }
}

}  // namespace lineman
