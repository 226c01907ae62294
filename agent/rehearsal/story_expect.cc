#include "rehearsal/story_expect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/duration.h"
#include "base/suggest.h"
#include "model/facts.h"

namespace lineman {
namespace {

constexpr std::array<std::string_view, 8> kDecisions = {
    "dial", "answer", "redial", "stop", "hang_up", "hold_off", "ask_operator", "open_circuit"};

// What plugins do beside deciding.
constexpr std::array<std::string_view, 3> kDoings = {"ran", "log", "trouble"};

bool IsDoing(std::string_view what) {
  return std::find(kDoings.begin(), kDoings.end(), what) != kDoings.end();
}

// `true` stands for any decision of its kind.
bool MeansAny(const YamlNode& node) {
  return node.IsScalar() && !node.quoted && node.scalar == "true";
}

void ReadSpan(const OptionReader& decision, const std::string& text, Expectation& expectation) {
  if (text == "never") {
    expectation.no_probe = true;
  } else if (const Result<Duration> span = ParseDuration(text)) {
    expectation.after = *span;
  } else if (decision.node()->IsScalar()) {
    expectation.text = text;
  }
}

// What is expected of a decision: `true`, one word or duration, or its parts.
void ReadParts(const OptionReader& decision, Expectation& expectation) {
  const YamlNode& node = *decision.node();
  if (MeansAny(node)) return;
  if (expectation.what == "answer") {
    expectation.answer = ReadAnswer(decision);
  } else if (node.IsScalar() && (expectation.what == "stop" || expectation.what == "hang_up" ||
                                 IsDoing(expectation.what))) {
    expectation.text = node.scalar;
  } else if (node.IsScalar()) {
    ReadSpan(decision, node.scalar, expectation);
  } else {
    if (decision.Has("number")) expectation.number = decision.Text("number");
    expectation.user = decision.Text("user");
    for (const std::string_view key : {"after", "for"}) {
      if (decision.Has(key)) ReadSpan(decision, decision.Text(key), expectation);
    }
    expectation.text = decision.Text("why");
  }
}

void CheckExpectation(const OptionReader& reader, int decisions, const Expectation& expectation,
                      Findings& findings) {
  const Place place = reader.place();
  if (reader.node()->entries.empty()) {
    findings.Error(place, fmt::format("expect must say what it expects: one of {}, by, line, "
                                      "wanted, nothing",
                                      fmt::join(kDecisions, ", ")));
  }
  if (decisions > 1) {
    findings.Error(place, fmt::format("an expectation is about one entry: give one of {}, and "
                                      "expect the other in a step of its own",
                                      fmt::join(kDecisions, ", ")));
  }
  if (expectation.nothing && expectation.IsAboutEntry()) {
    findings.Error(place, "nothing stands alone: give it `for`, `line` or `wanted` at most");
  }
  if (reader.Has("for") && !expectation.nothing) {
    findings.Error(place, "`for` belongs to nothing: true; write `within` for how long to wait");
  }
  const bool needs_more = expectation.within && !expectation.IsAboutEntry() &&
                          !expectation.nothing && !expectation.line && !expectation.wanted;
  if (needs_more) findings.Error(place, "`within` waits for nothing: say what is expected");
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool MentionsInReasons(const Entry& entry, std::string_view part) {
  if (Contains(entry.detail, part)) return true;
  for (const std::string& why : entry.why) {
    if (Contains(why, part)) return true;
  }
  return false;
}

// "rule 2" also names the second rule when it has a name of its own.
std::string RuleByNumber(std::string_view by, const Profile& profile) {
  for (std::size_t i = 0; i < profile.rules.size(); ++i) {
    if (by == fmt::format("rule {}", i + 1)) return profile.rules[i].AsSource().ToString();
  }
  return std::string(by);
}

bool IsBy(const Entry& entry, const std::string& by, const Profile& profile) {
  if (entry.by == by || entry.by == "rule " + by || entry.by == "plugin " + by) return true;
  if (entry.by == RuleByNumber(by, profile)) return true;
  if (!by.starts_with("limit ")) return false;
  for (const std::string& why : entry.why) {
    if (why.starts_with(by + ":")) return true;
  }
  return false;
}

bool Overrules(const Entry& entry, const std::string& plugin) {
  return std::any_of(entry.why.begin(), entry.why.end(), [&](const std::string& why) {
    return why.starts_with("plugin " + plugin + ":") && Contains(why, ", overruled by ");
  });
}

std::string SpanOf(const std::optional<Duration>& span) {
  return span ? FormatDuration(*span) : "none";
}

// Counts what agrees and keeps the first thing that does not.
class Comparison {
 public:
  Comparison(const DecisionSeen& seen, const Profile& profile) : seen_(seen), profile_(profile) {}

  Agreement Run(const Expectation& expected);

 private:
  void Note(bool agrees, std::string_view key, std::string_view is, std::string_view not_this);
  void CompareText(const std::optional<std::string>& is, const std::optional<std::string>& expected,
                   std::string_view key);
  void CompareSecret(const std::optional<Secret>& is, const std::optional<Secret>& expected,
                     std::string_view key);
  void ComparePhone(const std::optional<std::string>& is,
                    const std::optional<std::string>& expected, std::string_view key);
  void CompareAnswer(const Answer& expected);

  const DecisionSeen& seen_;
  const Profile& profile_;
  Agreement agreement_;
};

void Comparison::Note(bool agrees, std::string_view key, std::string_view is,
                      std::string_view not_this) {
  if (agrees) {
    ++agreement_.agreed;
  } else if (agreement_.first_otherwise.empty()) {
    agreement_.first_otherwise =
        fmt::format("{}: {}, not {}", key, is.empty() ? "none" : is, not_this);
  }
}

void Comparison::CompareText(const std::optional<std::string>& is,
                             const std::optional<std::string>& expected, std::string_view key) {
  if (expected) Note(is == expected, key, is.value_or(""), *expected);
}

void Comparison::CompareSecret(const std::optional<Secret>& is,
                               const std::optional<Secret>& expected, std::string_view key) {
  if (!expected) return;
  Note(is && is->Reveal() == expected->Reveal(), key, is ? "another" : "", "this one");
}

void Comparison::ComparePhone(const std::optional<std::string>& is,
                              const std::optional<std::string>& expected, std::string_view key) {
  if (!expected) return;
  Note(is && NumberKey(*is) == NumberKey(*expected), key, is.value_or(""), *expected);
}

void Comparison::CompareAnswer(const Answer& expected) {
  const Answer none;
  const Answer& is = seen_.answer == nullptr ? none : *seen_.answer;
  ComparePhone(is.callback_number, expected.callback_number, "callback_number");
  CompareText(is.username, expected.username, "username");
  CompareText(is.domain, expected.domain, "domain");
  CompareSecret(is.password, expected.password, "password");
  CompareSecret(is.new_password, expected.new_password, "new_password");
  CompareText(is.text, expected.text, "text");
  if (expected.done) Note(is.done, "done", "false", "true");
}

Agreement Comparison::Run(const Expectation& expected) {
  const Entry& entry = seen_.entry;
  if (!expected.what.empty() && expected.what != "trouble")
    Note(entry.what == expected.what, "decision", entry.what, expected.what);
  if (!expected.user.empty()) Note(entry.user == expected.user, "user", entry.user, expected.user);
  if (!expected.overruled.empty()) {
    Note(Overrules(entry, expected.overruled), "overruled", "", expected.overruled);
  }
  if (expected.what == "answer") CompareAnswer(expected.answer);
  ComparePhone(entry.number, expected.number, "number");
  if (expected.after) {
    Note(entry.after == expected.after, "after", SpanOf(entry.after), SpanOf(expected.after));
  }
  if (expected.no_probe) Note(!entry.after, "after", SpanOf(entry.after), "never");
  if (!expected.text.empty()) {
    const std::string_view why = entry.why.empty() ? std::string_view() : entry.why.front();
    Note(MentionsInReasons(entry, expected.text), "reason",
         entry.detail.empty() ? why : std::string_view(entry.detail), expected.text);
  }
  if (!expected.by.empty()) Note(IsBy(entry, expected.by, profile_), "by", entry.by, expected.by);
  if (expected.at) {
    Note(seen_.since_last == *expected.at, "at", "+" + FormatDuration(seen_.since_last),
         "+" + FormatDuration(*expected.at));
  }
  return std::move(agreement_);
}

}  // namespace

bool Expectation::MayMean(const Entry& entry) const {
  if (what == "trouble") return entry.kind == Entry::Kind::kTrouble;
  if (IsDoing(what)) return entry.kind == Entry::Kind::kEvent && entry.what == what;
  return entry.kind == Entry::Kind::kDecision;
}

Answer ReadAnswer(const OptionReader& reader) {
  Answer answer;
  if (reader.Has("callback_number")) {
    const std::string number = reader.Text("callback_number");
    answer.callback_number = number == "none" ? "" : number;
  }
  if (reader.Has("username")) answer.username = reader.Text("username");
  if (reader.Has("password")) answer.password = Secret(reader.Text("password"));
  if (reader.Has("domain")) answer.domain = reader.Text("domain");
  if (reader.Has("new_password")) answer.new_password = Secret(reader.Text("new_password"));
  if (reader.Has("text")) answer.text = reader.Text("text");
  answer.done = reader.Has("done") && reader.Flag("done");
  return answer;
}

Expectation ReadExpectation(const OptionReader& reader, Findings& findings) {
  Expectation expectation;
  int decisions = 0;
  const auto read = [&](std::string_view what) {
    if (!reader.Has(what)) return;
    ++decisions;
    expectation.what = what;
    ReadParts(reader.Below(what), expectation);
  };
  for (const std::string_view what : kDecisions) read(what);
  for (const std::string_view what : kDoings) read(what);
  expectation.overruled = reader.Text("overruled");
  expectation.by = reader.Text("by");
  expectation.at = reader.MaybeSpan("at");
  expectation.line = FindLineState(reader.Text("line"));
  if (reader.Has("wanted")) expectation.wanted = reader.Flag("wanted");
  expectation.nothing = reader.Has("nothing");
  expectation.within = reader.MaybeSpan(reader.Has("for") ? "for" : "within");
  CheckExpectation(reader, decisions, expectation, findings);
  return expectation;
}

void CheckBy(const Expectation& expectation, const Place& place, const Profile& profile,
             Findings& findings) {
  const std::string& by = expectation.by;
  if (by.empty() || by == "policy" || by == "operator" || by.starts_with("limit ")) return;
  std::vector<std::string> names;
  for (const Rule& rule : profile.rules) names.push_back(rule.name);
  for (const PluginUse& plugin : profile.plugins) names.push_back(plugin.name);
  if (RuleByNumber(by, profile) != by) return;
  for (const std::string& name : names) {
    if (by == name || by == "rule " + name || by == "plugin " + name) return;
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  findings.Error(place, fmt::format("no rule or plugin of {} is called {}{}: write a name, rule N, "
                                    "limit NAME, policy or operator",
                                    profile.name, Shown(by), DidYouMean(by, views)));
}

Agreement Compare(const Expectation& expectation, const DecisionSeen& seen,
                  const Profile& profile) {
  return Comparison(seen, profile).Run(expectation);
}

}  // namespace lineman
