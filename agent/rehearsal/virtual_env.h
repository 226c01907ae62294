// A world in which time passes only when told: the Env of stories, rehearsals and tests.
#pragma once

#include <functional>

#include "base/env.h"
#include "base/timer_queue.h"

namespace lineman {

// Not thread safe; everything runs inside the calls that move time.
class VirtualEnv final : public Env {
 public:
  VirtualEnv(WallTime start, std::uint64_t seed)
      : wall_offset_(start.time_since_epoch()), chance_(seed) {}

  Instant Now() const override { return now_; }
  WallTime Wall() const override { return WallTime(wall_offset_ + now_.time_since_epoch()); }
  void CallAt(Instant when, std::function<void()> task) override;
  const class Chance& Chance() const override { return chance_; }

  // Lets `span` pass, running every task that comes due, in order.
  void Tick(Duration span) { RunUntil(now_ + span); }
  void RunUntil(Instant end);
  // Runs what is due now without letting time pass.
  void Settle() { RunUntil(now_); }
  // Goes to the next task, not past `end`, and runs it; false when there is none by then (time is
  // at `end` afterwards).
  bool RunNext(Instant end);
  // Sets the wall clock; the steady one goes on.
  void JumpClock(Duration by) { wall_offset_ += by; }

 private:
  Instant now_{};
  Duration wall_offset_;
  class Chance chance_;
  TimerQueue timers_;
};

}  // namespace lineman
