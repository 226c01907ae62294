// What a rehearsal costs: a year of one kiosk with an outage every hour and three plugins, and a
// day of a fleet after a power cut.

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>

#include "rehearsal/fleet_rehearsal.h"
#include "tests/bench/measure.h"
#include "tests/bench/shipped_plugins.h"

namespace lineman::bench {
namespace {

using std::chrono::hours;

// The aim is 1 s; a machine that is busy with other things takes longer. The ratio to the same year
// without a plugin does not know of neighbours.
constexpr double kMostYearSeconds = 2;
constexpr double kMostYearRatio = 4;
constexpr int kRepetitions = 3;
constexpr std::size_t kKiosks = 100'000;
constexpr double kMostFleetSeconds = 120;
constexpr double kMostFleetGiB = 2;
// Of a dial in the fleet, whose kiosks are not in the cache when their turn comes, against one of
// the year.
constexpr double kMostDialRatio = 6;

constexpr const char* kTown = R"(
world: town
timezone: Europe/Berlin
start: 2026-03-02T08:00
servers: {exchange: {ports: 100000, dial_in_rate: {calls: 1000}, link: copper}}
links: {copper: {drops: [{mean: 3d}]}}
)";

RehearsalPlan PlanOf(const char* world, const std::string& profile, Duration span) {
  Findings findings;
  RehearsalPlan plan;
  plan.profiles = {ReadProfile(profile)};
  plan.plugins = LoadPlugins(plan.profiles, FindShippedPlugin, findings);
  const YamlPtr root = ParseYamlMapping(world, "world.yaml", findings);
  auto read = root == nullptr ? std::nullopt : simulator::LoadWorld(root, findings);
  if (plan.plugins == nullptr || !read) {
    fmt::print(stderr, "{}", findings.ToString());
    std::exit(1);
  }
  plan.world = *std::move(read);
  plan.span = span;
  return plan;
}

struct Measured {
  double seconds = std::numeric_limits<double>::infinity();  // of CPU
  std::int64_t dials = 0;

  double MicrosecondsOfDial() const { return seconds * 1e6 / static_cast<double>(dials); }
};

Measured MeasureYear(const RehearsalPlan& plan) {
  Measured year;
  for (int i = 0; i < kRepetitions; ++i) {
    Rehearsal rehearsal(plan);
    year.seconds = std::min(year.seconds, CpuSecondsOf([&] { rehearsal.Run({}); }));
    year.dials = rehearsal.chronicles().front().dials();
  }
  return year;
}

Measured MeasureFleet(RehearsalPlan plan) {
  plan.profiles = {ForFleet(*plan.profiles.front(), plan.world, true)};
  Measured fleet;
  fleet.seconds = CpuSecondsOf([&] {
    FleetRehearsal rehearsal(plan, kKiosks);
    const FleetOutcome outcome = rehearsal.Run({});
    for (const Comeback& comeback : outcome.comebacks) fleet.dials += comeback.dials;
    if (!outcome.comebacks.front().most) fmt::print(stderr, "the fleet never came back\n");
  });
  return fleet;
}

double PeakGiB() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / (1024 * 1024);
}

int Run() {
  const Measured plain = MeasureYear(PlanOf(kHourlyWorld, KioskText(), hours(24) * 365));
  const Measured plugged =
      MeasureYear(PlanOf(kHourlyWorld, KioskText(kThreePlugins), hours(24) * 365));
  const Measured fleet = MeasureFleet(PlanOf(kTown, KioskText(), hours(24)));
  const double peak = PeakGiB();
  fmt::print("{:<34} {:>9} {:>8} {:>12}\n", "a rehearsal of", "dials", "CPU s", "us a dial");
  const auto print = [](const char* name, const Measured& of) {
    fmt::print("{:<34} {:>9} {:>8.3f} {:>12.1f}\n", name, of.dials, of.seconds,
               of.MicrosecondsOfDial());
  };
  print("a kiosk's year", plain);
  print("a kiosk's year, three plugins", plugged);
  print("a day of 100 000 kiosks", fleet);
  const double year_ratio = plugged.seconds / plain.seconds;
  const double dial_ratio = fleet.MicrosecondsOfDial() / plain.MicrosecondsOfDial();
  fmt::print(
      "plugins: {:.2f} times the year without (at most {:.1f}), {:.3f} s (at most {:.1f})\n"
      "fleet: a dial takes {:.2f} times one of the year (at most {:.1f}); {:.1f} s of CPU (at most "
      "{:.0f}), {:.2f} GiB at its peak (at most {:.0f})\n",
      year_ratio, kMostYearRatio, plugged.seconds, kMostYearSeconds, dial_ratio, kMostDialRatio,
      fleet.seconds, kMostFleetSeconds, peak, kMostFleetGiB);
  const bool lived = plain.dials > 8500 && plugged.dials > 8500 &&
                     fleet.dials >= static_cast<std::int64_t>(kKiosks);
  if (!lived) fmt::print(stderr, "too few dials: nothing was measured\n");
  const bool quick = year_ratio <= kMostYearRatio && plugged.seconds <= kMostYearSeconds &&
                     dial_ratio <= kMostDialRatio && fleet.seconds <= kMostFleetSeconds &&
                     peak <= kMostFleetGiB;
  return lived && quick ? 0 : 1;
}

}  // namespace
}  // namespace lineman::bench

int main() { return lineman::bench::Run(); }
