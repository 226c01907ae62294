// What a world does to the kiosk itself, when it is due: the operator's words, the network, new
// passwords, sleep. Power cuts and clock jumps are told to whoever drives time.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engines/simulator/simulator.h"
#include "model/event.h"

namespace lineman {

class WorldEvents {
 public:
  // `tell` takes what happens to a profile, to all of them when that is empty. The others are what
  // only the driver of time can do; events without a handler are left out.
  struct Handlers {
    std::function<void(const std::string& profile, const Happening& what)> tell;
    std::function<void(Duration off_for)> power_cut;
    std::function<void(Duration by)> clock;
    std::function<void()> new_credentials;
  };

  WorldEvents(Env& env, const Simulator& simulator, Handlers handlers);
  WorldEvents(const WorldEvents&) = delete;
  WorldEvents& operator=(const WorldEvents&) = delete;

  // What strikes after that age of the world is done from now on.
  void Start(simulator::Age after = simulator::Age{-1}) {
    done_ = after;
    ArmNext();
  }

 private:
  void ArmNext();
  void Happen(const WorldEvent& event) const;

  Env& env_;
  const Simulator& simulator_;
  Handlers handlers_;
  simulator::Age done_{-1};
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lineman
