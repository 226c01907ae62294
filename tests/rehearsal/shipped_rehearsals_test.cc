// Every world of config/worlds that expects something has two rule sets beside it, in rules/: one
// that passes, and a tempting one that does not.

#include "rehearsal/fleet_report.h"
#include "tests/rehearsal/shipped_testing.h"

namespace lineman {
namespace {

constexpr Duration kMonth = std::chrono::hours(24 * 30);
constexpr Duration kDay = std::chrono::hours(24);  // of a fleet
constexpr std::size_t kKiosks = 300;

class ShippedRehearsals : public testing::TestWithParam<std::string> {
 protected:
  // What the rule set of that name breaks in a month in the world; a fleet has a day.
  static std::string Rehearse(const std::string& which, std::uint64_t seed) {
    RehearsalPlan plan = ShippedPlan(GetParam(), which);
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
  ASSERT_TRUE(fs::exists(RulesFile(GetParam(), "good"))) << RulesFile(GetParam(), "good");
  for (const std::uint64_t seed : {1U, 2U, 3U})
    EXPECT_EQ(Rehearse("good", seed), "") << "seed " << seed;
}

TEST_P(ShippedRehearsals, TheTemptingRulesFail) {
  ASSERT_TRUE(fs::exists(RulesFile(GetParam(), "bad"))) << RulesFile(GetParam(), "bad");
  for (const std::uint64_t seed : {1U, 2U, 3U})
    EXPECT_NE(Rehearse("bad", seed), "") << "seed " << seed;
}

// Else good rules would prove only that their author knew the world.
TEST_P(ShippedRehearsals, TheGoodRulesLeaveTheRetryPolicyAsItIs) {
  const ProfilePtr good = ProfileFrom(ReadText(RulesFile(GetParam(), "good")));
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
