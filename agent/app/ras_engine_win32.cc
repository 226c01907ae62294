#include "app/ras_engine.h"

#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <functional>
#include <mutex>
#include <utility>

#include "engines/rasapi/ras_host.h"
#include "engines/rasapi/rasapi.h"

namespace lineman {
namespace {

// The way to the loop, for as long as there is one: RAS may keep a thread for ever.
class LoopGate {
 public:
  explicit LoopGate(asio::io_context& loop) : loop_(&loop) {}
  void Post(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    if (loop_ != nullptr) asio::post(*loop_, std::move(task));
  }
  void Close() {
    const std::lock_guard lock(mutex_);
    loop_ = nullptr;
  }

 private:
  std::mutex mutex_;
  asio::io_context* loop_;
};

// Closes the gate before the host goes.
class RasOfThisMachine final : public RasapiEngine {
 public:
  RasOfThisMachine(Env& env, std::unique_ptr<rasapi::Host> host, std::shared_ptr<LoopGate> gate)
      : RasapiEngine(env, std::move(host)), gate_(std::move(gate)) {}
  ~RasOfThisMachine() override { gate_->Close(); }
  RasOfThisMachine(const RasOfThisMachine&) = delete;
  RasOfThisMachine& operator=(const RasOfThisMachine&) = delete;

 private:
  std::shared_ptr<LoopGate> gate_;
};

}  // namespace

bool HasRasOnThisSystem() { return true; }

std::unique_ptr<Engine> MakeRasEngine(Env& env, asio::io_context& loop,
                                      const std::string& library) {
  auto gate = std::make_shared<LoopGate>(loop);
  auto host = rasapi::OpenRasHost(
      library, [gate](std::function<void()> task) { gate->Post(std::move(task)); });
  if (!host) return nullptr;
  return std::make_unique<RasOfThisMachine>(env, *std::move(host), std::move(gate));
}

}  // namespace lineman
