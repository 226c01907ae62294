// Same world, same seed, same dials: the same notifications, whatever else goes on. And no growth.
#include <gtest/gtest.h>

#include "tests/engines/simulator/playground.h"

namespace lineman::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kWorld = R"(
world: trouble
timezone: Europe/Berlin
servers:
  office:
    link: copper
    refuses: [{error: ppp_timeout, chance: 10%}]
numbers:
  "*":
    calls: [busy, office]
    troubles: [{outcome: no_carrier, chance: 20%}, {outcome: busy, during: "08:00-09:00"}]
links:
  copper: {drops: [{mean: 3h}, {after: 24h, error: 932}], stalls: [{mean: 5h, for: 10m}]}
devices:
  modem: {fails: [{mean: 20h, for: 1h}]}
)";

// A line that dials again half a minute after each end, for as long as time passes.
class Redialler {
 public:
  Redialler(Playground& ground, std::string profile)
      : ground_(ground), profile_(std::move(profile)) {
    Dial();
  }

  std::string trace;

 private:
  void Dial() {
    DialRequest request = ground_.Request("030 1");
    request.profile = profile_;
    connection_ = ground_.simulator.Dial(request, [this](const Notification& n) {
      trace += std::to_string(ground_.simulator.age().count()) + ' ' + NameOf(n.state) + ' ' +
               NameOf(n.error) + ' ' + n.detail + '\n';
      if (n.state != ConnectionState::kDisconnected) return;
      ground_.env.CallAt(ground_.env.Now() + seconds(30), [this] { Dial(); });
    });
  }

  Playground& ground_;
  std::string profile_;
  std::unique_ptr<Connection> connection_;
};

std::string TraceOf(std::uint64_t seed, const std::vector<std::string>& others = {}) {
  Playground ground(kWorld, seed);
  Redialler line(ground, "line");
  std::vector<std::unique_ptr<Redialler>> lines;
  for (const std::string& other : others)
    lines.push_back(std::make_unique<Redialler>(ground, other));
  ground.env.Tick(hours(24 * 20));
  return line.trace;
}

TEST(Determinism, TheSameSeedGivesTheSameNotifications) {
  const std::string trace = TraceOf(7);
  EXPECT_GT(std::count(trace.begin(), trace.end(), '\n'), 1000);
  EXPECT_EQ(trace, TraceOf(7));
}

TEST(Determinism, AnotherSeedGivesOthers) { EXPECT_NE(TraceOf(7), TraceOf(8)); }

TEST(Determinism, OtherLinesDoNotDisturbThisOne) {
  EXPECT_EQ(TraceOf(7), TraceOf(7, {"another", "a-third"}));
}

// Numbers of all chance are integers, so this holds on every machine and compiler.
TEST(Determinism, TheTraceIsTheSameOnEveryMachine) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : TraceOf(1)) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  EXPECT_EQ(hash, 12625172843189860707U);
}

TEST(Growth, AYearOfHourlyOutagesLeavesNothingBehind) {
  class CountingEnv : public Env {
   public:
    Instant Now() const override { return env.Now(); }
    WallTime Wall() const override { return env.Wall(); }
    void CallAt(Instant when, std::function<void()> task) override {
      ++waiting;
      most = std::max(most, waiting);
      env.CallAt(when, [this, task = std::move(task)] {
        --waiting;
        task();
      });
    }
    const class Chance& Chance() const override { return env.Chance(); }
    VirtualEnv env{kMonday, 1};
    int waiting = 0;
    int most = 0;
  };
  CountingEnv env;
  Simulator simulator(env, MakeWorld("world: w\nservers: {s: {link: l}}\n"
                                     "links: {l: {drops: [{after: 59m}, {mean: 3000d}]}}"));
  std::unique_ptr<Connection> connection;
  int ended = 0;
  std::function<void()> dial = [&] {
    DialRequest request;
    request.number = "1";
    connection = simulator.Dial(request, [&](const Notification& n) {
      if (n.state != ConnectionState::kDisconnected) return;
      ++ended;
      env.CallAt(env.Now() + seconds(35), dial);
    });
  };
  dial();
  env.env.Tick(hours(8760));
  EXPECT_GE(ended, 8700);
  EXPECT_LE(env.most, 8);
  env.env.Tick(hours(1));
}

}  // namespace
}  // namespace lineman::simulator
