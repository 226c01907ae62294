// An agent that dials through a simulator's process, for the tests of that.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/engines/simulator/playground.h"
#include "tests/engines/simulator/simulator_process.h"

namespace lineman::simulator {

// What an agent has of one connection.
struct Held {
  AdoptedConnection found;  // of one that it did not dial itself
  std::unique_ptr<Connection> connection;
  std::vector<Notification> heard;

  std::string States() const { return StatesOf(heard); }
  ConnectionState state() const { return connection->Status().state; }
};

// One agent: its engine, and its connections by profile.
class RemoteAgent {
 public:
  RemoteAgent(VirtualEnv& env, SimulatorProcess& process)
      : env_(env), engine(env, process.MakeChannel(), "sim.sock") {}

  Held& Dial(const std::string& profile, const std::string& number = "1") {
    DialRequest request;
    request.attempt = ++attempts;
    request.profile = profile;
    request.number = number;
    request.credentials.user = "kiosk";
    request.credentials.password = Secret("secret");
    request.ask_for_callback = true;
    return Dial(request);
  }
  Held& Dial(const DialRequest& request) {
    Held& held = Fresh(request.profile);
    held.connection = engine.Dial(request, HandlerOf(held));
    return held;
  }

  // Adopts what it finds, but for the profile `unwanted`, and waits for `done`; how long it took.
  Duration Adopt(const std::string& unwanted = "") {
    const Instant begun = env_.Now();
    bool done = false;
    engine.Adopt(
        [this, unwanted](AdoptedConnection found) -> NotificationHandler {
          if (found.profile == unwanted) return [](const Notification&) {};
          Held& held = Fresh(found.profile);
          held.found = std::move(found);
          held.connection = std::move(held.found.connection);
          return HandlerOf(held);
        },
        [&done] { done = true; });
    EXPECT_FALSE(done);
    const Instant limit = begun + std::chrono::minutes(1);
    while (!done && env_.RunNext(limit)) {
    }
    EXPECT_TRUE(done);
    return Duration(env_.Now() - begun);
  }

  bool Has(const std::string& profile) const { return connections.count(profile) > 0; }
  Held& operator[](const std::string& profile) { return *connections.at(profile); }

 private:
  Held& Fresh(const std::string& profile) {
    return *(connections[profile] = std::make_unique<Held>());
  }
  static NotificationHandler HandlerOf(Held& held) {
    return [&held](const Notification& heard) { held.heard.push_back(heard); };
  }

  VirtualEnv& env_;

 public:
  RemoteSimulator engine;
  std::map<std::string, std::unique_ptr<Held>> connections;
  AttemptId attempts = 0;
};

// A world, a process that plays it, and agents that come one after the other.
class RemoteGround {
 public:
  explicit RemoteGround(std::string_view yaml) : env(kMonday, 1), process(env, MakeWorld(yaml)) {
    NewAgent();
  }

  // A new agent; the one before is gone without a word, and whatever it held.
  RemoteAgent& NewAgent() {
    agent = std::make_unique<RemoteAgent>(env, process);
    env.Tick(std::chrono::milliseconds(10));
    return *agent;
  }
  RemoteAgent& ReplaceAgent() {
    process.KillAgent();
    return NewAgent();
  }

  VirtualEnv env;
  SimulatorProcess process;
  std::unique_ptr<RemoteAgent> agent;
};

}  // namespace lineman::simulator
