// The keys of a story.
#include <deque>

#include "rehearsal/story.h"

namespace lineman {
namespace {

using Type = OptionType;
using Rows = std::vector<Option>;

// Paths that are put together at start live here as long as the program.
std::string_view Keep(std::string_view prefix, std::string_view key) {
  static std::deque<std::string> kept;
  return kept.emplace_back(std::string(prefix) + std::string(key));
}

void Add(Rows& rows, std::string_view prefix, const Rows& below) {
  for (Option row : below) {
    row.path = Keep(prefix, row.path);
    rows.push_back(row);
  }
}

void AddTop(Rows& rows) {
  Add(rows, "",
      {{.path = "story", .help = "What the story shows, in a sentence.", .required = true},
       {.path = "profile",
        .type = Type::kAnything,
        .help = "The profile it is about: a path relative to this file, or the profile itself."},
       {.path = "profiles[]",
        .type = Type::kAnything,
        .help = "Several profiles, in place of `profile`; steps then name theirs."},
       {.path = "start",
        .type = Type::kLocalTime,
        .default_value = "2026-03-02T08:00",
        .help = "When the agent starts, in the zone of the (first) profile."},
       {.path = "seed",
        .type = Type::kInteger,
        .default_value = "1",
        .help = "What chance is drawn from: jitter, start spread, the moment of redial_daily.",
        .least = "0"},
       {.path = "run[].match",
        .help = "Part of the command line of programs that plugins run.",
        .required = true},
       {.path = "run[].status",
        .type = Type::kInteger,
        .default_value = "0",
        .help = "The exit status the program is said to end with.",
        .least = "0",
        .most = "255"},
       {.path = "run[].output", .help = "What it is said to print."},
       {.path = "run[].takes",
        .type = Type::kDuration,
        .default_value = "0s",
        .help = "How long it is said to run."}});
}

// One notification; `prefix` is a step's `notify` or an item of it.
void AddNote(Rows& rows, std::string_view prefix) {
  Add(rows, prefix,
      {{.path = "", .type = Type::kState, .help = "The state the engine reports."},
       {.path = ".*", .type = Type::kRasError, .help = "The error it reports in that state."},
       {.path = ".*.error", .type = Type::kRasError, .help = "The error it reports."},
       {.path = ".*.detail", .help = "What the state has to say."},
       {.path = ".*.prompt", .help = "The same for a prompt: what the server asks."}});
}

void AddAnswer(Rows& rows, std::string_view prefix) {
  Add(rows, prefix,
      {{.path = "callback_number",
        .type = Type::kChoice,
        .help = "No callback.",
        .choices = "none"},
       {.path = "callback_number", .type = Type::kPhone, .help = "Where to call back."},
       {.path = "username", .help = "The user name."},
       {.path = "password", .help = "The password."},
       {.path = "domain", .help = "The domain."},
       {.path = "new_password", .help = "The new password."},
       {.path = "text", .help = "What is sent to the prompt."},
       {.path = "done", .type = Type::kFlag, .help = "Whether it ends the dialogue."}});
}

void AddDoings(Rows& rows) {
  AddNote(rows, "steps[].notify");
  AddNote(rows, "steps[].notify[]");
  Add(rows, "steps[].",
      {{.path = "profile", .help = "The line the step concerns; needed with several profiles."},
       {.path = "attempt",
        .type = Type::kChoice,
        .help = "Run to the next dial, play the usual states and end like this.",
        .choices = "connected|interactive|retry_authentication|callback_set_by_caller|"
                   "password_expired|invoke_eap_ui"},
       {.path = "attempt", .type = Type::kRasError, .help = "The dial fails with this error."},
       {.path = "attempt.error",
        .type = Type::kRasError,
        .help = "The dials fail with this error.",
        .required = true},
       {.path = "attempt.times",
        .type = Type::kInteger,
        .default_value = "1",
        .help = "So many dials, one after the other.",
        .least = "1",
        .most = "10000"},
       {.path = "wait", .type = Type::kDuration, .help = "Let so much time pass."},
       {.path = "until",
        .type = Type::kTimeOfDay,
        .help = "Let time pass until the clock next shows this, in the profile's zone."},
       {.path = "operator",
        .type = Type::kChoice,
        .help = "What the operator says.",
        .choices = "up|down|redial"},
       {.path = "operator.down.for",
        .type = Type::kDuration,
        .help = "Down, and for how long.",
        .required = true},
       {.path = "event",
        .type = Type::kChoice,
        .help = "What happens to the machine.",
        .choices = "credentials_changed|network_changed|wake|reload|power_cut"},
       {.path = "event.clock",
        .type = Type::kSignedDuration,
        .help = "Its clock is set so far on."},
       {.path = "event.clock", .type = Type::kLocalTime, .help = "Its clock is set to this."},
       {.path = "event.power_cut", .type = Type::kDuration, .help = "So long without power."},
       {.path = "probe",
        .type = Type::kChoice,
        .help = "What the line's health probes find from now on.",
        .choices = "pass|fail"},
       {.path = "probe.fail",
        .type = Type::kInteger,
        .help = "So many probes fail, then they pass again.",
        .least = "1",
        .most = "100000"}});
  AddAnswer(rows, "steps[].operator.answer.");
}

// Decisions that may be expected, each `true` for any of its kind.
void AddDecisions(Rows& rows) {
  const Option any{.type = Type::kChoice, .help = "Any.", .choices = "true"};
  for (const std::string_view kind :
       {"dial", "answer", "redial", "ask_operator", "hold_off", "nothing"}) {
    Add(rows, "steps[].expect.", {any});
    rows.back().path = Keep("steps[].expect.", kind);
  }
  Add(rows, "steps[].expect.",
      {{.path = "dial.number", .type = Type::kPhone, .help = "The number dialled."},
       {.path = "dial.user", .help = "The user name that goes with it."},
       {.path = "ran", .help = "A plugin ran a program: true, or part of its command line."},
       {.path = "log", .help = "A plugin logged: true, or part of the line."},
       {.path = "trouble", .help = "Something went wrong: true, or part of the words."},
       {.path = "overruled", .help = "A plugin whose verdict came second to this decision."},
       {.path = "redial",
        .type = Type::kDuration,
        .help = "Dial again so long after the attempt's end."},
       {.path = "redial.after",
        .type = Type::kDuration,
        .help = "So long after the attempt's end."},
       {.path = "redial.number", .type = Type::kPhone, .help = "The number to be dialled."},
       {.path = "hold_off", .type = Type::kDuration, .help = "No dial for so long."},
       {.path = "hold_off.for", .type = Type::kDuration, .help = "No dial for so long."},
       {.path = "hold_off.why", .help = "Words of its reason."},
       {.path = "stop", .help = "The circuit opens: true, or words of the reason."},
       {.path = "hang_up", .help = "The attempt is hung up: true, or words of the reason."},
       {.path = "open_circuit",
        .help = "Timed retries are spent: true, the time to the next probe, or words of the "
                "reason."},
       {.path = "open_circuit.after",
        .type = Type::kDuration,
        .help = "The time to the next probe."},
       {.path = "open_circuit.after",
        .type = Type::kChoice,
        .help = "Only an event dials again.",
        .choices = "never"},
       {.path = "open_circuit.why", .help = "Words of the reason."}});
  AddAnswer(rows, "steps[].expect.answer.");
}

void AddExpect(Rows& rows) {
  AddDecisions(rows);
  Add(rows, "steps[].expect.",
      {{.path = "by",
        .help = "Who decided: a rule's or plugin's name, rule N, limit NAME, policy, operator."},
       {.path = "at",
        .type = Type::kSignedDuration,
        .help = "How long after the entry that was matched before.",
        .least = "0s"},
       {.path = "line",
        .type = Type::kChoice,
        .help = "What the line is doing now.",
        .choices = "idle|dialing|paused|online|doubtful|hanging_up|holdoff|open_circuit"},
       {.path = "wanted", .type = Type::kFlag, .help = "Whether the line should be up now."},
       {.path = "within", .type = Type::kDuration, .help = "Let time pass until it is so."},
       {.path = "for",
        .type = Type::kDuration,
        .help = "Of `nothing`: while so much time passes."}});
}

}  // namespace

const OptionTable& StoryTable() {
  static const OptionTable kTable = [] {
    Rows rows;
    AddTop(rows);
    AddDoings(rows);
    AddExpect(rows);
    return OptionTable("story", std::move(rows));
  }();
  return kTable;
}

}  // namespace lineman
