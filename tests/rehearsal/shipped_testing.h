// The worlds of config/worlds and the rule sets beside them, for tests.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "pipeline/load_plugins.h"
#include "tests/rehearsal/rehearsal_testing.h"

namespace lineman {

namespace fs = std::filesystem;

inline fs::path Worlds() { return fs::path(LINEMAN_SOURCE_DIR) / "config/worlds"; }

inline std::string ReadText(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline Result<PluginFolder> FindShippedPlugin(const std::string& name) {
  const fs::path folder = fs::path(LINEMAN_SOURCE_DIR) / "plugins" / name;
  return PluginFolder{folder.string(), [folder](const std::string& file) -> Result<std::string> {
                        std::string text = ReadText(folder / file);
                        if (text.empty()) return Fail("there is no " + file);
                        return text;
                      }};
}

inline std::vector<std::string> WorldsWithExpectations() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(Worlds())) {
    if (entry.path().extension() != ".yaml") continue;
    const simulator::Expectations expect = WorldFrom(ReadText(entry.path())).expect;
    const bool expects = expect.online_at_least || expect.longest_outage_at_most ||
                         expect.dials_per_hour_each_number_at_most || expect.never_lock_account ||
                         expect.fleet_back_at_most;
    if (expects) names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

inline fs::path RulesFile(const std::string& world, const std::string& which) {
  return Worlds() / "rules" / (world + "." + which + ".yaml");
}

// The world with the rule set of that name, "good" or "bad", not yet told how long.
inline RehearsalPlan ShippedPlan(const std::string& world, const std::string& which) {
  RehearsalPlan plan;
  plan.profiles = {ProfileFrom(ReadText(RulesFile(world, which)))};
  Findings findings;
  plan.plugins = LoadPlugins(plan.profiles, FindShippedPlugin, findings);
  EXPECT_FALSE(findings.HasErrors()) << findings.ToString();
  plan.world = WorldFrom(ReadText(Worlds() / (world + ".yaml")));
  return plan;
}

}  // namespace lineman
