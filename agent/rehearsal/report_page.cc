#include "rehearsal/report_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.h"
#include "rehearsal/html.h"
#include "rehearsal/report_data.h"
#include "rehearsal/report_line.h"
#include "rehearsal/report_parts.h"

namespace lineman {
namespace {

// A line of the page.
struct PageLine {
  const Contender& contender;
  std::size_t line;
  std::string name;
};

std::vector<PageLine> LinesOf(const std::vector<Contender>& contenders) {
  std::vector<PageLine> lines;
  for (const Contender& contender : contenders) {
    const auto& profiles = contender.plan.profiles;
    for (std::size_t line = 0; line < profiles.size(); ++line) {
      // Those that are compared go by one name in the world.
      lines.push_back(
          {contender, line, contenders.size() > 1 ? contender.name : profiles[line]->name});
    }
  }
  return lines;
}

std::string Fact(std::string_view name, const std::string& value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
}

std::string FactsOf(const Contender& contender) {
  const RehearsalPlan& plan = contender.plan;
  const WallTime start = contender.rehearsal.start_wall();
  const Zone& zone = plan.profiles.front()->zone;
  return Fact("For", FormatRoughly(plan.span)) + Fact("From", FormatWall(start, zone)) +
         Fact("Until", FormatWall(start + plan.span, zone)) +
         Fact("Time zone", Escape(zone.name())) + Fact("Seed", std::to_string(plan.seed)) +
         (contender.rehearsal.account_locks() == 0
              ? ""
              : Fact("Accounts locked",
                     fmt::format("{} times", contender.rehearsal.account_locks())));
}

std::string WhyOf(const std::vector<std::string>& why) {
  std::string items;
  for (const std::string& reason : why) items += "<li>" + Foreign(reason) + "\n";
  return items.empty() ? "" : "<ul class=why>\n" + items + "</ul>\n";
}

// An expectation of a line: that it held, or when it did not, and why.
std::string ExpectationOf(const PageLine& shown, std::size_t index, bool alone,
                          const std::string& expectation) {
  const auto& breaches = shown.contender.rehearsal.breaches();
  const std::string& profile = shown.contender.plan.profiles[shown.line]->name;
  const auto breach = std::ranges::find_if(breaches, [&](const Breach& each) {
    return each.expectation == expectation && each.profile == profile;
  });
  const std::string whose = alone ? "" : Foreign(shown.name) + ": ";
  if (breach == breaches.end())
    return fmt::format("<li class=held><b>held</b> {}<code>{}</code>\n", whose,
                       Escape(expectation));
  const Duration at = breach->at - shown.contender.rehearsal.start();
  return fmt::format("<li class=broken><b>broken</b> {}<code>{}</code> {}\n<p>{}: {}</p>\n{}",
                     whose, Escape(expectation), ShowButton(index, at, "where it broke"),
                     MomentOf(shown.contender, shown.line, breach->at), Escape(breach->found),
                     WhyOf(breach->why));
}

std::string ExpectationsOf(const std::vector<PageLine>& lines) {
  std::string items;
  for (std::size_t index = 0; index < lines.size(); ++index) {
    for (const std::string& each : lines[index].contender.rehearsal.expectations())
      items += ExpectationOf(lines[index], index, lines.size() == 1, each);
  }
  return items.empty() ? "" : "<ul class=expectations>\n" + items + "</ul>\n";
}

struct Tally {
  std::size_t expected = 0;
  std::size_t broken = 0;
};

Tally TallyOf(const std::vector<Contender>& contenders) {
  Tally tally;
  for (const Contender& contender : contenders) {
    tally.expected += contender.rehearsal.expectations().size() * contender.plan.profiles.size();
    tally.broken += contender.rehearsal.breaches().size();
  }
  return tally;
}

std::string OutcomeOf(const Tally& tally) {
  if (tally.expected == 0) return "";
  return tally.broken == 0 ? "passed" : "failed";
}

std::string VerdictOf(const Tally& tally) {
  const auto [expected, broken] = tally;
  if (expected == 0) return "Nothing was expected";
  if (broken > 0) return fmt::format("Broken: {} of {} expectations", broken, expected);
  return expected == 1 ? "The expectation held" : fmt::format("All {} expectations held", expected);
}

std::string ComparisonOf(const std::vector<Contender>& contenders, const Prices& prices) {
  if (contenders.size() != 2) return "";
  std::string rows;
  for (const ComparedRow& row : Compare(contenders[0], contenders[1], prices))
    rows += fmt::format("<tr><th scope=row>{}<td>{}<td>{}\n", row.what, row.one, row.other);
  return fmt::format(
      "<section class=comparison aria-labelledby=comparison><h2 id=comparison>Side by side</h2>"
      "<table><thead><tr><td><th scope=col>{}<th scope=col>{}</thead><tbody>\n{}</tbody></table>"
      "</section>\n",
      Foreign(contenders[0].name), Foreign(contenders[1].name), rows);
}

}  // namespace

std::string ReportPage(const std::vector<Contender>& contenders, const Prices& prices) {
  const std::vector<PageLine> lines = LinesOf(contenders);
  std::string sections;
  for (std::size_t index = 0; index < lines.size(); ++index)
    sections += ReportLine(lines[index].contender, lines[index].line, index, lines[index].name);
  const Tally tally = TallyOf(contenders);
  const RehearsalPlan& plan = contenders.front().plan;
  const std::string& about = plan.world.about;
  return Fill(kReportPage,
              {{"title", fmt::format("{}, {}, seed {}", Escape(plan.world.name),
                                     FormatRoughly(plan.span), plan.seed)},
               {"style", std::string(kReportStyle)},
               {"world", Foreign(plan.world.name)},
               {"about", about.empty() ? "" : "<p class=about>" + Foreign(about) + "</p>"},
               {"facts", FactsOf(contenders.front())},
               {"outcome", OutcomeOf(tally)},
               {"verdict", VerdictOf(tally)},
               {"expectations", ExpectationsOf(lines)},
               {"comparison", ComparisonOf(contenders, prices)},
               {"lines", sections},
               {"data", ReportData(contenders)},
               {"script", std::string(kReportScript)}});
}

}  // namespace lineman
