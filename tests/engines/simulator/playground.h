// A world from YAML text, played in virtual time, for the tests of the simulator.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engines/simulator/simulator.h"
#include "rehearsal/virtual_env.h"

namespace lineman::simulator {

// 2026-03-02 08:00 UTC, a Monday.
inline constexpr WallTime kMonday{Duration(1'772'438'400'000)};

// The findings of a world's text, and the world when there are none.
inline std::optional<World> TryWorld(std::string_view yaml, std::string& findings) {
  Findings found;
  const YamlPtr root = ParseYamlMapping(yaml, "w.yaml", found);
  std::optional<World> world = LoadWorld(root, found);
  findings = found.ToString();
  return world;
}

inline World MakeWorld(std::string_view yaml) {
  std::string findings;
  std::optional<World> world = TryWorld(yaml, findings);
  if (!world) throw std::runtime_error(findings);
  return *std::move(world);
}

// "open_port port_opened connect_device:line_busy disconnected:line_busy"
inline std::string StatesOf(const std::vector<Notification>& heard) {
  std::string text;
  for (const Notification& n : heard) {
    if (!text.empty()) text += ' ';
    text += NameOf(n.state);
    if (n.error != RasError::kNone) text += ':' + NameOf(n.error);
  }
  return text;
}

// One dial and what became of it.
struct Played {
  std::vector<Notification> heard;
  std::vector<Age> at;  // of each notification
  std::unique_ptr<Connection> connection;
  // Answers every pause this way; what it leaves empty is not answered.
  std::function<std::optional<Answer>(const Notification&)> answer;

  bool IsOver() const {
    return !heard.empty() && heard.back().state == ConnectionState::kDisconnected;
  }
  bool IsUp() const { return !heard.empty() && heard.back().state == ConnectionState::kConnected; }
  bool Rests() const {
    return !heard.empty() &&
           (IsOver() || IsUp() || (GroupOf(heard.back().state) == StateGroup::kPaused && !answer));
  }
  std::string States() const { return StatesOf(heard); }
};

class Playground {
 public:
  explicit Playground(std::string_view yaml, std::uint64_t seed = 1)
      : env(kMonday, seed), simulator(env, MakeWorld(yaml)) {}

  DialRequest Request(std::string number, std::string password = "secret") {
    DialRequest request;
    request.attempt = ++attempts_;
    request.profile = profile;
    request.number = std::move(number);
    request.credentials.user = "kiosk";
    request.credentials.password = Secret(std::move(password));
    request.ask_for_callback = true;
    return request;
  }

  std::unique_ptr<Played> Start(const DialRequest& request) {
    auto played = std::make_unique<Played>();
    Played* const p = played.get();
    p->connection = simulator.Dial(request, [this, p](const Notification& n) {
      p->heard.push_back(n);
      p->at.push_back(simulator.age());
      if (!p->answer || GroupOf(n.state) != StateGroup::kPaused) return;
      const std::optional<Answer> given = p->answer(n);
      EXPECT_TRUE(!given || p->connection->Answer(*given));
    });
    return played;
  }

  // Lets time pass until the dial is up, over, or paused without an answer.
  void Rest(Played& played, Duration limit = std::chrono::minutes(10)) {
    const Instant end = env.Now() + limit;
    while (!played.Rests() && env.RunNext(end)) {
    }
  }

  std::unique_ptr<Played> Dial(std::string number, std::string password = "secret") {
    auto played = Start(Request(std::move(number), std::move(password)));
    Rest(*played);
    return played;
  }

  // How a dial ends, "connected" or its error; a call that is up is hung up.
  std::string Outcome(std::string number, std::string password = "secret") {
    const auto played = Dial(std::move(number), std::move(password));
    return played->IsUp() ? "connected" : NameOf(played->heard.back().error);
  }

  VirtualEnv env;
  Simulator simulator;
  std::string profile = "line";

 private:
  AttemptId attempts_ = 0;
};

}  // namespace lineman::simulator
