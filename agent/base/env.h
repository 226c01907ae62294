// Everything the core may know of the world outside: two clocks, timers and chance.
//
// The agent gives a real Env, stories and rehearsals a virtual one whose clock moves when told.
// One thread calls it: the loop that also runs the tasks.
#pragma once

#include <functional>

#include "base/chance.h"
#include "base/time.h"

namespace lineman {

class Env {
 public:
  virtual ~Env() = default;

  virtual Instant Now() const = 0;
  virtual WallTime Wall() const = 0;
  // Runs `task` on the loop once Now() has reached `when`, never before this call has returned.
  // Tasks due at the same instant run in the order they were given. There is no way to take a task
  // back: whoever arms one carries a generation in it and ignores it when it is stale.
  virtual void CallAt(Instant when, std::function<void()> task) = 0;
  virtual const class Chance& Chance() const = 0;
};

}  // namespace lineman
