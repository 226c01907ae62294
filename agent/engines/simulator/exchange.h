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
  // With `kiosks`, every line is another kiosk's, with devices of its own.
  Exchange(World world, Env& env, Instant start, WallTime wall, bool kiosks = false);

  // Routes one call. Counts it, so ask once.
  Route RouteCall(const std::string& profile, const std::string& number);
  // The device a line dials with: by its name, or the first one; null when there is none.
  Device* FindDevice(const std::string& profile, const std::string& name);
  const LinkPlan* FindLink(const std::string& name) const;
  // On the kiosk of that line.
  void CommandRan(const std::string& profile, std::string_view command);
  int account_locks() const;
  std::int64_t turned_away() const;  // calls that got no port of any server

  const WorldClock& clock() const { return clock_; }
  const World& world() const { return world_; }
  Duration Paced(Duration duration) const { return world_.timing.Paced(duration); }

 private:
  const NumberPlan* FindNumber(const std::string& key) const;
  std::vector<Device>& DevicesOf(const std::string& profile);
  CallOutcome OutcomeOf(const NumberPlan* number, const std::string& profile,
                        const std::string& who);
  const Refusal* FindRefusal(const ServerPlan& server, const std::string& profile);
  // How many calls the line has made to that number or server, this one included.
  int CountCall(const std::string& profile, const std::string& entity);

  World world_;
  WorldClock clock_;
  std::vector<Server> servers_;  // as in world_.servers
  bool kiosks_;
  std::map<std::string, std::vector<Device>> devices_;  // as in world_.devices, by owner
  std::map<std::string, int> calls_;
};

}  // namespace lineman::simulator
