// The real Env: the machine's clocks, and timers on the agent's loop.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "base/env.h"
#include "base/timer_queue.h"

namespace asio {
class io_context;
}

namespace lineman {

class AsioEnv final : public Env {
 public:
  AsioEnv(asio::io_context& loop, std::uint64_t seed);
  ~AsioEnv() override;

  // Milliseconds of the monotonic clock since this Env was made.
  Instant Now() const override;
  WallTime Wall() const override;
  void CallAt(Instant when, std::function<void()> task) override;
  const class Chance& Chance() const override { return chance_; }

 private:
  struct Timer;
  void Arm();
  void RunDue();

  std::unique_ptr<Timer> timer_;
  TimerQueue queue_;
  class Chance chance_;
};

// A seed that is this machine's own and stays: from its machine id, or its host name.
std::uint64_t SeedOfThisMachine();

}  // namespace lineman
