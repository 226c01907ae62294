// `lineman plan`: the coming schedule if everything fails.

#include <fmt/format.h>

#include "app/commands.h"
#include "app/plan_json.h"
#include "app/profile_finder.h"
#include "app/terminal.h"
#include "base/duration.h"
#include "base/suggest.h"

namespace lineman {
namespace {

std::string ToTable(const Plan& plan, const Profile& profile, const PlanOptionsOf& options) {
  std::string text = fmt::format("{}: if every dial fails with {} after {}\n\n", profile.name,
                                 DescribeError(options.error), FormatDuration(options.takes));
  std::size_t wide = 6;
  for (const PlanRow& row : plan.rows) wide = std::max(wide, row.number.size());
  text += fmt::format("{:<10} {:<19} {:<12} {:<7} {:<{}} {}\n", "after", "at", "what", "attempt",
                      "number", wide, "why");
  for (const PlanRow& row : plan.rows) {
    const std::string attempt = row.what == "open_circuit" ? "" : std::to_string(row.attempt);
    text += fmt::format("{:<10} {:<19} {:<12} {:<7} {:<{}} {}\n", FormatRoughly(row.at),
                        FormatWall(row.wall, profile.zone), row.what, attempt, row.number, wide,
                        row.why);
  }
  text += fmt::format("\n{} dials in {}, at most {} in one hour; ", plan.dials,
                      FormatDuration(options.span), plan.most_in_an_hour);
  text += plan.circuit_opens
              ? fmt::format("the circuit opens after {}\n", FormatRoughly(*plan.circuit_opens))
              : std::string("the circuit stays closed\n");
  if (plan.cut_short) text += fmt::format("(the first {} rows)\n", plan.rows.size());
  return text;
}

// Reads the options that are words; says what is wrong with them.
std::optional<PlanOptionsOf> Read(const PlanOptions& options) {
  const auto error = ParseRasError(options.error);
  if (!error) {
    std::vector<std::string_view> names;
    for (const RasErrorInfo& info : AllRasErrors()) names.push_back(info.name);
    PrintError(
        fmt::format("lineman: '{}' is no RAS error{}: use a name such as line_busy, or its "
                    "number 676\n",
                    options.error, DidYouMean(options.error, names)));
    return std::nullopt;
  }
  const Result<Duration> takes = ParseDuration(options.takes);
  const Result<Duration> span = ParseDuration(options.span);
  for (const Result<Duration>& duration : {takes, span}) {
    if (duration) continue;
    PrintError("lineman: " + duration.error().message + "\n");
    return std::nullopt;
  }
  PlanOptionsOf plan = PlanFromNow();
  plan.error = *error;
  plan.takes = *takes;
  plan.span = *span;
  return plan;
}

}  // namespace

int RunPlan(const CommonOptions& common, const PlanOptions& options) {
  auto read = Read(options);
  if (!read) return kExitUsage;
  const FoundProfile found = FindProfile(common, options.profile);
  const ProfilePtr& profile = found.profile;
  if (profile == nullptr) return kExitNo;
  read->plugins = found.plugins;
  const Plan plan = PlanSchedule(profile, *read);
  if (plan.rows.empty()) {
    PrintError(fmt::format("{} is not wanted within {}: nothing would be dialled\n", profile->name,
                           options.span));
  }
  Print(options.json ? ToJson(plan).Dump(2) + "\n" : ToTable(plan, *profile, *read));
  return kExitDone;
}

}  // namespace lineman
