#include "control/decision_words.h"

#include <fmt/format.h>

namespace lineman {
namespace {

std::string Moment(const Entry& decision, const Zone& zone) {
  return ShortTime(decision.wall + decision.after.value_or(Duration{0}), decision.wall, zone);
}

// The detail, unless a reason says the same.
std::string DetailOf(const Entry& decision) {
  if (decision.detail.empty()) return "";
  for (const std::string& why : decision.why) {
    if (why.find(decision.detail) != std::string::npos) return "";
  }
  return ": " + decision.detail;
}

std::string NumberOf(const Entry& decision) {
  return decision.number && !decision.number->empty() ? " " + *decision.number : "";
}

std::string Deed(const Entry& decision, const Zone& zone) {
  const std::string& what = decision.what;
  if (what == "dial") {
    const std::string user = decision.user.empty() ? "" : " as " + decision.user;
    return fmt::format("dialled{}{}", NumberOf(decision), user);
  }
  if (what == "redial") {
    const std::string when = decision.after ? " at " + Moment(decision, zone) : "";
    return fmt::format("dials{} again{}", NumberOf(decision), when);
  }
  if (what == "hold_off") return "dials nothing until " + Moment(decision, zone);
  if (what == "open_circuit") {
    return decision.after ? "gave up timed dials, and probes at " + Moment(decision, zone)
                          : "gave up timed dials";
  }
  if (what == "stop") return "stopped";
  if (what == "answer") return "answered " + decision.answer;
  if (what == "ask_operator") return "asks a person to answer";
  if (what == "hang_up") return "hung up";
  return what;
}

}  // namespace

std::string ShortTime(WallTime at, WallTime today, const Zone& zone) {
  const std::string text = FormatWall(at, zone);
  const std::size_t day = text.find(' ');
  return text.substr(0, day) == FormatWall(today, zone).substr(0, day) ? text.substr(day + 1)
                                                                       : text;
}

std::string Sentence(const Entry& decision, const Zone& zone) {
  const std::string by = decision.by.empty() ? "" : ", by " + decision.by;
  return Deed(decision, zone) + DetailOf(decision) + by;
}

std::string SentenceWithReason(const Entry& decision, const Zone& zone) {
  if (decision.why.empty()) return Sentence(decision, zone);
  // A limit comes after those it clamps.
  const bool clamped = decision.by.starts_with("limit ");
  const std::string& reason = clamped ? decision.why.back() : decision.why.front();
  return fmt::format("{}: {}", Sentence(decision, zone), reason);
}

std::string Counted(const Entry& decision) {
  if (!decision.now) return "";
  const Counters& now = *decision.now;
  const Counters before = decision.before.value_or(now);
  std::vector<std::string> counts;
  const auto add = [&counts](std::string_view name, int was, int is) {
    if (was == is && is == 0) return;
    counts.push_back(was == is ? fmt::format("{} {}", name, is)
                               : fmt::format("{} {} -> {}", name, was, is));
  };
  add("attempts", before.attempts, now.attempts);
  for (const Cause cause : AllCauses()) {
    add(fmt::format("failures {}", NameOf(cause)), CountOf(before.failures, cause),
        CountOf(now.failures, cause));
  }
  add("tries of the login", before.tries, now.tries);
  add("probes", before.probes, now.probes);
  return fmt::format("{}", fmt::join(counts, ", "));
}

std::string HistoryLine(const Entry& entry, const Zone& zone, std::size_t profile_width) {
  return fmt::format("{}  {:<{}}  {}", FormatWall(entry.wall, zone), entry.profile, profile_width,
                     Describe(entry));
}

}  // namespace lineman
