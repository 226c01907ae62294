#include "app/simulation.h"

#include <optional>
#include <utility>

#include "app/simulator_channel.h"
#include "engines/simulator/remote_simulator.h"
#include "pipeline/driver.h"
#include "rehearsal/world_events.h"

namespace lineman {
namespace {

class EmbeddedSimulation final : public Simulation {
 public:
  EmbeddedSimulation(Env& env, simulator::World world)
      : env_(env), simulator_(env, std::move(world)) {}

  Engine& engine() override { return simulator_; }
  void CommandRan(std::string_view command_line) override { simulator_.CommandRan(command_line); }
  void Start(Driver& driver) override {
    WorldEvents::Handlers handlers;
    handlers.tell = [&driver](const std::string& profile, const Happening& what) {
      driver.PostTo(profile, what);
    };
    events_.emplace(env_, simulator_, std::move(handlers));
    events_->Start();
  }

 private:
  Env& env_;
  Simulator simulator_;
  std::optional<WorldEvents> events_;
};

class RemoteSimulation final : public Simulation {
 public:
  RemoteSimulation(Env& env, asio::io_context& loop, const std::string& socket)
      : simulator_(env, std::make_unique<SimulatorChannel>(loop, socket), socket) {}

  Engine& engine() override { return simulator_; }
  void CommandRan(std::string_view command_line) override { simulator_.CommandRan(command_line); }
  void Start(Driver& /*driver*/) override {}

 private:
  RemoteSimulator simulator_;
};

}  // namespace

SimulationMaker PlayHere(simulator::World world) {
  return [world = std::move(world)](Env& env, asio::io_context& /*loop*/) {
    return std::make_unique<EmbeddedSimulation>(env, world);
  };
}

SimulationMaker DialThrough(std::string socket) {
  return [socket = std::move(socket)](Env& env, asio::io_context& loop) {
    return std::make_unique<RemoteSimulation>(env, loop, socket);
  };
}

}  // namespace lineman
