#include "policy/rule.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/settings.h"

namespace lineman {
namespace {

template <typename T>
bool AnyOrContains(const std::vector<T>& allowed, const T& value) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

// Whether every value of `inner` is allowed by `outer`; empty means "any".
template <typename T>
bool CoversList(const std::vector<T>& outer, const std::vector<T>& inner) {
  if (outer.empty()) return true;
  if (inner.empty()) return false;
  return std::all_of(inner.begin(), inner.end(),
                     [&](const T& value) { return AnyOrContains(outer, value); });
}

// Errors are covered by a list of causes that has each cause with which they may come: a link that
// is lost before it has proven itself is a matter of the line, whatever its code.
bool CoversCauses(const When& outer, const When& inner) {
  if (CoversList(outer.causes, inner.causes)) return true;
  return !inner.errors.empty() &&
         std::all_of(inner.errors.begin(), inner.errors.end(), [&](RasError error) {
           const Cause cause = CauseOf(error);
           return AnyOrContains(outer.causes, cause) &&
                  (cause == Cause::kSuspend || AnyOrContains(outer.causes, Cause::kLine));
         });
}

// No line comes to so many attempts as an int cannot count.
int AsAttempt(std::int64_t attempt) {
  return static_cast<int>(std::min<std::int64_t>(attempt, INT32_MAX - 1));
}

int LowestAttempt(const When& when) {
  int lowest = when.attempt_at_least.value_or(1);
  if (!when.attempts.empty()) {
    lowest = std::max(lowest, *std::min_element(when.attempts.begin(), when.attempts.end()));
  }
  return lowest;
}

int AttemptsEnd(const When& when) {
  int end = when.attempt_less_than.value_or(INT32_MAX);
  if (!when.attempts.empty()) {
    end = std::min(end, *std::max_element(when.attempts.begin(), when.attempts.end()) + 1);
  }
  return end;
}

bool CoversAttempts(const When& outer, const When& inner) {
  if (!outer.attempts.empty()) return CoversList(outer.attempts, inner.attempts);
  return LowestAttempt(inner) >= LowestAttempt(outer) && AttemptsEnd(inner) <= AttemptsEnd(outer);
}

bool CoversOnline(const When& outer, const When& inner) {
  const Duration longest = kLongestDuration;
  return inner.online_at_least.value_or(Duration{0}) >=
             outer.online_at_least.value_or(Duration{0}) &&
         inner.online_less_than.value_or(longest) <= outer.online_less_than.value_or(longest);
}

Duration SinceMidnight(const Occasion& occasion, const Zone& zone) {
  return zone.ToLocal(occasion.wall).since_midnight;
}

// The words of `rules[].redial.number`.
std::optional<NumberChoice> ReadNumberChoice(const OptionReader& reader, Findings& findings) {
  if (!reader.Has("number")) return std::nullopt;
  const std::string text = reader.Text("number");
  if (text == "next") return NumberChoice{NumberChoice::Kind::kNext, ""};
  if (text == "same") return NumberChoice{NumberChoice::Kind::kSame, ""};
  if (text == "first") return NumberChoice{NumberChoice::Kind::kFirst, ""};
  const Option phone{.path = "number", .type = OptionType::kPhone};
  const Result<Done> checked = CheckScalar(phone, text);
  if (!checked) {
    findings.Error(reader.Find("number")->place,
                   fmt::format("'{}' is none of next, same, first and no telephone number", text));
  }
  return NumberChoice{NumberChoice::Kind::kGiven, text};
}

Verdict ReadVerdict(const OptionReader& rule, Findings& findings) {
  const int verdicts =
      (rule.Has("redial") ? 1 : 0) + (rule.Has("stop") ? 1 : 0) + (rule.Has("hold_off") ? 1 : 0);
  if (verdicts != 1) {
    findings.Error(rule.place(),
                   verdicts == 0 ? "the rule decides nothing: give it redial, stop or hold_off"
                                 : "the rule decides twice: give it only one of redial, stop and "
                                   "hold_off");
  }
  if (rule.Has("stop")) return Stop{rule.Text("stop")};
  if (rule.Has("hold_off")) return HoldOff{rule.Span("hold_off"), ""};
  const OptionReader redial = rule.Below("redial");
  Redial verdict;
  verdict.after = redial.MaybeSpan("after");
  verdict.number = ReadNumberChoice(redial, findings);
  return verdict;
}

void CheckRule(const Rule& rule, const std::vector<Rule>& earlier,
               const std::vector<std::string>& numbers, const Place& when_place,
               Findings& findings) {
  if (rule.when.IsImpossible()) {
    findings.Error(when_place, "the rule can never match: its conditions exclude each other");
    return;
  }
  for (const std::string& key : rule.when.numbers) {
    const bool known = std::any_of(numbers.begin(), numbers.end(), [&](const std::string& number) {
      return NumberKey(number) == key;
    });
    if (!known && !numbers.empty()) {
      findings.Error(when_place, fmt::format("the rule can never match: {} is none of this "
                                             "profile's numbers",
                                             key));
    }
  }
  for (const Rule& before : earlier) {
    if (!before.when.Covers(rule.when)) continue;
    findings.Error(rule.place,
                   fmt::format("the rule never decides: rule {} at {} matches all it could match",
                               before.name, before.place.FileAndLine()));
    return;
  }
}

}  // namespace

bool When::Matches(const Occasion& occasion, const Zone& zone) const {
  if (!AnyOrContains(errors, occasion.error)) return false;
  if (!AnyOrContains(causes, CauseOf(occasion))) return false;
  if (!states.empty() && (!occasion.failed_in || !AnyOrContains(states, *occasion.failed_in))) {
    return false;
  }
  if (lost && *lost != Lost(occasion)) return false;
  if (!numbers.empty() && !AnyOrContains(numbers, NumberKey(occasion.number))) return false;
  if (!AnyOrContains(attempts, occasion.attempt)) return false;
  if (attempt_at_least && occasion.attempt < *attempt_at_least) return false;
  if (attempt_less_than && occasion.attempt >= *attempt_less_than) return false;
  if (online_at_least && occasion.online_for < *online_at_least) return false;
  if (online_less_than && occasion.online_for >= *online_less_than) return false;
  if (between.empty()) return true;
  const Duration now = SinceMidnight(occasion, zone);
  return std::any_of(between.begin(), between.end(),
                     [now](const DayWindow& window) { return window.Contains(now); });
}

bool When::Covers(const When& other) const {
  return CoversList(errors, other.errors) && CoversCauses(*this, other) &&
         CoversList(states, other.states) && (!lost || lost == other.lost) &&
         CoversList(numbers, other.numbers) && CoversAttempts(*this, other) &&
         CoversOnline(*this, other) && CoversList(between, other.between);
}

bool When::IsImpossible() const {
  if (LowestAttempt(*this) >= AttemptsEnd(*this)) return true;
  if (online_less_than && online_at_least.value_or(Duration{0}) >= *online_less_than) return true;
  return !errors.empty() && !causes.empty() &&
         std::none_of(errors.begin(), errors.end(), [this](RasError error) {
           // A lost, unproven link is a matter of the line whatever its code.
           return AnyOrContains(causes, CauseOf(error)) || AnyOrContains(causes, Cause::kLine);
         });
}

When ReadWhen(const OptionReader& reader) {
  When when;
  for (const std::string& text : reader.Texts("error")) {
    if (const auto error = ParseRasError(text)) when.errors.push_back(*error);
  }
  for (const std::string& text : reader.Texts("cause")) {
    if (const auto cause = FindCause(text)) when.causes.push_back(*cause);
  }
  for (const std::string& text : reader.Texts("state")) {
    if (const auto state = FindState(text)) when.states.push_back(*state);
  }
  if (reader.Has("lost")) when.lost = reader.Flag("lost");
  for (const std::string& text : reader.Texts("number")) when.numbers.push_back(NumberKey(text));
  for (const std::string& text : reader.Texts("attempt"))
    when.attempts.push_back(AsAttempt(std::strtoll(text.c_str(), nullptr, 10)));
  if (reader.Has("attempt.at_least")) {
    when.attempt_at_least = AsAttempt(reader.Integer("attempt.at_least"));
  }
  if (reader.Has("attempt.less_than")) {
    when.attempt_less_than = AsAttempt(reader.Integer("attempt.less_than"));
  }
  when.online_at_least = reader.MaybeSpan("online_for.at_least");
  when.online_less_than = reader.MaybeSpan("online_for.less_than");
  for (const std::string& text : reader.Texts("between")) {
    if (const auto window = ParseDayWindow(text)) when.between.push_back(*window);
  }
  return when;
}

Result<bool> MatchesWhen(const YamlNode& when, const Occasion& occasion, const Zone& zone) {
  Findings findings;
  WhenTable().Check(when, findings);
  if (findings.HasErrors()) return Fail(findings.Sorted().front().message);
  return ReadWhen({WhenTable(), &when}).Matches(occasion, zone);
}

std::vector<Rule> ReadRules(const OptionReader& profile, const std::vector<std::string>& numbers,
                            Findings& findings) {
  std::vector<Rule> rules;
  for (const OptionReader& item : profile.Items("rules")) {
    Rule rule;
    rule.named = item.Has("name");
    rule.name = rule.named ? item.Text("name") : std::to_string(rules.size() + 1);
    rule.place = item.place();
    rule.when = ReadWhen(item.Below("when"));
    rule.verdict = ReadVerdict(item, findings);
    const YamlNode* when = item.Find("when");
    CheckRule(rule, rules, numbers, when == nullptr ? rule.place : when->place, findings);
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace lineman
