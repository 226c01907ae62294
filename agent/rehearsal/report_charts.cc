#include "rehearsal/report_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/duration.h"
#include "rehearsal/html.h"
#include "rehearsal/rehearsal_report.h"

namespace lineman {
namespace {

constexpr std::int64_t kAll = 1'000'000;  // shares are in millionths
constexpr Duration kDay = std::chrono::hours(24);

std::int64_t LackOf(const Chronicle::Day& day) {
  if (day.wanted == Duration{0}) return 0;
  return (day.wanted - day.online).count() * kAll / day.wanted.count();
}

// How much of a day the chart shows: as little as has room for the worst of them.
std::int64_t DepthFor(const std::vector<Chronicle::Day>& days) {
  std::int64_t most = 0;
  for (const Chronicle::Day& day : days) most = std::max(most, LackOf(day));
  for (const std::int64_t depth : {kAll / 100, kAll / 20, kAll / 10, kAll / 4, kAll / 2}) {
    if (most <= depth) return depth;
  }
  return kAll;
}

std::string DateOf(WallTime at, const Zone& zone) { return FormatWall(at, zone).substr(0, 10); }

std::string OnlineOf(const Chronicle::Day& day) {
  return day.wanted == Duration{0} ? "not wanted" : PercentOf(kAll - LackOf(day));
}

std::string DayTable(const std::vector<Chronicle::Day>& days, WallTime start, const Zone& zone) {
  std::string rows;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const WallTime from = start + kDay * static_cast<Duration::rep>(i);
    rows += fmt::format("<tr><th scope=row>{}<td>{}<td>{}\n", FormatWall(from, zone).substr(0, 16),
                        OnlineOf(days[i]), FormatRoughly(days[i].wanted));
  }
  return fmt::format(
      "<details><summary>The days as a table</summary><table><thead><tr><th scope=col>24 h from"
      "<th scope=col>Online<th scope=col>Wanted</thead><tbody>\n{}</tbody></table></details>\n",
      rows);
}

}  // namespace

std::string BarTable(const std::vector<std::string>& heads, const std::vector<BarRow>& rows) {
  int most = 1;
  for (const BarRow& row : rows) most = std::max(most, std::ranges::max(row.counts));
  std::string html = "<table class=bars><thead><tr>";
  for (const std::string& head : heads) html += "<th scope=col>" + Escape(head);
  html += "</thead><tbody>\n";
  for (const BarRow& row : rows) {
    html += "<tr><th scope=row>" + Escape(row.name);
    for (const int count : row.counts) {
      const std::int64_t length = std::int64_t{count} * 1000 / most;
      html += fmt::format("<td><i style=\"--part:{}.{}%\"></i>{}", length / 10, length % 10, count);
    }
    html += "\n";
  }
  return html + "</tbody></table>\n";
}

std::string DayChart(const std::vector<Chronicle::Day>& days, WallTime start, const Zone& zone) {
  if (days.empty()) return "<p>Nothing was ever recorded.</p>\n";
  const std::int64_t depth = DepthFor(days);
  std::size_t worst = 0;
  std::string bars;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const std::int64_t lack = LackOf(days[i]);
    if (lack > LackOf(days[worst])) worst = i;
    if (days[i].wanted == Duration{0}) continue;
    const WallTime from = start + kDay * static_cast<Duration::rep>(i);
    bars += fmt::format("<g><title>{}: {}</title><rect class=day x={} width=8 height=1000 />",
                        DateOf(from, zone), OnlineOf(days[i]), i * 10 + 1);
    bars += fmt::format("<rect class=lack x={} width=8 height={} /></g>\n", i * 10 + 1,
                        lack * 1000 / depth);
  }
  const auto date = [&](std::size_t day) {
    return DateOf(start + kDay * static_cast<Duration::rep>(day), zone);
  };
  return fmt::format(
             "<figure class=chart style=\"--days:{}\"><div class=axis "
             "aria-hidden=true><span>100%</span><span>{}%</span>"
             "</div><svg role=img aria-label=\"Online: the worst day is {} with {}\" "
             "viewBox=\"0 0 {} 1000\" preserveAspectRatio=none>\n{}</svg>"
             "<div class=dates aria-hidden=true><span>{}</span><span>{}</span></div>"
             "<figcaption>What each day lacks. The worst is {} with {}.</figcaption></figure>\n",
             days.size(), 100 - depth / 10'000, date(worst), OnlineOf(days[worst]),
             days.size() * 10, bars, date(0), days.size() == 1 ? "" : date(days.size() - 1),
             date(worst), OnlineOf(days[worst])) +
         DayTable(days, start, zone);
}

}  // namespace lineman
