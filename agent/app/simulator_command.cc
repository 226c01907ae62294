// `lineman simulator`: plays a world for agents, so that connections outlive them.

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <asio/io_context.hpp>
#include <memory>
#include <utility>

#include "app/agent_log.h"
#include "app/asio_env.h"
#include "app/commands.h"
#include "app/line_socket.h"
#include "app/runtime.h"
#include "app/signals.h"
#include "app/terminal.h"
#include "engines/simulator/simulator_host.h"

namespace lineman {
namespace {

// A world at a socket: takes agents one after the other.
class SimulatorServer {
 public:
  SimulatorServer(asio::io_context& loop, std::unique_ptr<LineListener> listener,
                  simulator::World world, std::shared_ptr<spdlog::logger> log)
      : env_(loop, SeedOfThisMachine()),
        log_(std::move(log)),
        host_(env_, std::move(world), [this](const std::string& line) { log_->info("{}", line); }),
        listener_(std::move(listener)),
        signals_(loop, Signals::Heard::kEnd, [&loop](Signals::Word /*end*/) { loop.stop(); }) {
    listener_->Start([this](const std::shared_ptr<LineSocket>& caller) { Receive(caller); });
  }

  ~SimulatorServer() { listener_->RemoveName(); }
  SimulatorServer(const SimulatorServer&) = delete;
  SimulatorServer& operator=(const SimulatorServer&) = delete;

 private:
  void Receive(const std::shared_ptr<LineSocket>& caller) {
    if (host_.HasAgent()) {
      log_->warn("a second caller was turned away: an agent is here already");
      caller->Send(SimulatorHost::TurnAway());
      return caller->Close();
    }
    agent_ = caller;
    agent_->Start({.line = [this](std::string_view line) { Hear(line); },
                   .closed = [this](const std::string& /*why*/) { Forget(); }});
    host_.Attach([caller](const std::string& line) { caller->Send(line); });
  }

  void Hear(std::string_view line) {
    const Result<Done> heard = host_.Hear(line);
    if (heard) return;
    log_->warn("the agent does not keep to the protocol and is cut off: {}", heard.error().message);
    agent_->Close();
    Forget();
  }

  void Forget() {
    agent_.reset();
    host_.Detach();
  }

  AsioEnv env_;
  std::shared_ptr<spdlog::logger> log_;
  SimulatorHost host_;
  std::unique_ptr<LineListener> listener_;
  Signals signals_;
  std::shared_ptr<LineSocket> agent_;
};

// Power cuts, clocks and people belong to the kiosk, and that is another process's.
void WarnAboutEvents(const simulator::World& world, spdlog::logger& log) {
  if (world.events.empty()) return;
  log.warn(
      "the events of the world {} (power, sleep, clock, network, people) do not happen: only "
      "an agent that plays the world itself has them",
      world.name);
}

}  // namespace

int RunSimulator(const CommonOptions& common, const SimulatorOptionsGiven& options) {
  auto world = ReadWorld(options.world);
  if (!world) return kExitNo;
  asio::io_context loop(1);
  auto listener = LineListener::Listen(loop, options.socket);
  if (!listener) {
    PrintError(fmt::format("lineman: {}\n", listener.error().message));
    return kExitNo;
  }
  const auto log = MakeLog(common.log_level);
  WarnAboutEvents(*world, *log);
  const std::string listens =
      fmt::format("the simulator plays {} and listens at {}\n", world->name, options.socket);
  SimulatorServer server(loop, *std::move(listener), *std::move(world), log);
  Print(listens);
  loop.run();
  log->info("ended");
  return kExitDone;
}

}  // namespace lineman
