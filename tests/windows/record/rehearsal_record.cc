// Rehearses a kiosk with three plugins in each world that is named, a week and two seeds each, and
// prints all that happens as JSON lines, then the report for a browser. Every system must print the
// same bytes.

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "rehearsal/rehearsal_report.h"
#include "rehearsal/report_page.h"
#include "tests/bench/measure.h"
#include "tests/bench/shipped_plugins.h"

namespace lineman {
namespace {

constexpr auto kWeek = std::chrono::hours(24) * 7;

constexpr const char* kProbes = R"(
health: {probes: [{tcp: "10.0.0.1:443", every: 5m, timeout: 5s}]}
)";

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void Rehearse(const simulator::World& world, const ProfilePtr& profile, std::uint64_t seed) {
  Findings findings;
  RehearsalPlan plan;
  plan.profiles = {profile};
  plan.plugins = LoadPlugins({profile}, bench::FindShippedPlugin, findings);
  plan.world = world;
  plan.span = kWeek;
  plan.seed = seed;
  plan.start = WallTime(std::chrono::seconds(1'772'438'400));  // a Monday
  plan.detailed = true;
  plan.record = [](const Entry& entry) { fmt::print("{}\n", ToJson(entry).Dump()); };
  std::fputs(findings.ToString().c_str(), stderr);
  Rehearsal rehearsal(plan);
  rehearsal.Run({});
  fmt::print("{}\n", ToJson(plan, rehearsal).Dump());
  fmt::print("{}\n", ReportPage({{world.name, plan, rehearsal}}));
}

int Run(int count, char** paths) {
  const ProfilePtr profile =
      bench::ReadProfile(bench::KioskText(std::string(kProbes) + bench::kThreePlugins));
  for (int i = 1; i < count; ++i) {
    Findings findings;
    const YamlPtr root = ParseYamlMapping(ReadText(paths[i]), paths[i], findings);
    const auto world = simulator::LoadWorld(root, findings);
    if (!world) {
      std::fputs(findings.ToString().c_str(), stderr);
      return 1;
    }
    for (const std::uint64_t seed : {1U, 2U}) Rehearse(*world, profile, seed);
  }
  return 0;
}

}  // namespace
}  // namespace lineman

int main(int argc, char** argv) { return lineman::Run(argc, argv); }
