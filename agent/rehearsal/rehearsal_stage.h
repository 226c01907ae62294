// What lines of a rehearsal meet in place of a world.
#pragma once

#include <functional>
#include <memory>

#include "pipeline/driver.h"

namespace lineman {

// What a stage can do to the kiosk.
struct StageHands {
  std::function<void(const Happening& what)> tell;               // all lines; nothing without power
  std::function<void(Duration off_for, bool power_up)> restart;  // another agent, after a while
  std::function<void(Duration by)> set_clock;
  std::function<void()> change_credentials;
};

// Lives as long as its rehearsal, over all agents of it.
class RehearsalStage {
 public:
  virtual ~RehearsalStage() = default;

  virtual Engine& engine() = 0;
  virtual Prober& prober() = 0;
};

using MakeStage = std::function<std::unique_ptr<RehearsalStage>(Env& env, StageHands hands)>;

}  // namespace lineman
