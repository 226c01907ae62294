// An agent's rasapi engine on a RAS that only exists here, one call of it, and what was told.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "engines/rasapi/rasapi.h"
#include "tests/engines/rasapi/fake_ras.h"

namespace lineman::rasapi {

inline constexpr std::string_view kPassword = "Tr0ub4dor&3";

struct Agent {
  Agent(VirtualEnv& environment, FakeRas& ras) : env(environment) {
    auto owned = std::make_unique<FakeHost>(env, ras);
    host = owned.get();
    engine = std::make_unique<RasapiEngine>(env, std::move(owned));
  }

  DialRequest Request(const std::string& block) {
    Findings findings;
    DialRequest request;
    request.attempt = 7;
    request.profile = "kiosk";
    request.number = number;
    request.credentials.user = user;
    if (!user.empty()) request.credentials.password = Secret(std::string(kPassword));
    request.ask_for_callback = ask_for_callback;
    request.options = ParseYamlMapping(block, "kiosk.yaml", findings);
    return request;
  }

  void Dial(const std::string& block = "entry: office") {
    connection = engine->Dial(Request(block), Handler());
    env.Settle();
  }

  NotificationHandler Handler() {
    return [this](const Notification& notification) {
      EXPECT_EQ(notification.attempt, 7U);
      if (!told.empty()) told += ' ';
      told += NameOf(notification.state);
      if (notification.error != RasError::kNone) told += ":" + NameOf(notification.error);
      detail = notification.detail;
      if (notification.state == let_go_at) connection.reset();
      if (notification.state == hang_up_at) connection->HangUp();
    };
  }

  // What was told since it was last asked.
  std::string Told() { return std::exchange(told, ""); }

  bool Adopt() {
    bool done = false;
    engine->Adopt(
        [this](AdoptedConnection adopted) {
          found = NameOf(adopted.status.state) + " " + adopted.profile + " " + adopted.number;
          connection = std::move(adopted.connection);
          return Handler();
        },
        [&done] { done = true; });
    env.Tick(std::chrono::seconds(5));
    return done;
  }

  VirtualEnv& env;
  FakeHost* host = nullptr;
  std::unique_ptr<RasapiEngine> engine;
  std::unique_ptr<Connection> connection;
  std::string number;
  std::string user = "kiosk";
  std::string told;
  std::string detail;
  std::string found;
  bool ask_for_callback = false;
  std::optional<ConnectionState> let_go_at;
  std::optional<ConnectionState> hang_up_at;
};

class Rasapi : public testing::Test {
 protected:
  // An agent that will be killed: its destructor, which would hang up, comes after the test.
  Agent& Killed() { return *killed_.emplace_back(std::make_unique<Agent>(env, ras)); }

  FakeRas::BookEntry& office() { return ras.entries["office"]; }

  VirtualEnv env{WallTime(std::chrono::hours(24 * 20'000)), 1};
  FakeRas ras;

 private:
  std::vector<std::unique_ptr<Agent>> killed_;
};

}  // namespace lineman::rasapi
