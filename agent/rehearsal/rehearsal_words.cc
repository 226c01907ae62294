#include <fmt/format.h>

#include <algorithm>

#include "base/duration.h"
#include "rehearsal/rehearsal_report.h"

namespace lineman {
namespace {

std::string Row(std::string_view name, const std::string& text) {
  return fmt::format("  {:<14}{}\n", name, text);
}

std::string OutagesIn(const Chronicle& chronicle, const Profile& profile,
                      const Rehearsal& rehearsal) {
  const auto& outages = chronicle.outages();
  if (outages.empty()) return Row("outages", "none");
  const auto longest = std::ranges::max_element(outages, {}, &Outage::lasts);
  const WallTime began = rehearsal.start_wall() + (longest->from - rehearsal.start());
  std::string text = Row(
      "outages",
      fmt::format("{}, the longest {} from {}{}", outages.size(), FormatRoughly(longest->lasts),
                  FormatWall(began, profile.zone),
                  longest->error == RasError::kNone ? "" : ": " + DescribeError(longest->error)));
  std::string lengths;
  for (const OutageHistogram::Bar& bar : HistogramOf(chronicle).bars) {
    if (bar.count == 0) continue;
    lengths += lengths.empty() ? "" : ", ";
    lengths += bar.up_to == Duration{0}
                   ? fmt::format("{} longer", bar.count)
                   : fmt::format("{} up to {}", bar.count, FormatDuration(bar.up_to));
  }
  return text + Row("", lengths);
}

std::string DialsIn(const Chronicle& chronicle) {
  const std::string failed = CausesIn(chronicle, &Chronicle::failed);
  const std::string lost = CausesIn(chronicle, &Chronicle::lost);
  std::string text = fmt::format("{}, {} connected", chronicle.dials(), chronicle.connects());
  if (!failed.empty()) text += "; failed: " + failed;
  if (!lost.empty()) text += "; lost: " + lost;
  return Row("dials", text) + Row("", fmt::format("at most {} of one number within an hour",
                                                  chronicle.most_in_an_hour()));
}

std::string DecisionsIn(const Chronicle& chronicle) {
  std::string text;
  for (const auto& [by, verdicts] : chronicle.decided()) {
    std::string counts;
    for (const auto& [what, count] : verdicts)
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, what);
    text += Row(text.empty() ? "decided" : "", fmt::format("{}: {}", by, counts));
  }
  return text;
}

std::string BreachIn(const Breach& breach, const Rehearsal& rehearsal, const Zone& zone) {
  const Duration at = breach.at - rehearsal.start();
  std::string text = fmt::format(
      "BROKEN {}: {}\n  at {} ({} after the start): {}\n", breach.profile, breach.expectation,
      FormatWall(rehearsal.start_wall() + at, zone), FormatRoughly(at), breach.found);
  for (const std::string& why : breach.why) text += fmt::format("    {}\n", why);
  return text;
}

}  // namespace

std::string CausesIn(const Chronicle& chronicle, int (Chronicle::*count)(Cause) const) {
  std::string text;
  for (int i = 0; i < kCauseCount; ++i) {
    const auto cause = static_cast<Cause>(i);
    const int found = (chronicle.*count)(cause);
    if (found > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", found, NameOf(cause));
  }
  return text;
}

std::string PercentOf(std::int64_t millionths) {
  return fmt::format("{}.{:03}%", millionths / 10'000, millionths % 10'000 / 10);
}

std::string NeverIn(const NeverFired& never) {
  std::string text;
  for (const std::string& rule : never.rules)
    text += Row(text.empty() ? "never fired" : "", "rule " + rule);
  for (const std::string& hook : never.hooks)
    text += Row(text.empty() ? "never fired" : "", "plugin " + hook);
  return text;
}

std::string BreachesIn(const Rehearsal& rehearsal, const Zone& zone) {
  std::string text;
  for (const Breach& breach : rehearsal.breaches())
    text += "\n" + BreachIn(breach, rehearsal, zone);
  return text;
}

std::string InWords(const RehearsalPlan& plan, const Rehearsal& rehearsal) {
  std::string text = fmt::format("{} in the world {}, seed {}\n", FormatRoughly(plan.span),
                                 plan.world.name, plan.seed);
  for (std::size_t line = 0; line < plan.profiles.size(); ++line) {
    const Profile& profile = *plan.profiles[line];
    const Chronicle& chronicle = rehearsal.chronicles()[line];
    text += fmt::format("\n{}\n", profile.name);
    text +=
        Row("online", fmt::format("{} of the time wanted ({})", PercentOf(OnlineShare(chronicle)),
                                  FormatRoughly(chronicle.wanted())));
    text += OutagesIn(chronicle, profile, rehearsal) + DialsIn(chronicle) + DecisionsIn(chronicle) +
            NeverIn(FindNeverFired(plan, rehearsal, line));
  }
  if (rehearsal.account_locks() > 0)
    text += fmt::format("\naccounts locked: {} times\n", rehearsal.account_locks());
  return text + BreachesIn(rehearsal, plan.profiles.front()->zone);
}

}  // namespace lineman
