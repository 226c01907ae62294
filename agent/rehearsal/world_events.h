// What a world does to the kiosk itself, done to a driver: the operator's words, the network, new
// passwords, sleep. Power cuts and clock jumps are told to whoever drives time.
#pragma once

#include <functional>
#include <memory>

#include "engines/simulator/simulator.h"
#include "pipeline/driver.h"

namespace lineman {

class WorldEvents {
 public:
  // What only the driver of time can do; events without a handler are left out.
  struct Handlers {
    std::function<void(Duration off_for)> power_cut;
    std::function<void(Duration by)> clock;
    std::function<void()> new_credentials;
  };

  WorldEvents(Env& env, Simulator& simulator, Driver& driver, Handlers handlers);
  WorldEvents(const WorldEvents&) = delete;
  WorldEvents& operator=(const WorldEvents&) = delete;

  // What strikes after that age of the world is done from now on.
  void Start(simulator::Age after = simulator::Age{-1}) {
    done_ = after;
    ArmNext();
  }

 private:
  void ArmNext();
  void Happen(const WorldEvent& event);
  void Tell(const WorldEvent& event, const Happening& what);

  Env& env_;
  Simulator& simulator_;
  Driver& driver_;
  Handlers handlers_;
  simulator::Age done_{-1};
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lineman
