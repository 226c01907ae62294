#include "rehearsal/report_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "base/duration.h"
#include "rehearsal/html.h"
#include "rehearsal/report_charts.h"
#include "rehearsal/report_parts.h"

namespace lineman {
namespace {

constexpr std::size_t kLongestShown = 10;
constexpr std::string_view kNone = "<p class=none>None.</p>\n";

std::string Figure(std::string_view name, const std::string& value, const std::string& more = "") {
  return fmt::format("<div><dt>{}</dt><dd>{}{}</dd></div>\n", name, value,
                     more.empty() ? "" : "<small>" + more + "</small>");
}

int SumOf(const Chronicle& chronicle, int (Chronicle::*count)(Cause) const) {
  int sum = 0;
  for (const Cause cause : AllCauses()) sum += (chronicle.*count)(cause);
  return sum;
}

std::string FiguresOf(const Chronicle& chronicle) {
  Duration longest{0};
  Duration total{0};
  for (const Outage& outage : chronicle.outages()) {
    longest = std::max(longest, outage.lasts);
    total += outage.lasts;
  }
  return Figure("Online", PercentOf(OnlineShare(chronicle)),
                "of " + FormatRoughly(chronicle.wanted()) + " wanted") +
         Figure("Outages", std::to_string(chronicle.outages().size()),
                FormatRoughly(total) + " in all") +
         Figure("Longest outage", FormatRoughly(longest)) +
         Figure("Dials", std::to_string(chronicle.dials()),
                fmt::format("{} connected, {} failed, {} lost", chronicle.connects(),
                            SumOf(chronicle, &Chronicle::failed),
                            SumOf(chronicle, &Chronicle::lost))) +
         Figure("Most in an hour", std::to_string(chronicle.most_in_an_hour()),
                "dials of one number");
}

// The class of a state is its number, as in the data; 8 is no power.
std::string LegendOf(const Chronicle& chronicle) {
  std::array<Duration, kLineStateCount + 1> took{};
  for (const Band& band : chronicle.bands()) {
    const auto number = band.state ? static_cast<std::size_t>(*band.state) : kLineStateCount;
    took.at(number) += band.to - band.from;
  }
  std::string html;
  for (std::size_t number = 0; number < took.size(); ++number) {
    if (took.at(number) == Duration{0}) continue;
    const auto name = number == kLineStateCount ? std::string_view("no power")
                                                : NameOf(static_cast<LineState>(number));
    html += fmt::format("<li><i class=\"s{}\"></i>{} <b>{}</b>\n", number, name,
                        FormatRoughly(took.at(number)));
  }
  return html;
}

std::string LengthsOf(const Chronicle& chronicle) {
  if (chronicle.outages().empty()) return std::string(kNone);
  std::vector<BarRow> rows;
  for (const OutageHistogram::Bar& bar : HistogramOf(chronicle).bars) {
    rows.push_back(
        {bar.up_to == Duration{0} ? "longer" : "up to " + FormatDuration(bar.up_to), {bar.count}});
  }
  return BarTable({"Length", "Outages"}, rows);
}

std::string CausesOf(const Chronicle& chronicle) {
  std::vector<BarRow> rows;
  for (const Cause cause : AllCauses()) {
    if (chronicle.failed(cause) + chronicle.lost(cause) == 0) continue;
    rows.push_back({std::string(NameOf(cause)), {chronicle.failed(cause), chronicle.lost(cause)}});
  }
  if (rows.empty()) return "<p class=none>No dial failed, and no connection was lost.</p>\n";
  return BarTable({"Cause", "Failed", "Lost"}, rows);
}

// Long names may break after each word.
std::string ErrorOf(const Outage& outage) {
  if (outage.error == RasError::kNone) return "";
  std::string name;
  for (const char c : NameOf(outage.error)) {
    name += c;
    if (c == '_') name += "<wbr>";
  }
  return name;
}

std::string LongestOf(const Contender& contender, std::size_t line, std::size_t index) {
  std::vector<Outage> outages = contender.rehearsal.chronicles()[line].outages();
  if (outages.empty()) return std::string(kNone);
  std::ranges::stable_sort(outages, std::greater<>(), &Outage::lasts);
  outages.resize(std::min(outages.size(), kLongestShown));
  std::string rows;
  for (const Outage& outage : outages) {
    const std::string from = MomentOf(contender, line, outage.from).substr(0, 19);
    rows += fmt::format(
        "<tr><th scope=row><span>{}</span> <span>{}</span><td>{}<td>{}<td>{}\n", from.substr(0, 10),
        from.substr(11), FormatRoughly(outage.lasts), ErrorOf(outage),
        ShowButton(index, outage.from - contender.rehearsal.start(), "the outage of " + from));
  }
  return "<table><thead><tr><th scope=col>From<th scope=col>For<th scope=col>Last error<td>"
         "</thead><tbody>\n" +
         rows + "</tbody></table>\n";
}

std::string DecidedOf(const Chronicle& chronicle) {
  std::string rows;
  for (const auto& [by, verdicts] : chronicle.decided()) {
    for (const auto& [what, count] : verdicts)
      rows += fmt::format("<tr><th scope=row>{}<td>{}<td class=count>{}\n", Foreign(by),
                          Escape(what), count);
  }
  if (rows.empty()) return "<p class=none>Nothing but dials was decided.</p>\n";
  return "<table><thead><tr><th scope=col>By<th scope=col>What<th scope=col class=count>How often"
         "</thead><tbody>\n" +
         rows + "</tbody></table>\n";
}

std::string BrokenOf(const Contender& contender, std::size_t line) {
  const std::string& name = contender.plan.profiles[line]->name;
  const bool broken = std::ranges::any_of(contender.rehearsal.breaches(),
                                          [&](const Breach& each) { return each.profile == name; });
  return broken ? "<li><b class=bad>✗</b>an expectation broke" : "";
}

std::string NeverOf(const NeverFired& never) {
  std::string items;
  for (const std::string& rule : never.rules) items += "<li>rule " + Foreign(rule) + "\n";
  for (const std::string& hook : never.hooks) items += "<li>plugin " + Foreign(hook) + "\n";
  if (items.empty()) return "<p class=none>Every rule and every hook had a say.</p>\n";
  return "<ul class=never>\n" + items + "</ul>\n";
}

}  // namespace

std::string MomentOf(const Contender& contender, std::size_t line, Instant at) {
  const Duration since = at - contender.rehearsal.start();
  return fmt::format(
      "{} ({} after the start)",
      FormatWall(contender.rehearsal.start_wall() + since, contender.plan.profiles[line]->zone),
      FormatRoughly(since));
}

std::string ShowButton(std::size_t index, Duration at, const std::string& about) {
  return fmt::format(
      "<button type=button class=show data-line={} data-at={} hidden aria-label=\"Show {}\">"
      "Show</button>",
      index, at.count(), Escape(about));
}

std::string ReportLine(const Contender& contender, std::size_t line, std::size_t index,
                       const std::string& name) {
  const Chronicle& chronicle = contender.rehearsal.chronicles()[line];
  const Zone& zone = contender.plan.profiles[line]->zone;
  return Fill(kReportLine,
              {{"index", std::to_string(index)},
               {"name", Foreign(name)},
               {"zone", Escape(zone.name())},
               {"figures", FiguresOf(chronicle)},
               {"legend", LegendOf(chronicle)},
               {"broken", BrokenOf(contender, line)},
               {"days", DayChart(chronicle.days(), contender.rehearsal.start_wall(), zone)},
               {"lengths", LengthsOf(chronicle)},
               {"causes", CausesOf(chronicle)},
               {"longest", LongestOf(contender, line, index)},
               {"decided", DecidedOf(chronicle)},
               {"never", NeverOf(FindNeverFired(contender.plan, contender.rehearsal, line))}});
}

}  // namespace lineman
