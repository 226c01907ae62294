#include "app/fleet_command.h"

#include <fmt/format.h>

#include "app/progress_bar.h"
#include "app/terminal.h"
#include "rehearsal/fleet_report.h"

namespace lineman {
namespace {

void LimitServers(const RehearseOptions& options, simulator::World& world) {
  for (simulator::ServerPlan& server : world.servers) {
    if (options.ports > 0) server.ports = options.ports;
    if (options.dial_in_rate > 0)
      server.dial_in_rate = {options.dial_in_rate, std::chrono::seconds(1)};
  }
}

FleetRun Play(const RehearsalPlan& plan, std::size_t kiosks, bool spread) {
  RehearsalPlan without = plan;
  without.profiles = {ForFleet(*plan.profiles.front(), plan.world, spread)};
  FleetRehearsal fleet(without, kiosks);
  ProgressBar bar(NameOfRun(spread));
  return {spread, fleet.Run([&bar](double share) { bar.Show(share); })};
}

}  // namespace

int RehearseFleet(const RehearseOptions& options, RehearsalPlan plan) {
  if (plan.profiles.size() != 1) {
    PrintError("lineman: --fleet plays many kiosks of one profile: name one PROFILE\n");
    return kExitUsage;
  }
  LimitServers(options, plan.world);
  FleetReport report{plan, static_cast<std::size_t>(options.fleet), {}};
  for (const bool spread : {true, false}) report.runs.push_back(Play(plan, report.kiosks, spread));
  Print(options.json ? ToJson(report).Dump(2) + "\n" : Harmless(InWords(report)));
  return report.Breaches().empty() ? kExitDone : kExitNo;
}

}  // namespace lineman
