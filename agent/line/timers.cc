#include "line/timers.h"

#include <algorithm>

namespace lineman {

Timers::Timer* Timers::Find(TimerKind kind, int index) {
  const auto at = std::find_if(timers_.begin(), timers_.end(), [&](const Timer& timer) {
    return timer.kind == kind && timer.index == index;
  });
  return at == timers_.end() ? nullptr : &*at;
}

void Timers::Arm(TimerKind kind, Instant at, Turn& turn, int index) {
  Timer* timer = Find(kind, index);
  if (timer == nullptr) timer = &timers_.emplace_back(Timer{kind, index, {}, {}});
  timer->due = at;
  // One that comes earlier will ask again, so a deadline that only moves on costs nothing.
  if (timer->asked_for && *timer->asked_for <= at) return;
  timer->asked_for = at;
  turn.Do(ArmTimer{kind, index, at});
}

void Timers::Disarm(TimerKind kind, int index) {
  if (Timer* timer = Find(kind, index)) timer->due.reset();
}

void Timers::DisarmAll(TimerKind kind) {
  for (Timer& timer : timers_) {
    if (timer.kind == kind) timer.due.reset();
  }
}

std::optional<Instant> Timers::DueAt(TimerKind kind, int index) const {
  for (const Timer& timer : timers_) {
    if (timer.kind == kind && timer.index == index) return timer.due;
  }
  return std::nullopt;
}

bool Timers::Take(const TimerDue& due, Turn& turn) {
  Timer* const found = Find(due.kind, due.index);
  if (found == nullptr) return false;
  Timer& timer = *found;
  // Of several on their way back, only the one asked for last keeps the books.
  if (timer.asked_for && *timer.asked_for <= turn.now()) timer.asked_for.reset();
  if (!timer.due) return false;
  if (*timer.due > turn.now()) {
    if (!timer.asked_for) {
      timer.asked_for = timer.due;
      turn.Do(ArmTimer{due.kind, due.index, *timer.due});
    }
    return false;
  }
  timer.due.reset();
  return true;
}

}  // namespace lineman
