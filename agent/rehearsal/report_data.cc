#include "rehearsal/report_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace lineman {
namespace {

constexpr std::int64_t kMostBands = 120'000;
constexpr Duration kClockStep = std::chrono::minutes(15);  // clocks change at such moments
constexpr std::size_t kOff = kLineStateCount;

std::size_t NumberOf(const Band& band) {
  return band.state ? static_cast<std::size_t>(*band.state) : kOff;
}

std::string Quoted(const std::string& text) {
  std::string quoted = Json(text).Dump();
  for (std::size_t at = quoted.find('<'); at != std::string::npos; at = quoted.find('<', at))
    quoted.replace(at, 1, "\\u003c");
  return quoted;
}

std::string QuotedAll(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ",") + Quoted(text);
  return "[" + all + "]";
}

Duration OffsetAt(WallTime at, const Zone& zone) {
  const LocalTime local = zone.ToLocal(at);
  return std::chrono::hours(24) * local.days + local.since_midnight - at.time_since_epoch();
}

std::string OffsetsOf(const Zone& zone, WallTime start, Duration span) {
  Duration offset = OffsetAt(start, zone);
  std::string pairs = fmt::format("0,{}", offset.count());
  const auto begun = start.time_since_epoch() % kClockStep;
  for (Duration at = kClockStep - begun; at < span; at += kClockStep) {
    const Duration now = OffsetAt(start + at, zone);
    if (now != offset) pairs += fmt::format(",{},{}", at.count(), now.count());
    offset = now;
  }
  return "[" + pairs + "]";
}

std::string BandsOf(const std::vector<Band>& bands) {
  std::string pairs;
  for (const Band& band : bands) {
    pairs += fmt::format("{}{},{}", pairs.empty() ? "" : ",", NumberOf(band),
                         (band.to - band.from).count());
  }
  return "[" + pairs + "]";
}

int KindOf(const Mark& mark) { return mark.is_dial ? (mark.connected ? 2 : 1) : 0; }

std::string MarksOf(const Marks& marks, std::size_t most, Instant start) {
  std::string numbers;
  Instant before = start;
  for (const Mark& mark : std::span(marks.all()).first(std::min(most, marks.all().size()))) {
    numbers += fmt::format("{}{},{},{},{},{},{},{}", numbers.empty() ? "" : ",",
                           (mark.at - before).count(), mark.what, mark.by, mark.why,
                           mark.wait ? mark.wait->count() : -1,
                           static_cast<std::uint32_t>(mark.error), KindOf(mark));
    before = mark.at;
  }
  return "[" + numbers + "]";
}

std::string BreachesOf(const Contender& contender, std::size_t line) {
  std::string moments;
  for (const Breach& breach : contender.rehearsal.breaches()) {
    if (breach.profile != contender.plan.profiles[line]->name) continue;
    moments += fmt::format("{}{}", moments.empty() ? "" : ",",
                           (breach.at - contender.rehearsal.start()).count());
  }
  return "[" + moments + "]";
}

std::string LineOf(const Contender& contender, std::size_t line, std::size_t lines) {
  const Chronicle& chronicle = contender.rehearsal.chronicles()[line];
  const Zone& zone = contender.plan.profiles[line]->zone;
  const Instant start = contender.rehearsal.start();
  const auto most_bands = kMostBands / static_cast<std::int64_t>(lines);
  const std::size_t most_marks = Marks::kMost / lines;
  const bool too_many = static_cast<std::int64_t>(chronicle.bands().size()) > most_bands;
  const Duration grain = too_many ? contender.plan.span / most_bands + Duration{1} : Duration{0};
  const std::vector<Band> bands = too_many ? Coarse(chronicle.bands(), grain) : chronicle.bands();
  const Marks& marks = chronicle.marks();
  const auto kept = static_cast<std::int64_t>(std::min(most_marks, marks.all().size()));
  return fmt::format(
      R"({{"zone":{},"offsets":{},"grain":{},"from":{},"bands":{},"texts":{},"marks":{},"left_out":{},"breaches":{}}})",
      Quoted(zone.name()), OffsetsOf(zone, contender.rehearsal.start_wall(), contender.plan.span),
      grain.count(), bands.empty() ? 0 : (bands.front().from - start).count(), BandsOf(bands),
      QuotedAll(marks.texts()), MarksOf(marks, most_marks, start),
      marks.left_out() + static_cast<std::int64_t>(marks.all().size()) - kept,
      BreachesOf(contender, line));
}

std::string ErrorsOf(const std::vector<Contender>& contenders) {
  std::set<RasError> seen;
  for (const Contender& contender : contenders) {
    for (const Chronicle& chronicle : contender.rehearsal.chronicles()) {
      for (const Mark& mark : chronicle.marks().all()) seen.insert(mark.error);
    }
  }
  seen.erase(RasError::kNone);
  std::string members;
  for (const RasError error : seen) {
    members += fmt::format("{}\"{}\":{}", members.empty() ? "" : ",",
                           static_cast<std::uint32_t>(error), Quoted(DescribeError(error)));
  }
  return "{" + members + "}";
}

}  // namespace

std::vector<Band> Coarse(const std::vector<Band>& bands, Duration grain) {
  std::vector<Band> coarse;
  auto band = bands.begin();
  for (Instant from = bands.empty() ? Instant{} : band->from; band != bands.end(); from += grain) {
    const Instant to = std::min(from + grain, bands.back().to);
    std::array<Duration, kOff + 1> took{};
    for (; band != bands.end(); ++band) {
      const Instant begin = std::max(from, band->from);
      took.at(NumberOf(*band)) += std::max(std::min(to, band->to) - begin, Duration{0});
      if (band->to > to) break;
    }
    const auto number = static_cast<std::size_t>(std::ranges::max_element(took) - took.begin());
    const auto state =
        number == kOff ? std::optional<LineState>() : std::optional(static_cast<LineState>(number));
    if (!coarse.empty() && coarse.back().state == state) {
      coarse.back().to = to;
    } else {
      coarse.push_back({state, from, to});
    }
  }
  return coarse;
}

std::string ReportData(const std::vector<Contender>& contenders) {
  std::size_t count = 0;
  for (const Contender& contender : contenders) count += contender.plan.profiles.size();
  std::string lines;
  for (const Contender& contender : contenders) {
    for (std::size_t line = 0; line < contender.plan.profiles.size(); ++line)
      lines += (lines.empty() ? "" : ",\n") + LineOf(contender, line, count);
  }
  const Contender& first = contenders.front();
  return fmt::format("{{\"start\":{},\"span\":{},\"errors\":{},\"lines\":[\n{}\n]}}",
                     first.rehearsal.start_wall().time_since_epoch().count(),
                     first.plan.span.count(), ErrorsOf(contenders), lines);
}

}  // namespace lineman
