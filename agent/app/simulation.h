// The simulator as an agent has it: a part of this process, or a process of its own.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engines/simulator/simulator.h"

namespace asio {
class io_context;
}

namespace lineman {

class Driver;

class Simulation {
 public:
  virtual ~Simulation() = default;

  virtual Engine& engine() = 0;
  // A program ran on the kiosk: in the world it may repair devices.
  virtual void CommandRan(std::string_view command_line) = 0;
  // What the world does to the kiosk itself is done to the driver from now on.
  virtual void Start(Driver& driver) = 0;
};

using SimulationMaker = std::function<std::unique_ptr<Simulation>(Env&, asio::io_context&)>;

// Plays the world here: its connections end with the agent, and its events happen to it.
SimulationMaker PlayHere(simulator::World world);

// Dials through the simulator that listens at the socket: connections outlive the agent. Events of
// its world do not happen to the agent.
SimulationMaker DialThrough(std::string socket);

}  // namespace lineman
