// A year of one kiosk with an outage every hour, in virtual time on the simulator.

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>

#include "engines/simulator/simulator.h"
#include "model/memory_store.h"
#include "pipeline/driver.h"
#include "pipeline/load_plugins.h"
#include "rehearsal/quiet_ports.h"
#include "rehearsal/virtual_env.h"
#include "tests/bench/measure.h"
#include "tests/bench/shipped_plugins.h"

namespace lineman::bench {
namespace {

constexpr double kMostSeconds = 1;
// The aim is 1.5; measured: 1.4 on a machine that is busy with other things. The ratio to the year
// without plugins does not know of neighbours.
constexpr double kMostPluginSeconds = 3;
constexpr double kMostPluginRatio = 4;
// Of the year against reading the kiosk's profile a thousand times.
constexpr double kMostRatio = 5;
constexpr int kReadings = 1000;
constexpr int kRepetitions = 3;
constexpr auto kYear = std::chrono::hours(24) * 365;

struct Year {
  double seconds = std::numeric_limits<double>::infinity();  // of CPU
  int dials = 0;
  int outages = 0;
  int by_plugins = 0;  // redials
  std::size_t entries = 0;
};

simulator::World ReadHourlyWorld() {
  Findings findings;
  const YamlPtr root = ParseYamlMapping(kHourlyWorld, "world.yaml", findings);
  return simulator::LoadWorld(root, findings).value();
}

std::unique_ptr<LuaHooks> LoadHooks(const ProfilePtr& profile, const Env& env) {
  Findings findings;
  auto plugins = LoadPlugins({profile}, FindShippedPlugin, findings);
  if (plugins == nullptr) fmt::print(stderr, "{}", findings.ToString());
  return MakeHooks(env, std::move(plugins));
}

Year Live(const ProfilePtr& profile) {
  Year year;
  VirtualEnv env(WallTime(std::chrono::seconds(1'772'438'400)), 1);
  Simulator simulator(env, ReadHourlyWorld());
  MemoryStore store(env);
  const std::unique_ptr<LuaHooks> hooks = LoadHooks(profile, env);
  MadeUpSecrets secrets;
  MemoryVault vault;
  PretendedPrograms programs;
  TrustingProber prober;
  Driver driver({.env = env,
                 .store = store,
                 .hooks = *hooks,
                 .secrets = secrets,
                 .vault = vault,
                 .programs = programs,
                 .prober = prober,
                 .engine = [&](const std::string&) { return &simulator; },
                 .record =
                     [&](const Entry& entry) {
                       ++year.entries;
                       if (entry.what == "dial") ++year.dials;
                       if (entry.from == "online") ++year.outages;
                       if (entry.what == "redial" && entry.by.starts_with("plugin "))
                         ++year.by_plugins;
                     }},
                {});
  year.seconds = CpuSecondsOf([&] {
    driver.Start({profile}, false);
    env.Tick(kYear);
  });
  return year;
}

// The best of some years; all of them are the same but for their time.
class Kiosk {
 public:
  Kiosk(std::string name, const std::string& extra)
      : name_(std::move(name)), profile_(ReadProfile(KioskText(extra))) {}

  void Live() {
    const Year year = bench::Live(profile_);
    const double best = std::min(best_.seconds, year.seconds);
    best_ = year;
    best_.seconds = best;
  }

  const Year& best() const { return best_; }
  double Print(double baseline) const {
    const double ratio = best_.seconds / baseline;
    fmt::print("{:<26} {:>7} {:>7} {:>8} {:>8.3f} {:>6.2f}\n", name_, best_.outages, best_.dials,
               best_.entries, best_.seconds, ratio);
    return ratio;
  }

 private:
  std::string name_;
  ProfilePtr profile_;
  Year best_;
};

int Run() {
  const std::string text = KioskText();
  double baseline = std::numeric_limits<double>::infinity();
  Kiosk plain("without probes", "");
  Kiosk probed("a probe every five minutes",
               "health: {probes: [{tcp: \"10.0.0.1:443\", every: 5m, timeout: 5s}]}\n");
  Kiosk watched("a probe every 30 s",
                "health: {probes: [{tcp: \"10.0.0.1:443\", every: 30s, timeout: 5s}]}\n");
  Kiosk plugged("three plugins", kThreePlugins);
  for (int i = 0; i < kRepetitions; ++i) {
    baseline = std::min(baseline, CpuSecondsOf([&] {
                          for (int reading = 0; reading < kReadings; ++reading) ReadProfile(text);
                        }));
    for (Kiosk* kiosk : {&plain, &probed, &watched, &plugged}) kiosk->Live();
  }
  fmt::print("{:<26} {:>7} {:>7} {:>8} {:>8} {:>6}\n", "a year of a kiosk", "outages", "dials",
             "entries", "CPU s", "ratio");
  const double ratio = plain.Print(baseline);
  probed.Print(baseline);
  watched.Print(baseline);
  plugged.Print(baseline);
  fmt::print(
      "ratio: to reading the profile {} times, {:.3f} s; without probes at most {:.1f}, and "
      "at most {:.1f} s; with plugins at most {:.1f} s and {:.1f} times that (CPU time, best of "
      "{})\n",
      kReadings, baseline, kMostRatio, kMostSeconds, kMostPluginSeconds, kMostPluginRatio,
      kRepetitions);
  const bool outages = plain.best().outages > 8500;
  if (!outages) fmt::print(stderr, "there was no outage every hour: nothing was measured\n");
  const bool hooks = plugged.best().by_plugins > 8500;
  if (!hooks) fmt::print(stderr, "the plugins did not redial: they were not measured\n");
  const bool quick = ratio <= kMostRatio && plain.best().seconds <= kMostSeconds &&
                     plugged.best().seconds <= kMostPluginSeconds &&
                     plugged.best().seconds <= kMostPluginRatio * plain.best().seconds;
  return outages && hooks && quick ? 0 : 1;
}

}  // namespace
}  // namespace lineman::bench

int main() { return lineman::bench::Run(); }
