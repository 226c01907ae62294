// Every world of config/worlds that expects something has two rule sets beside it, in rules/: one
// that passes, and a tempting one that does not.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "pipeline/load_plugins.h"
#include "rehearsal/fleet_report.h"
#include "tests/rehearsal/rehearsal_testing.h"

namespace lineman {
namespace {

namespace fs = std::filesystem;

constexpr Duration kMonth = std::chrono::hours(24 * 30);
constexpr Duration kDay = std::chrono::hours(24);  // of a fleet
constexpr std::size_t kKiosks = 300;

fs::path Worlds() { return fs::path(LINEMAN_SOURCE_DIR) / "config/worlds"; }

std::string ReadText(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Result<PluginFolder> FindShippedPlugin(const std::string& name) {
  const fs::path folder = fs::path(LINEMAN_SOURCE_DIR) / "plugins" / name;
  return PluginFolder{folder.string(), [folder](const std::string& file) -> Result<std::string> {
                        std::string text = ReadText(folder / file);
                        if (text.empty()) return Fail("there is no " + file);
                        return text;
                      }};
}

std::vector<std::string> WorldsWithExpectations() {
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

class ShippedRehearsals : public testing::TestWithParam<std::string> {
 protected:
  static fs::path RulesFile(const std::string& which) {
    return Worlds() / "rules" / (GetParam() + "." + which + ".yaml");
  }

  // What the rule set of that name breaks in a month in the world; a fleet has a day.
  static std::string Rehearse(const std::string& which, std::uint64_t seed) {
    RehearsalPlan plan;
    plan.profiles = {ProfileFrom(ReadText(RulesFile(which)))};
    Findings findings;
    plan.plugins = LoadPlugins(plan.profiles, FindShippedPlugin, findings);
    EXPECT_FALSE(findings.HasErrors()) << findings.ToString();
    plan.world = WorldFrom(ReadText(Worlds() / (GetParam() + ".yaml")));
    plan.span = kMonth;
    plan.seed = seed;
    plan.start = kRehearsalStart;
    if (plan.world.expect.fleet_back_at_most) return RehearseFleet(plan);
    Rehearsal rehearsal(plan);
    rehearsal.Run({});
    return InWords(rehearsal.breaches());
  }

 private:
  static std::string RehearseFleet(RehearsalPlan plan) {
    plan.span = kDay;
    plan.profiles = {ForFleet(*plan.profiles.front(), plan.world, true)};
    const FleetReport report{plan, kKiosks, {{true, FleetRehearsal(plan, kKiosks).Run({})}}};
    return InWords(report.Breaches());
  }

  template <typename AnyBreach>
  static std::string InWords(const std::vector<AnyBreach>& breaches) {
    std::string text;
    for (const auto& breach : breaches) text += breach.expectation + ": " + breach.found + "\n";
    return text;
  }
};

TEST_P(ShippedRehearsals, TheGoodRulesPass) {
  ASSERT_TRUE(fs::exists(RulesFile("good"))) << RulesFile("good");
  for (const std::uint64_t seed : {1U, 2U, 3U})
    EXPECT_EQ(Rehearse("good", seed), "") << "seed " << seed;
}

TEST_P(ShippedRehearsals, TheTemptingRulesFail) {
  ASSERT_TRUE(fs::exists(RulesFile("bad"))) << RulesFile("bad");
  for (const std::uint64_t seed : {1U, 2U, 3U})
    EXPECT_NE(Rehearse("bad", seed), "") << "seed " << seed;
}

// Else good rules would prove only that their author knew the world.
TEST_P(ShippedRehearsals, TheGoodRulesLeaveTheRetryPolicyAsItIs) {
  const ProfilePtr good = ProfileFrom(ReadText(RulesFile("good")));
  EXPECT_TRUE(good->rules.empty());
  const YamlNode* const retry = good->source->Find("retry");
  if (retry == nullptr) return;
  for (const YamlEntry& entry : retry->entries) EXPECT_EQ(entry.key, "caps");
}

TEST(ShippedRules, BelongToAWorldThatExpectsSomething) {
  const std::vector<std::string> worlds = WorldsWithExpectations();
  EXPECT_GE(worlds.size(), 8U);
  for (const auto& entry : fs::directory_iterator(Worlds() / "rules")) {
    const std::string world = entry.path().stem().stem().string();
    EXPECT_TRUE(std::ranges::binary_search(worlds, world)) << entry.path();
  }
}

std::string NameOfWorld(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, ShippedRehearsals, testing::ValuesIn(WorldsWithExpectations()),
                         NameOfWorld);

}  // namespace
}  // namespace lineman
