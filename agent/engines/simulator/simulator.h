// The simulator: an engine that dials into a world instead of the telephone network.
//
// It keeps the contract of model/engine.h, and plays the same world in real time for the agent and
// in virtual time for stories and rehearsals: time, timers and chance come from Env alone. One
// simulator serves any number of lines; it belongs to the loop of its Env, and so do its
// connections. Same world, same seed, same dials: the same notifications, to the millisecond.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/simulator/world.h"
#include "model/engine.h"

namespace lineman {

namespace simulator {
class Exchange;
}

// Something a world does to the kiosk itself: power, sleep, clock, network, people.
struct WorldEvent {
  simulator::Age at{0};  // since the world's start
  simulator::EventPlan::Kind kind = simulator::EventPlan::Kind::kPowerCut;
  Duration amount{0};   // of a power cut or sleep: how long; of a clock change: how far, +-
  std::string word;     // of an operator: "up", "down" or "redial"
  std::string profile;  // whom it is about; empty: every line
};

class Simulator : public Engine {
 public:
  // The world starts now, at what Env's wall clock says unless the world gives its own `start`.
  // `env` must outlive the simulator and all its connections.
  Simulator(Env& env, simulator::World world);
  // The world started, or will start, at `start`, when its calendar reads `wall`.
  Simulator(Env& env, simulator::World world, Instant start, WallTime wall);
  // Every line is another kiosk's, with devices of its own; servers and links are the same.
  static std::unique_ptr<Simulator> OfKiosks(Env& env, simulator::World world);
  ~Simulator() override;

  std::string_view Name() const override { return "simulator"; }
  Capabilities GetCapabilities() const override { return SimulatorCapabilities(); }
  const OptionTable& Options() const override { return SimulatorOptions(); }
  // Connections may outlive the simulator.
  std::unique_ptr<Connection> Dial(const DialRequest& request,
                                   NotificationHandler handler) override;
  // Nothing outlives the process that plays it: `done` comes at once, by way of the loop.
  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done) override;

  // A program that a plugin ran on the kiosk, as its command line: it may repair devices. Of
  // several kiosks, `profile` says which.
  void CommandRan(std::string_view command_line, const std::string& profile = {});
  // What strikes first in (after, until] of the world's age: all events of that moment, in the
  // order of the world's file. Whoever drives time does them; the simulator only tells.
  std::vector<WorldEvent> NextEvents(simulator::Age after, simulator::Age until) const;
  // How often servers have locked an account so far.
  int account_locks() const;
  // How many calls got no port of a server, for all were taken or calls came too fast.
  std::int64_t turned_away() const;
  const simulator::World& world() const;
  simulator::Age age() const;  // of the world

  // The keys of the profile's `simulator:` block; the same for every simulator.
  static const OptionTable& SimulatorOptions();
  static Capabilities SimulatorCapabilities();  // everything

 private:
  explicit Simulator(std::shared_ptr<simulator::Exchange> exchange);

  std::shared_ptr<simulator::Exchange> exchange_;
};

}  // namespace lineman
