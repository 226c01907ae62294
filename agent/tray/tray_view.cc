#include "tray/tray_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lineman {
namespace {

bool CannotDial(const LineStatus& line) {
  return std::any_of(line.troubles.begin(), line.troubles.end(), [](const std::string& trouble) {
    return trouble.ends_with("the line cannot dial");
  });
}

Sign SignOfLine(const LineStatus& line) {
  return CannotDial(line) ? Sign::kCannotDial : SignOf(line.line);
}

Phrase StateOf(const LineStatus& line, Sign sign) {
  if (sign == Sign::kWaiting && line.next) {
    return {TRAY_TEXT("tray", "waiting until %1"), {*line.next}};
  }
  if (sign == Sign::kDialing && !line.number.empty()) {
    return {TRAY_TEXT("tray", "dialling %1"), {line.number}};
  }
  if (sign == Sign::kUnknown) return {"%1", {line.line}};
  return NameOf(sign);
}

Phrase NextOf(const LineStatus& line, Sign sign) {
  if (sign == Sign::kOffice && !line.next) return TRAY_TEXT("tray", "does not try by itself");
  if (sign == Sign::kWaiting || !line.next) return {};
  return {TRAY_TEXT("tray", "next try at %1"), {*line.next}};
}

std::vector<std::string> ReasonsOf(const LineStatus& line, Sign sign) {
  std::vector<std::string> reasons;
  if (!line.wanted && !line.wanted_because.empty()) reasons.push_back(line.wanted_because);
  const bool is_down = sign == Sign::kWaiting || sign == Sign::kOffice || sign == Sign::kAnswer;
  if (is_down && line.wanted && !line.why.empty()) reasons.push_back(line.why);
  reasons.insert(reasons.end(), line.troubles.begin(), line.troubles.end());
  return reasons;
}

LineView ViewOf(const LineStatus& line, const TrayRights& rights) {
  LineView view;
  view.profile = line.profile;
  view.sign = SignOfLine(line);
  view.state = StateOf(line, view.sign);
  view.since = {TRAY_TEXT("tray", "since %1"), {line.since}};
  view.next = NextOf(line, view.sign);
  view.reasons = ReasonsOf(line, view.sign);
  const bool acts = rights.act && view.sign != Sign::kCannotDial;
  view.may_redial = acts && line.wanted && view.sign != Sign::kHangingUp;
  view.may_down = acts && line.wanted;
  // `up` also gives the login its tries back, so a line that has given up needs it.
  view.may_up = acts && (!line.wanted || view.sign == Sign::kOffice);
  view.may_answer = acts && line.pause.has_value();
  return view;
}

}  // namespace

TrayView ViewOf(const AgentStatus& status, const TrayRights& rights) {
  TrayView view;
  view.troubles = status.troubles;
  for (const LineStatus& line : status.lines) view.lines.push_back(ViewOf(line, rights));
  if (view.lines.empty()) {
    view.sign = Sign::kRest;
    view.headline = TRAY_TEXT("tray", "no lines");
    return view;
  }
  const auto worst =
      std::max_element(view.lines.begin(), view.lines.end(),
                       [](const LineView& a, const LineView& b) { return a.sign < b.sign; });
  view.sign = worst->sign;
  const auto online = std::count_if(view.lines.begin(), view.lines.end(), [](const LineView& line) {
    return line.sign == Sign::kOnline;
  });
  const auto all = static_cast<int>(view.lines.size());
  if (online == all) {
    view.headline = NumberPhrase(TRAY_COUNT("tray", "%n line(s) online"), all);
    return view;
  }
  view.worst = worst->profile;
  view.headline = worst->state;
  if (all > 1) {
    view.tally = {TRAY_TEXT("tray", "%1 of %2 lines online"),
                  {fmt::to_string(online), fmt::to_string(all)}};
  }
  return view;
}

TrayView AwayView(const Phrase& why) {
  TrayView view;
  view.headline = why;
  return view;
}

}  // namespace lineman
