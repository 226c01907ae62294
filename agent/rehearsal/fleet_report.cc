#include "rehearsal/fleet_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/duration.h"
#include "base/utc.h"
#include "rehearsal/rehearsal_report.h"

namespace lineman {
namespace {

constexpr std::size_t kNameWidth = 26;
constexpr std::size_t kColumnWidth = 16;

// 1 234 567
std::string Grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, " ");
  return text;
}

std::string After(const std::optional<Duration>& duration) {
  return duration ? FormatRoughly(*duration) : "never";
}

std::string Row(std::string_view name, const std::vector<std::string>& cells) {
  std::string text = fmt::format("{:<{}}", name, kNameWidth);
  for (const std::string& cell : cells) text += fmt::format("{:>{}}", cell, kColumnWidth);
  return text + "\n";
}

using CellOfRun = std::function<std::string(const FleetRun&)>;

std::string Row(const FleetReport& report, std::string_view name, const CellOfRun& cell) {
  std::vector<std::string> cells;
  for (const FleetRun& run : report.runs) cells.push_back(cell(run));
  return Row(name, cells);
}

std::string InWords(const FleetReport& report, std::size_t index) {
  const auto row = [&](std::string_view name, auto cell) {
    return Row(report, name, [&](const FleetRun& run) {
      const auto& comebacks = run.outcome.comebacks;
      return index < comebacks.size() ? cell(comebacks[index]) : std::string();
    });
  };
  const FleetOutcome& outcome = report.runs.front().outcome;
  const Comeback& first = outcome.comebacks[index];
  std::string text =
      fmt::format("\nwith power at {}\n",
                  FormatWall(outcome.start + first.at, report.plan.profiles.front()->zone));
  text += row("  half online after", [](const Comeback& c) { return After(c.half); });
  text += row("  99 % online after", [](const Comeback& c) { return After(c.most); });
  text += row("  all online after", [](const Comeback& c) { return After(c.all); });
  if (std::ranges::any_of(report.runs, [&](const FleetRun& run) {
        return index < run.outcome.comebacks.size() && !run.outcome.comebacks[index].all;
      })) {
    text += row("  ever online", [](const Comeback& c) { return Grouped(c.back); });
  }
  text += row("  dials", [](const Comeback& c) { return Grouped(c.dials); });
  text += row("  dials refused", [](const Comeback& c) { return Grouped(c.turned_away); });
  text += row("  most dials in a second", [](const Comeback& c) { return Grouped(c.peak_dials); });
  return text;
}

Json ToJson(const std::optional<Duration>& duration) {
  return duration ? Json(duration->count()) : Json();
}

Json ToJson(const Comeback& comeback) {
  Json json;
  json.Set("at_ms", comeback.at.count());
  json.Set("wanted", comeback.wanted).Set("back", comeback.back);
  json.Set("half_ms", ToJson(comeback.half)).Set("most_ms", ToJson(comeback.most));
  json.Set("all_ms", ToJson(comeback.all));
  json.Set("dials", comeback.dials).Set("refused", comeback.turned_away);
  json.Set("peak_dials_per_second", comeback.peak_dials);
  return json;
}

Json ToJson(const FleetRun& run) {
  Json json;
  json.Set("spread", run.spread);
  json.Set("online_per_million", run.outcome.online_per_million);
  json.Set("accounts_locked", run.outcome.account_locks);
  Json comebacks(Json::Array{});
  for (const Comeback& comeback : run.outcome.comebacks) comebacks.Append(ToJson(comeback));
  json.Set("comebacks", std::move(comebacks));
  return json;
}

std::string Heading(const FleetReport& report) {
  const RehearsalPlan& plan = report.plan;
  return fmt::format("{} kiosks of {} for {} in the world {}, seed {}\n\n",
                     Grouped(static_cast<std::int64_t>(report.kiosks)), plan.profiles.front()->name,
                     FormatRoughly(plan.span), plan.world.name, plan.seed);
}

std::string BreachIn(const FleetReport& report, const FleetBreach& breach) {
  return fmt::format(
      "\nBROKEN {}\n  at {} ({} after the start): {}\n", breach.expectation,
      FormatWall(report.runs.front().outcome.start + breach.at, report.plan.profiles.front()->zone),
      FormatRoughly(breach.at), breach.found);
}

std::string Found(const Comeback& comeback) {
  if (comeback.most) return "99 % were back after " + FormatRoughly(*comeback.most);
  return fmt::format("{} of {} ever came back", Grouped(comeback.back), Grouped(comeback.wanted));
}

}  // namespace

std::string NameOfRun(bool spread) { return spread ? "as written" : "without spread"; }

std::vector<FleetBreach> FleetReport::Breaches() const {
  std::vector<FleetBreach> breaches;
  const simulator::Expectations& expect = plan.world.expect;
  const FleetOutcome& outcome = runs.front().outcome;
  for (const Comeback& comeback : outcome.comebacks) {
    const Duration most = expect.fleet_back_at_most.value_or(kLongestDuration);
    if (!expect.fleet_back_at_most || comeback.wanted == 0) continue;
    const bool in_time = comeback.most && *comeback.most <= most;
    if (in_time || comeback.at + most > plan.span) continue;  // or nobody can tell yet
    breaches.push_back({fmt::format("fleet_back: {{at_most: {}}}", FormatDuration(most)),
                        comeback.at + most, Found(comeback)});
    break;
  }
  if (const auto least = expect.online_at_least; least && outcome.online_per_million < *least)
    breaches.push_back({OnlineAtLeast(*least), plan.span, PercentOf(outcome.online_per_million)});
  if (expect.never_lock_account && outcome.account_locks > 0)
    breaches.push_back({"account_locked: never", plan.span,
                        fmt::format("accounts locked {} times", outcome.account_locks)});
  return breaches;
}

std::string InWords(const FleetReport& report) {
  std::string text =
      Heading(report) + Row(report, "", [](const FleetRun& run) { return NameOfRun(run.spread); });
  text += Row(report, "online",
              [](const FleetRun& run) { return PercentOf(run.outcome.online_per_million); });
  text += Row(report, "accounts locked",
              [](const FleetRun& run) { return std::to_string(run.outcome.account_locks); });
  for (std::size_t i = 0; i < report.runs.front().outcome.comebacks.size(); ++i)
    text += InWords(report, i);
  for (const FleetBreach& breach : report.Breaches()) text += BreachIn(report, breach);
  return text;
}

Json ToJson(const FleetReport& report) {
  const RehearsalPlan& plan = report.plan;
  Json json;
  json.Set("world", plan.world.name).Set("profile", plan.profiles.front()->name);
  json.Set("kiosks", static_cast<std::int64_t>(report.kiosks));
  json.Set("start", FormatUtc(report.runs.front().outcome.start));
  json.Set("for_ms", plan.span.count()).Set("seed", static_cast<std::int64_t>(plan.seed));
  Json runs(Json::Array{});
  for (const FleetRun& run : report.runs) runs.Append(ToJson(run));
  json.Set("runs", std::move(runs));
  Json breaches(Json::Array{});
  const std::vector<FleetBreach> found = report.Breaches();
  for (const FleetBreach& breach : found) {
    Json item;
    item.Set("expectation", breach.expectation).Set("at_ms", breach.at.count());
    item.Set("found", breach.found);
    breaches.Append(std::move(item));
  }
  json.Set("passed", found.empty());
  json.Set("breaches", std::move(breaches));
  return json;
}

}  // namespace lineman
