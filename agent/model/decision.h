// What to do next, and why.
//
// A verdict is what a rule says or a hook returns, spelled the same in YAML, in Lua and in stories.
// A decision is the verdict that counts, with the reasons that led there and the moment and number
// it comes to after all limits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "model/answer.h"
#include "text/findings.h"

namespace lineman {

// Which of the profile's numbers is meant.
struct NumberChoice {
  enum class Kind { kNext, kSame, kFirst, kGiven };
  Kind kind = Kind::kSame;
  std::string given;  // of kGiven: as written

  friend bool operator==(const NumberChoice&, const NumberChoice&) = default;
};

struct Continue {};     // let the connection go on
struct AskOperator {};  // paused: a person may answer until the deadline

struct DialWith {  // before_dial: dial now
  NumberChoice number;
  std::optional<std::string> username;
  std::optional<std::string> domain;
  std::optional<Secret> password;
};

struct AnswerWith {  // paused
  Answer answer;
};

struct HangUp {  // any state
  std::string why;
};

struct Redial {                        // disconnected: dial again
  std::optional<Duration> after;       // from the end of the attempt, exact; empty: the back-off
  std::optional<NumberChoice> number;  // empty: as the policy advances
  std::optional<std::string> username;
  std::optional<std::string> domain;
  std::optional<Secret> password;
};

struct Stop {  // disconnected: open the circuit
  std::string why;
  std::optional<Duration> probe_after =
      std::nullopt;  // the policy's own; empty: the longest interval
};

struct HoldOff {  // disconnected, before_dial: no dial for so long
  Duration duration{0};
  std::string why;
};

using Verdict =
    std::variant<Continue, DialWith, AnswerWith, AskOperator, HangUp, Redial, Stop, HoldOff>;

// "redial", "hang_up": the one spelling of a verdict.
std::string_view NameOf(const Verdict& verdict);
// For people and records: "redial in 30s, +49 30 555 0101"; secrets stay hidden.
std::string Describe(const Verdict& verdict);

// Who decided.
struct Source {
  enum class Kind { kPolicy, kRule, kPlugin, kLimit, kOperator };
  Kind kind = Kind::kPolicy;
  std::string name;  // the rule's name or "2" for the second one, the plugin, the limit
  Place place;       // of a rule: where it stands

  // "policy", "rule busy", "plugin callback-rota", "limit caps", "operator".
  std::string ToString() const;
};

// One step of the way to a decision, in words: "budget line: 3 of 10 spent".
struct Reason {
  Source source;
  std::string text;
};

// What a decision comes to once limits have had their say.
struct Outcome {
  enum class Kind {
    kNothing,      // the line stays as it is
    kDial,         // now
    kWait,         // dial at `at`
    kWaitForWake,  // dial when the machine wakes, at `at` at the latest
    kOpenCircuit,  // probe at `at`, or never without an event
    kAnswer,
    kAskOperator,
    kHangUp,
    kIdle,  // not wanted
  };
  Kind kind = Kind::kNothing;
  std::optional<Instant> at;
  std::string number;        // of kDial and kWait: as written; may be empty
  int number_index = 0;      // of `number` in the profile; -1 when a rule or hook gave another one
  bool events_only = false;  // of kOpenCircuit: a spent cap, which only an event may re-arm
  bool at_longest = false;   // of kOpenCircuit: every probe at the longest interval
};

struct Decision {
  Verdict verdict = Continue{};
  Source by;
  std::vector<Reason> reasons;
  Outcome outcome;

  void Because(Source source, std::string text);
};

}  // namespace lineman
