// One turn of the pipeline: the moment it happens at, and the actions that come of it.
#pragma once

#include <string>
#include <utility>

#include "base/env.h"
#include "model/action.h"

namespace lineman {

class Turn {
 public:
  Turn(const Env& env, LineId line) : now_(env.Now()), wall_(env.Wall()), line_(line) {}

  Instant now() const { return now_; }
  WallTime wall() const { return wall_; }

  template <typename What>
  void Do(What what) {
    actions_.push_back({line_, std::move(what)});
  }
  // Puts an entry on the record, stamped with this turn's time.
  void Record(Entry entry) {
    entry.at = now_;
    entry.wall = wall_;
    Do(std::move(entry));
  }
  // What is to be made durable at the end of the turn.
  StoreChange& change() { return change_; }
  Actions TakeActions() { return std::move(actions_); }

 private:
  Instant now_;
  WallTime wall_;
  LineId line_;
  Actions actions_;
  StoreChange change_;
};

}  // namespace lineman
