#include "rehearsal/replay_report.h"

#include <fmt/format.h>

#include "base/duration.h"
#include "base/utc.h"

namespace lineman {
namespace {

std::string CausesOrNone(const Chronicle& chronicle, int (Chronicle::*count)(Cause) const) {
  const std::string causes = CausesIn(chronicle, count);
  return causes.empty() ? "none" : causes;
}

Json ColumnJson(const Chronicle& chronicle, const Prices& prices) {
  Json json;
  json.Set("cost_millionths", CostOf(chronicle, prices));
  const Json lived = ToJson(chronicle, Instant{});
  for (const auto& [name, value] : *lived.AsObject()) json.Set(name, value);
  return json;
}

Json UnobservedJson(const Unobserved& unobserved) {
  Json json;
  json.Set("time_ms", unobserved.time.count()).Set("of_ms", unobserved.of.count());
  json.Set("per_million", UnobservedShare(unobserved)).Set("dials", unobserved.dials);
  return json;
}

NeverFired NeverOf(const Replay& replay) {
  return FindNeverFired(replay.plan(), replay.rehearsal(), 0);
}

std::string Table(const Replay& replay, const Prices& prices) {
  Comparison both(replay.happened(), replay.would_have());
  both.AddUsual();
  both.Ask("  connected", [](const Chronicle& line) { return std::to_string(line.connects()); });
  both.Ask("  failed",
           [](const Chronicle& line) { return CausesOrNone(line, &Chronicle::failed); });
  both.Ask("  lost", [](const Chronicle& line) { return CausesOrNone(line, &Chronicle::lost); });
  both.Ask("  in an hour",
           [](const Chronicle& line) { return std::to_string(line.most_in_an_hour()); });
  both.AddCost(prices);
  return InColumns("what happened", "what would have", both.rows());
}

std::string UnobservedIn(const Replay& replay) {
  const Unobserved unobserved = replay.unobserved();
  return fmt::format("unobserved: {} of the {} the rules are dialling or online, {} of {} dials\n",
                     PercentOf(UnobservedShare(unobserved)), FormatRoughly(unobserved.of),
                     unobserved.dials, replay.would_have().dials());
}

}  // namespace

Json ReplayJson(const Replay& replay, const std::string& path, const Prices& prices) {
  const RehearsalPlan& plan = replay.plan();
  const Rehearsal& rehearsal = replay.rehearsal();
  Json json;
  json.Set("record", path).Set("profile", plan.profiles.front()->name);
  json.Set("start", FormatUtc(plan.start)).Set("for_ms", plan.span.count());
  json.Set("seed", static_cast<std::int64_t>(plan.seed));
  json.Set("happened", ColumnJson(replay.happened(), prices));
  json.Set("would_have", ColumnJson(replay.would_have(), prices));
  json.Set("unobserved", UnobservedJson(replay.unobserved()));
  json.Set("never_fired", ToJson(NeverOf(replay)));
  json.Set("breaches", ToJson(rehearsal.breaches(), rehearsal.start()));
  json.Set("passed", rehearsal.breaches().empty());
  return json;
}

std::string ReplayInWords(const Replay& replay, const std::string& path, const Prices& prices) {
  const RehearsalPlan& plan = replay.plan();
  const Profile& profile = *plan.profiles.front();
  const std::string never = NeverIn(NeverOf(replay));
  return fmt::format("{} of {} in {}, from {}, seed {}\n\n", FormatRoughly(plan.span), profile.name,
                     path, FormatWall(plan.start, profile.zone), plan.seed) +
         Table(replay, prices) + "\n" + UnobservedIn(replay) + (never.empty() ? "" : "\n" + never) +
         BreachesIn(replay.rehearsal(), profile.zone);
}

}  // namespace lineman
