// The rasapi engine on a library of RAS, with a loop in real time.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engines/rasapi/rasapi.h"
#include "tests/windows/ras/double.h"
#include "tests/windows/ras/real_loop.h"

namespace lineman::ras_test {

// How long one thing may take, on a machine that does much else.
inline constexpr Duration kPatience = std::chrono::seconds(60);

class Dialler {
 public:
  // `library`: as OpenRasHost takes it.
  explicit Dialler(const std::string& library);

  Engine& engine() { return *agent_->engine; }
  RealLoop& loop() { return agent_->loop; }
  bool RunUntil(const std::function<bool()>& condition, Duration limit = kPatience) {
    return agent_->loop.RunUntil(condition, limit);
  }
  // The agent is killed, and another begins. No destructor runs then, so its engine stays, on a
  // loop that does not run any more.
  void Die();

 private:
  // An agent, as far as it is needed here.
  struct Agent {
    explicit Agent(const std::string& library);
    RealLoop loop;
    std::unique_ptr<Engine> engine;
  };
  std::string library_;
  std::unique_ptr<Agent> agent_;
};

// A request for an entry with a `rasapi:` block; kiosk and "secret" log on.
DialRequest RequestFor(const std::string& entry, const std::string& more = "");

// Names for entries that share a number, which is made of the digits of an entry's name.
std::string InLetters(std::uint64_t number);

// One dial and all that is heard of it.
class Dialled {
 public:
  Dialled(Dialler& dialler, const DialRequest& request);

  Connection& connection() { return *connection_; }
  // Its agent is killed: nothing of it is hung up.
  void Abandon() { (void)connection_.release(); }
  // "open_port connect_device:line_busy disconnected:line_busy"
  std::string told() const;
  const std::vector<Notification>& heard() const { return heard_; }
  bool Saw(ConnectionState state) const;
  bool IsUp() const {
    return !heard_.empty() && heard_.back().state == ConnectionState::kConnected;
  }
  bool IsOver() const {
    return !heard_.empty() && heard_.back().state == ConnectionState::kDisconnected;
  }
  bool AwaitUp();
  bool AwaitState(ConnectionState state);
  // Waits for the end; the last notification.
  Notification AwaitEnd();
  void HangUp() {
    connection_->HangUp();
    AwaitEnd();
  }

 private:
  Dialler& dialler_;
  std::vector<Notification> heard_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace lineman::ras_test
