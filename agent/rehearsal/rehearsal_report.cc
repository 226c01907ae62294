#include "rehearsal/rehearsal_report.h"

#include <algorithm>
#include <array>

#include "base/duration.h"
#include "base/utc.h"
#include "hooks/hook_name.h"

namespace lineman {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<Duration, 8> kLengths = {seconds(30), minutes(1), minutes(5), minutes(15),
                                              hours(1),    hours(4),   hours(24),  hours(24 * 7)};

Json CausesToJson(const Chronicle& chronicle, int (Chronicle::*count)(Cause) const) {
  Json json(Json::Object{});
  for (int i = 0; i < kCauseCount; ++i) {
    const auto cause = static_cast<Cause>(i);
    if ((chronicle.*count)(cause) > 0)
      json.Set(std::string(NameOf(cause)), (chronicle.*count)(cause));
  }
  return json;
}

Json OutagesToJson(const Chronicle& chronicle, Instant start) {
  Json json;
  json.Set("count", static_cast<std::int64_t>(chronicle.outages().size()));
  Duration total{0};
  for (const Outage& outage : chronicle.outages()) total += outage.lasts;
  json.Set("total_ms", total.count());
  const auto longest = std::ranges::max_element(chronicle.outages(), {}, &Outage::lasts);
  if (longest != chronicle.outages().end()) {
    Json item;
    item.Set("at_ms", (longest->from - start).count()).Set("lasts_ms", longest->lasts.count());
    if (longest->error != RasError::kNone) item.Set("error", NameOf(longest->error));
    json.Set("longest", std::move(item));
  }
  Json bars(Json::Array{});
  for (const OutageHistogram::Bar& bar : HistogramOf(chronicle).bars) {
    Json item;
    if (bar.up_to > Duration{0}) item.Set("up_to_ms", bar.up_to.count());
    bars.Append(std::move(item.Set("count", bar.count)));
  }
  json.Set("lengths", std::move(bars));
  return json;
}

Json DialsToJson(const Chronicle& chronicle) {
  Json json;
  json.Set("count", chronicle.dials()).Set("connected", chronicle.connects());
  json.Set("failed", CausesToJson(chronicle, &Chronicle::failed));
  json.Set("lost", CausesToJson(chronicle, &Chronicle::lost));
  json.Set("most_in_an_hour_each_number", chronicle.most_in_an_hour());
  return json;
}

Json DecisionsToJson(const Chronicle& chronicle) {
  Json json(Json::Array{});
  for (const auto& [by, verdicts] : chronicle.decided()) {
    for (const auto& [what, count] : verdicts) {
      Json item;
      item.Set("by", by).Set("what", what).Set("count", count);
      json.Append(std::move(item));
    }
  }
  return json;
}

Json TextsToJson(const std::vector<std::string>& texts) {
  Json json(Json::Array{});
  for (const std::string& text : texts) json.Append(text);
  return json;
}

Json DaysToJson(const Chronicle& chronicle) {
  Json days(Json::Array{});
  for (const Chronicle::Day& day : chronicle.days()) {
    days.Append(day.wanted == Duration{0}
                    ? Json()
                    : Json(day.online.count() * 1'000'000 / day.wanted.count()));
  }
  return days;
}

void SetChronicle(Json& json, const Chronicle& chronicle, Instant start) {
  json.Set("wanted_ms", chronicle.wanted().count()).Set("online_ms", chronicle.online().count());
  json.Set("online_per_million", OnlineShare(chronicle));
  json.Set("days_per_million", DaysToJson(chronicle));
  json.Set("outages", OutagesToJson(chronicle, start));
  json.Set("dials", DialsToJson(chronicle));
  json.Set("decisions", DecisionsToJson(chronicle));
}

Json LineToJson(const RehearsalPlan& plan, const Rehearsal& rehearsal, std::size_t line) {
  Json json;
  json.Set("profile", plan.profiles[line]->name);
  SetChronicle(json, rehearsal.chronicles()[line], rehearsal.start());
  json.Set("never_fired", ToJson(FindNeverFired(plan, rehearsal, line)));
  return json;
}

Json BreachToJson(const Breach& breach, Instant start) {
  Json json;
  json.Set("expectation", breach.expectation).Set("profile", breach.profile);
  json.Set("at_ms", (breach.at - start).count()).Set("found", breach.found);
  json.Set("why", TextsToJson(breach.why));
  return json;
}

}  // namespace

NeverFired FindNeverFired(const RehearsalPlan& plan, const Rehearsal& rehearsal, std::size_t line) {
  const Profile& profile = *plan.profiles[line];
  NeverFired never;
  for (const Rule& rule : profile.rules) {
    if (rehearsal.chronicles()[line].matched().contains(rule.name)) continue;
    never.rules.push_back(rule.name);
  }
  const PluginBindings* bindings = plan.plugins ? plan.plugins->Of(profile.name) : nullptr;
  if (bindings == nullptr) return never;
  for (const PluginBinding& binding : *bindings) {
    const auto runs = rehearsal.hook_runs().find(binding.key);
    for (HookIndex hook = 0; hook < kHookCount; ++hook) {
      const bool ran = runs != rehearsal.hook_runs().end() &&
                       runs->second.at(static_cast<std::size_t>(hook)) > 0;
      if (!ran && binding.plugin->Has(hook))
        never.hooks.push_back(binding.key.plugin + ": " + std::string(NameOfHook(hook)));
    }
  }
  return never;
}

OutageHistogram HistogramOf(const Chronicle& chronicle) {
  OutageHistogram histogram;
  for (const Duration length : kLengths) histogram.bars.push_back({length, 0});
  histogram.bars.push_back({});
  for (const Outage& outage : chronicle.outages()) {
    const auto bar = std::ranges::find_if(histogram.bars, [&](const OutageHistogram::Bar& each) {
      return each.up_to == Duration{0} || outage.lasts <= each.up_to;
    });
    ++bar->count;
  }
  return histogram;
}

Json ToJson(const Chronicle& chronicle, Instant start) {
  Json json;
  SetChronicle(json, chronicle, start);
  return json;
}

Json ToJson(const NeverFired& never) {
  Json json;
  json.Set("rules", TextsToJson(never.rules)).Set("hooks", TextsToJson(never.hooks));
  return json;
}

Json ToJson(const std::vector<Breach>& breaches, Instant start) {
  Json json(Json::Array{});
  for (const Breach& breach : breaches) json.Append(BreachToJson(breach, start));
  return json;
}

Json ToJson(const RehearsalPlan& plan, const Rehearsal& rehearsal) {
  Json json;
  json.Set("world", plan.world.name).Set("start", FormatUtc(rehearsal.start_wall()));
  json.Set("for_ms", plan.span.count()).Set("seed", static_cast<std::int64_t>(plan.seed));
  json.Set("accounts_locked", rehearsal.account_locks());
  Json lines(Json::Array{});
  for (std::size_t line = 0; line < plan.profiles.size(); ++line)
    lines.Append(LineToJson(plan, rehearsal, line));
  json.Set("lines", std::move(lines));
  json.Set("breaches", ToJson(rehearsal.breaches(), rehearsal.start()));
  json.Set("passed", rehearsal.breaches().empty());
  return json;
}

}  // namespace lineman
