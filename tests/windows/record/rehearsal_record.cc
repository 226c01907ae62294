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

namespace lineman {
namespace {

constexpr auto kWeek = std::chrono::hours(24) * 7;

constexpr const char* kPlugins = R"(
health: {probes: [{tcp: "10.0.0.1:443", every: 5m, timeout: 5s}]}
plugins:
  - use: retry-ladder
    with: {steps: {link_failure: [5s, 30s, 2m]}, causes: {line: [30s, 1m], device: [10s, 5m]}}
  - use: announce
    with: {on_connect: [/usr/local/bin/lamp, green], on_loss: [/usr/local/bin/lamp, red]}
    allow: {run: [/usr/local/bin/lamp]}
  - {use: callback-rota, with: {numbers: ["+49 30 555 0190", "+49 30 555 0191"]}}
)";

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Result<PluginFolder> FindShippedPlugin(const std::string& name) {
  const std::string folder = std::string(LINEMAN_SOURCE_DIR) + "/plugins/" + name;
  return PluginFolder{folder, [folder](const std::string& file) -> Result<std::string> {
                        std::string text = ReadText(folder + "/" + file);
                        if (text.empty()) return Fail("there is no " + file);
                        return text;
                      }};
}

void Rehearse(const simulator::World& world, const ProfilePtr& profile, std::uint64_t seed) {
  Findings findings;
  RehearsalPlan plan;
  plan.profiles = {profile};
  plan.plugins = LoadPlugins({profile}, FindShippedPlugin, findings);
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
  const ProfilePtr profile = bench::ReadProfile(bench::KioskText(kPlugins));
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
