// A modem or adapter of a kiosk: whether it works, and what repairs it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/simulator/link.h"
#include "engines/simulator/world.h"

namespace lineman::simulator {

class Device {
 public:
  // Plan and clock must outlive the device. The devices of one plan have accidents of their own,
  // by owner.
  Device(const DevicePlan& plan, const WorldClock& clock, const std::string& owner);

  // What dials with it come to at this moment; kNone when it works.
  RasError Fault();
  // The first moment in (after, until] at which it breaks, and a call over it with it.
  std::optional<Loss> NextBreak(Age after, Age until) const;
  // A command ran on the kiosk: repairs the device when it is the one that does.
  void CommandRan(std::string_view command);
  const std::string& name() const { return plan_->name; }

 private:
  // A fault that only a command ends.
  struct Lasting {
    Age sound_until{-1};  // it has not broken up to here since it was repaired
    bool broken = false;
  };

  bool HasFault(std::size_t index, Age now);
  Draw DrawFor(std::size_t index) const;

  const DevicePlan* plan_;
  const WorldClock* clock_;
  std::string who_;
  std::vector<Lasting> lasting_;  // one for each fault of the plan
  Age repaired_{-1};              // the moment from which the last repair counts
};

}  // namespace lineman::simulator
