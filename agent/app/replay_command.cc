#include "app/replay_command.h"

#include <fmt/format.h>

#include <utility>

#include "app/files.h"
#include "app/profile_finder.h"
#include "app/progress_bar.h"
#include "app/terminal.h"
#include "base/duration.h"
#include "rehearsal/replay_report.h"

namespace lineman {
namespace {

// Some 200,000 entries: more than a journal keeps.
constexpr std::uintmax_t kLongestRecord = 64U << 20U;

int Refuse(std::string_view why) {
  PrintError(fmt::format("lineman: {}\n", why));
  return kExitUsage;
}

// Whether the record can stand in for what the profile needs.
bool CanBePlayed(const Profile& profile) {
  if (profile.online.kind != OnlineRule::Kind::kStandby) return true;
  PrintError(fmt::format("lineman: {} stands by for {}: a replay plays one line alone\n",
                         profile.name, profile.online.standby_for));
  return false;
}

std::optional<LineRecord> ReadRecord(const std::string& path, const std::string& profile) {
  const Result<std::string> text = ReadTextFile(path, kLongestRecord);
  if (!text) {
    PrintError(fmt::format("lineman: {}\n", text.error().message));
    return std::nullopt;
  }
  Findings findings;
  auto record = ReadLineRecord(*text, path, profile, findings);
  PrintError(findings.ToString());
  return record;
}

}  // namespace

int RunReplay(const CommonOptions& common, const RehearseOptions& options, ReplayPlan plan) {
  if (!options.world.empty()) return Refuse("--replay plays a record, so there is no --world");
  if (!options.against.empty())
    return Refuse("--replay lays rules beside what happened, so there is no --against");
  if (!options.report.empty()) return Refuse("--report draws no replay");
  if (options.fleet > 0)
    return Refuse("--replay plays the record of one kiosk, so there is no --fleet");
  if (options.seeds > 1)
    return Refuse("--replay plays what was observed: other --seeds change little, so name one");
  if (options.profiles.size() != 1)
    return Refuse("--replay plays the record of one line: name one PROFILE");
  if (plan.expect.never_lock_account)
    return Refuse("--expect: no record tells whether an account was locked");
  if (plan.expect.fleet_back_at_most)
    return Refuse("--expect: a record is of one kiosk, not of a fleet");
  auto cast = FindProfiles(common, options.profiles);
  if (!cast || !CanBePlayed(*cast->profiles.front())) return kExitNo;
  plan.profile = cast->profiles.front();
  plan.plugins = std::move(cast->plugins);
  auto record = ReadRecord(options.replay, plan.profile->name);
  if (!record) return kExitNo;
  plan.record = *std::move(record);
  Replay replay(std::move(plan));
  {
    ProgressBar bar;
    replay.Run([&bar](double share) { bar.Show(share); });
  }
  const Prices prices = PricesOf(options);
  Print(options.json ? ReplayJson(replay, options.replay, prices).Dump(2) + "\n"
                     : Harmless(ReplayInWords(replay, options.replay, prices)));
  return replay.rehearsal().breaches().empty() ? kExitDone : kExitNo;
}

}  // namespace lineman
