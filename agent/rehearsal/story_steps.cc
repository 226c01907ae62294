#include "rehearsal/story_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/calendar_window.h"
#include "base/duration.h"
#include "base/suggest.h"

namespace lineman {
namespace {

constexpr std::array<std::string_view, 8> kVerbs = {"notify",   "attempt", "wait",  "until",
                                                    "operator", "event",   "probe", "expect"};

// The state of `{STATE: …}` or a plain `STATE`.
ConnectionState ReadState(std::string_view name, const Place& place, Findings& findings) {
  const Option state{.type = OptionType::kState};
  const Result<Done> checked = CheckScalar(state, name);
  if (!checked) findings.Error(place, "notify: " + checked.error().message);
  return FindState(name).value_or(ConnectionState::kOpenPort);
}

// `{STATE: ERROR}` or `{STATE: {error: …, detail: …}}`.
Note ReadSaid(const YamlEntry& entry, const OptionReader& said, Findings& findings) {
  Note note;
  note.state = ReadState(entry.key, entry.key_place, findings);
  note.error = said.Error(entry.value->IsScalar() ? "" : "error").value_or(RasError::kNone);
  note.detail = said.Text(said.Has("prompt") ? "prompt" : "detail");
  if (note.state == ConnectionState::kConnected && note.error != RasError::kNone) {
    findings.Error(entry.key_place,
                   "notify: connected cannot fail: a link that is lost is {disconnected: ERROR}");
  }
  return note;
}

Note ReadNote(const OptionReader& reader, Findings& findings) {
  const YamlNode& node = *reader.node();
  if (node.IsScalar()) return {ReadState(node.scalar, node.place, findings), {}, {}};
  if (node.entries.size() != 1) {
    findings.Error(node.place, "notify: an item is one state: write a list of states");
    return {};
  }
  const YamlEntry& entry = node.entries.front();
  return ReadSaid(entry, reader.Below(entry.key), findings);
}

NotifyStep ReadNotify(const OptionReader& reader, Findings& findings) {
  NotifyStep step;
  if (!reader.node()->IsSequence()) return {{ReadNote(reader, findings)}};
  for (const OptionReader& item : reader.Items("")) step.notes.push_back(ReadNote(item, findings));
  if (step.notes.empty()) findings.Error(reader.place(), "notify: the list is empty");
  return step;
}

AttemptStep ReadAttempt(const OptionReader& reader) {
  AttemptStep step;
  const YamlNode& node = *reader.node();
  if (node.IsMapping()) {
    step.error = reader.Error("error").value_or(RasError::kNone);
    step.times = static_cast<int>(reader.Integer("times"));
  } else if (const auto state = FindState(node.scalar);
             state &&
             (*state == ConnectionState::kConnected || GroupOf(*state) == StateGroup::kPaused)) {
    step.last = *state;
  } else {
    step.error = reader.Error().value_or(RasError::kNone);
  }
  return step;
}

// A mapping that does exactly one thing; the table knows which keys there are.
bool IsOne(const YamlNode& node, std::string_view what, Findings& findings) {
  if (!node.IsMapping() || node.entries.size() == 1) return true;
  findings.Error(node.place, fmt::format("{}: one thing at a time", what));
  return false;
}

OperatorStep ReadOperator(const OptionReader& reader, Findings& findings) {
  using Word = OperatorSays::Word;
  OperatorSays says;
  const YamlNode& node = *reader.node();
  if (!IsOne(node, "operator", findings)) return {says};
  if (node.IsScalar()) {
    says.word = node.scalar == "up"     ? Word::kUp
                : node.scalar == "down" ? Word::kDown
                                        : Word::kRedial;
  } else if (reader.Has("down")) {
    says.word = Word::kDown;
    says.how_long = reader.MaybeSpan("down.for");
  } else {
    says.word = Word::kAnswer;
    says.answer = ReadAnswer(reader.Below("answer"));
  }
  return {says};
}

EventStep ReadEvent(const OptionReader& reader, Findings& findings) {
  using Kind = EventStep::Kind;
  static constexpr std::array<std::pair<std::string_view, Kind>, 5> kKinds = {
      {{"credentials_changed", Kind::kCredentials},
       {"network_changed", Kind::kNetwork},
       {"wake", Kind::kWake},
       {"reload", Kind::kReload},
       {"power_cut", Kind::kPowerCut}}};
  EventStep step;
  const YamlNode& node = *reader.node();
  if (!IsOne(node, "event", findings)) return step;
  if (reader.Has("power_cut")) {
    step.kind = Kind::kPowerCut;
    step.span = reader.Span("power_cut");
  } else if (const YamlNode* clock = reader.Find("clock")) {
    const Result<LocalTime> time = ParseLocal(clock->scalar);
    step.kind = time ? Kind::kClockTo : Kind::kClockBy;
    if (time) step.clock = *time;
    if (!time) step.span = reader.Span("clock");
  } else {
    for (const auto& [name, kind] : kKinds) {
      if (node.scalar == name) step.kind = kind;
    }
  }
  return step;
}

ProbeStep ReadProbe(const OptionReader& reader) {
  if (reader.Has("fail")) return {false, static_cast<int>(reader.Integer("fail"))};
  return {reader.node()->scalar == "pass", std::nullopt};
}

// The one thing a step does; empty after an error.
std::string ReadVerb(const OptionReader& reader, Findings& findings) {
  std::vector<std::string> verbs;
  for (const std::string_view verb : kVerbs) {
    if (reader.Has(verb)) verbs.emplace_back(verb);
  }
  if (verbs.size() == 1) return verbs.front();
  const std::string choice =
      fmt::format("{} or {}", fmt::join(kVerbs.begin(), kVerbs.end() - 1, ", "), kVerbs.back());
  findings.Error(reader.place(),
                 verbs.empty()
                     ? "the step does nothing: give it one of " + choice
                     : fmt::format("the step does several things ({}): make each a step of its own",
                                   fmt::join(verbs, ", ")));
  return {};
}

// Waiting concerns every line, and most events the whole machine.
bool ConcernsOneLine(const Step& step) {
  if (const auto* event = std::get_if<EventStep>(&step.what)) {
    return event->kind == EventStep::Kind::kCredentials;
  }
  return !std::holds_alternative<WaitStep>(step.what);
}

bool MayConcernAll(const Step& step) {
  return std::holds_alternative<UntilStep>(step.what) ||
         std::holds_alternative<EventStep>(step.what);
}

std::string ReadProfileName(const OptionReader& reader, const Step& step,
                            const std::vector<ProfilePtr>& profiles, Findings& findings) {
  const YamlNode* node = reader.Find("profile");
  if (node == nullptr) {
    if (profiles.size() == 1) return profiles.front()->name;
    const bool missing = ConcernsOneLine(step) && !MayConcernAll(step);
    if (missing) {
      findings.Error(step.place, fmt::format("{}: which line? The story has several profiles: add "
                                             "`profile:`",
                                             step.verb));
    }
    return {};
  }
  std::vector<std::string_view> names;
  names.reserve(profiles.size());
  for (const ProfilePtr& profile : profiles) names.emplace_back(profile->name);
  if (std::find(names.begin(), names.end(), node->scalar) == names.end()) {
    findings.Error(node->place, fmt::format("{} is none of the story's profiles{}",
                                            Shown(node->scalar), DidYouMean(node->scalar, names)));
  } else if (!ConcernsOneLine(step)) {
    findings.Error(node->place,
                   fmt::format("{} concerns every line: leave `profile` out", step.verb));
  }
  return node->scalar;
}

}  // namespace

Step ReadStep(const OptionReader& reader, const std::vector<ProfilePtr>& profiles,
              Findings& findings) {
  Step step;
  step.node = reader.node();
  step.place = reader.place();
  step.verb = ReadVerb(reader, findings);
  if (step.verb.empty()) return step;
  const OptionReader what = reader.Below(step.verb);
  if (step.verb == "notify") step.what = ReadNotify(what, findings);
  if (step.verb == "attempt") step.what = ReadAttempt(what);
  if (step.verb == "wait") step.what = WaitStep{what.Span()};
  if (step.verb == "until") {
    const Duration time = ParseTimeOfDay(what.Text()).value_or(Duration{0});
    step.what = UntilStep{time % std::chrono::hours(24)};
  }
  if (step.verb == "operator") step.what = ReadOperator(what, findings);
  if (step.verb == "event") step.what = ReadEvent(what, findings);
  if (step.verb == "probe") step.what = ReadProbe(what);
  if (step.verb == "expect") step.what = ExpectStep{ReadExpectation(what, findings)};
  step.profile = ReadProfileName(reader, step, profiles, findings);
  return step;
}

}  // namespace lineman
