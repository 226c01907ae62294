// `lineman rehearse`: whole lines against a world, in virtual time.

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "app/commands.h"
#include "app/files.h"
#include "app/fleet_command.h"
#include "app/machine_clock.h"
#include "app/profile_finder.h"
#include "app/progress_bar.h"
#include "app/replay_command.h"
#include "app/runtime.h"
#include "app/terminal.h"
#include "base/duration.h"
#include "rehearsal/rehearsal_report.h"
#include "rehearsal/report_page.h"
#include "rehearsal/side_by_side.h"

namespace lineman {
namespace {

// What is named on the command line takes the place of the world's own.
bool ReadExpectations(const std::vector<std::string>& given, simulator::Expectations& expect) {
  if (given.empty()) return true;
  const std::string text = fmt::format("{}", fmt::join(given, ", "));
  Findings findings;
  const YamlPtr root =
      ParseYamlMapping("world: expected\nexpect: {" + text + "}\n", "--expect", findings);
  const auto world = root == nullptr ? std::nullopt : simulator::LoadWorld(root, findings);
  PrintError(findings.ToString());
  if (world) expect = world->expect;
  return world.has_value();
}

std::optional<RehearsalPlan> Read(const RehearseOptions& options) {
  RehearsalPlan plan;
  const Result<Duration> span = ParseDuration(options.span.empty() ? "30d" : options.span);
  if (!span || *span <= Duration{0}) {
    PrintError(fmt::format("lineman: --for: {}\n",
                           span ? "it has to be longer than nothing" : span.error().message));
    return std::nullopt;
  }
  plan.span = *span;
  plan.seed = options.seed;
  plan.start = WallNow();
  plan.detailed = !options.report.empty();
  return plan;
}

void Play(Rehearsal& rehearsal) {
  ProgressBar bar;
  rehearsal.Run([&bar](double share) { bar.Show(share); });
}

// A page that could not be written is no reason to have played for nothing.
bool MayReport(const RehearseOptions& options) {
  if (options.report.empty()) return true;
  const Result<Done> may = CheckWritable(options.report);
  if (!may) PrintError(fmt::format("lineman: --report: {}\n", may.error().message));
  return may.has_value();
}

bool Report(const RehearseOptions& options, const std::vector<Contender>& contenders,
            const Prices& prices = {}) {
  if (options.report.empty()) return true;
  const Result<Done> written = WriteTextFile(options.report, ReportPage(contenders, prices));
  if (!written) PrintError(fmt::format("lineman: --report: {}\n", written.error().message));
  return written.has_value();
}

std::int64_t InMillionths(double price) { return std::llround(price * 1e6); }

int ReplayRecord(const CommonOptions& common, const RehearseOptions& options,
                 const RehearsalPlan& read) {
  ReplayPlan plan;
  plan.seed = read.seed;
  if (!options.span.empty()) plan.span = read.span;
  if (!ReadExpectations(options.expect, plan.expect)) return kExitNo;
  return RunReplay(common, options, std::move(plan));
}

// What one seed came to, in the form that is asked for.
struct Told {
  std::string words;
  Json json;
  bool passed = true;  // the expectations held, and what was to be written is
};

Told RehearseOnce(const RehearseOptions& options, const RehearsalPlan& plan) {
  Rehearsal rehearsal(plan);
  Play(rehearsal);
  const bool reported = Report(options, {{plan.world.name, plan, rehearsal}});
  return {options.json ? "" : InWords(plan, rehearsal),
          options.json ? ToJson(plan, rehearsal) : Json(),
          reported && rehearsal.breaches().empty()};
}

// The profile of the plan beside another one, in the same world.
Told LaySideBySide(const RehearseOptions& options, const RehearsalPlan& plan,
                   const FoundProfiles& found) {
  RehearsalPlan other_plan = plan;
  other_plan.profiles = found.profiles;
  other_plan.plugins = found.plugins;
  Rehearsal one(plan);
  Rehearsal other(other_plan);
  Play(one);
  Play(other);
  const Prices prices = PricesOf(options);
  const Contender left{options.profiles.front(), plan, one};
  const Contender right{options.against, other_plan, other};
  const bool reported = Report(options, {left, right}, prices);
  return {options.json ? "" : SideBySide(left, right, prices),
          options.json ? SideBySideJson(left, right, prices) : Json(),
          reported && one.breaches().empty()};
}

// Seed after seed; one is told as it is, several in an array or one after another.
int RehearseSeeds(const RehearseOptions& options, RehearsalPlan plan,
                  const std::function<Told(const RehearsalPlan&)>& rehearse) {
  int passed = 0;
  Json all(Json::Array{});
  for (int i = 0; i < options.seeds; ++i, ++plan.seed) {
    Told told = rehearse(plan);
    passed += told.passed ? 1 : 0;
    if (!options.json) Print((i == 0 ? "" : "\n") + Harmless(told.words));
    if (options.json && options.seeds == 1) Print(told.json.Dump(2) + "\n");
    if (options.seeds > 1) all.Append(std::move(told.json));
  }
  if (options.seeds > 1)
    Print(options.json ? all.Dump(2) + "\n"
                       : fmt::format("\n{} of {} seeds broke nothing\n", passed, options.seeds));
  return passed == options.seeds ? kExitDone : kExitNo;
}

int RehearseAgainst(const CommonOptions& common, const RehearseOptions& options,
                    const RehearsalPlan& plan) {
  if (plan.profiles.size() != 1) {
    PrintError("lineman: --against lays one profile beside another: name one PROFILE\n");
    return kExitUsage;
  }
  const auto found = FindProfileAs(common, options.against, plan.profiles.front()->name);
  if (!found || !MayReport(options)) return kExitNo;
  return RehearseSeeds(options, plan, [&](const RehearsalPlan& seeded) {
    return LaySideBySide(options, seeded, *found);
  });
}

// Lines are told apart by their names.
bool HasOneNameTwice(const std::vector<ProfilePtr>& profiles) {
  std::set<std::string> names;
  for (const ProfilePtr& profile : profiles) {
    if (names.insert(profile->name).second) continue;
    PrintError(fmt::format("lineman: two of the profiles are called {}: give one another name\n",
                           profile->name));
    return true;
  }
  return false;
}

bool HasPrices(const RehearseOptions& options) {
  return options.per_dial > 0 || options.per_minute > 0;
}

}  // namespace

Prices PricesOf(const RehearseOptions& options) {
  return {InMillionths(options.per_dial), InMillionths(options.per_minute)};
}

int RunRehearse(const CommonOptions& common, const RehearseOptions& options) {
  auto plan = Read(options);
  if (!plan) return kExitUsage;
  if (HasPrices(options) && options.against.empty() && options.replay.empty()) {
    PrintError("lineman: --per-dial and --per-minute need --against or --replay\n");
    return kExitUsage;
  }
  if (!options.replay.empty()) return ReplayRecord(common, options, *plan);
  auto cast = FindProfiles(common, options.profiles);
  auto world = ReadWorld(options.world);
  if (!cast || !world || !ReadExpectations(options.expect, world->expect)) return kExitNo;
  if (HasOneNameTwice(cast->profiles)) return kExitNo;
  plan->profiles = std::move(cast->profiles);
  plan->plugins = std::move(cast->plugins);
  plan->world = *std::move(world);
  if (options.fleet > 0) return RehearseFleet(options, *std::move(plan));
  if (!options.against.empty()) return RehearseAgainst(common, options, *plan);
  if (!MayReport(options)) return kExitNo;
  return RehearseSeeds(options, *std::move(plan),
                       [&](const RehearsalPlan& seeded) { return RehearseOnce(options, seeded); });
}

}  // namespace lineman
