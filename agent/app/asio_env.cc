#include "app/asio_env.h"

#include <algorithm>
#include <asio/io_context.hpp>
#include <asio/ip/host_name.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "app/machine_clock.h"

namespace lineman {
struct AsioEnv::Timer {
  explicit Timer(asio::io_context& loop) : timer(loop) {}
  asio::steady_timer timer;
  std::chrono::steady_clock::time_point zero = std::chrono::steady_clock::now();
};

AsioEnv::AsioEnv(asio::io_context& loop, std::uint64_t seed)
    : timer_(std::make_unique<Timer>(loop)), chance_(seed) {}
AsioEnv::~AsioEnv() = default;

Instant AsioEnv::Now() const {
  return Instant(
      std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - timer_->zero));
}

WallTime AsioEnv::Wall() const { return WallNow(); }

void AsioEnv::CallAt(Instant when, std::function<void()> task) {
  const auto before = queue_.Next();
  queue_.Add(when, std::move(task));
  if (!before || when < *before) Arm();
}

void AsioEnv::Arm() {
  const auto next = queue_.Next();
  if (!next) return;
  timer_->timer.expires_at(timer_->zero + next->time_since_epoch());
  timer_->timer.async_wait([this](const asio::error_code& error) {
    if (!error) RunDue();
  });
}

void AsioEnv::RunDue() {
  // Tasks armed by these tasks for this very moment run in the next round, so that signals and
  // sockets get their turn.
  const Instant now = Now();
  for (std::size_t left = queue_.size(); left > 0; --left) {
    const std::function<void()> task = queue_.TakeDue(now);
    if (!task) break;
    task();
  }
  Arm();
}

std::uint64_t SeedOfThisMachine() {
  std::string id = MachineId();
  if (id.empty()) {
    asio::error_code error;
    id = asio::ip::host_name(error);
  }
  return Chance(0).Bits(id, "machine", 0);
}

}  // namespace lineman
