// The exchange: everything of a world that outlives a call, and where each call goes.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engines/simulator/device.h"
#include "engines/simulator/server.h"
#include "engines/simulator/world.h"

namespace lineman::simulator {

// Where a call ends up.
struct Route {
  Server* server = nullptr;  // null: the call fails with `error`
  RasError error = RasError::kNone;
  const LinkPlan* link = nullptr;    // may be null: nothing ever happens to it
  Duration ring{0};                  // paced
  const Refusal* refusal = nullptr;  // the server takes the call and turns it away
};

// A world at work. Calls share it, so that it lives as long as the last of them.
class Exchange {
 public:
  Exchange(World world, Env& env, Instant start, WallTime wall);

  // Routes one call. Counts it, so ask once.
  Route RouteCall(const std::string& profile, const std::string& number);
  // The device a line dials with: by its name, or the first one; null when there is none.
  Device* FindDevice(const std::string& name);
  const LinkPlan* FindLink(const std::string& name) const;
  void CommandRan(std::string_view command);
  int account_locks() const;

  const WorldClock& clock() const { return clock_; }
  const World& world() const { return world_; }
  Duration Paced(Duration duration) const { return world_.timing.Paced(duration); }

 private:
  const NumberPlan* FindNumber(const std::string& key) const;
  CallOutcome OutcomeOf(const NumberPlan* number, const std::string& profile,
                        const std::string& who);
  const Refusal* FindRefusal(const ServerPlan& server, const std::string& profile);
  // How many calls the line has made to that number or server, this one included.
  int CountCall(const std::string& profile, const std::string& entity);

  World world_;
  WorldClock clock_;
  std::vector<Server> servers_;  // as in world_.servers
  std::vector<Device> devices_;  // as in world_.devices
  std::map<std::string, int> calls_;
};

}  // namespace lineman::simulator
