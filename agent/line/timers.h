// The timers of one line. A timer that has been put off or disarmed drops itself when it comes.
#pragma once

#include <optional>
#include <vector>

#include "line/turn.h"
#include "model/event.h"

namespace lineman {

class Timers {
 public:
  // Due at `at`, whatever was armed before.
  void Arm(TimerKind kind, Instant at, Turn& turn, int index = 0);
  void Disarm(TimerKind kind, int index = 0);
  void DisarmAll(TimerKind kind);
  std::optional<Instant> DueAt(TimerKind kind, int index = 0) const;
  // True when the event that came is the timer that is armed; it is disarmed then. One that was
  // put off is asked for anew.
  bool Take(const TimerDue& due, Turn& turn);

 private:
  struct Timer {
    TimerKind kind;
    int index;
    std::optional<Instant> due;
    std::optional<Instant> asked_for;  // the earliest ArmTimer still on its way back
  };
  Timer* Find(TimerKind kind, int index);

  std::vector<Timer> timers_;  // a handful, each once
};

}  // namespace lineman
