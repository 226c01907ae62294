// The record: everything that happened to the lines, in order, one entry each.
//
// Logs, the demo, stories, `why` and histories are all views of it. The same input and seed give
// the same record to the byte.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "base/zone.h"
#include "model/facts.h"
#include "ras/connection_state.h"
#include "ras/ras_error.h"
#include "text/json.h"

namespace lineman {

// What budgets and tries have come to; all of the present sequence but `tries`.
struct Counters {
  int attempts = 0;
  Failures failures{};  // by cause
  int tries = 0;        // of the profile's login, that no server has accepted since
  int probes = 0;       // slow ones, of an open circuit

  friend bool operator==(const Counters&, const Counters&) = default;
};

struct Entry {
  enum class Kind {
    kNotification,  // the engine reported a state
    kDecision,      // dial, redial, answer, hang_up, stop, hold_off, ask_operator, open_circuit
    kLine,          // the line entered a state
    kEvent,         // the operator, a probe, a reload, the clock, new credentials
    kTrouble,       // something is wrong with the agent's own means
  };

  std::uint64_t sequence = 0;  // ascending, over restarts too; with gaps there
  Instant at{};
  WallTime wall{};
  std::string profile;
  Kind kind = Kind::kEvent;
  std::string what;  // "line_busy", "redial", "holdoff": the word of its kind

  std::string from;                      // kLine: the state left
  std::optional<ConnectionState> state;  // kNotification
  RasError error = RasError::kNone;      // decisions: the one the attempt ended with
  std::optional<Cause> cause;            // decisions: what that was judged as
  std::string detail;
  std::optional<std::string> number;  // dial, redial: as written
  std::string user;                   // dial: who logs on
  std::optional<Duration> after;      // redial, hold_off, open_circuit: from `at`
  std::optional<Duration> jump;       // event clock_changed: how far the clock was set, +-
  std::string answer;                 // answer: described, secrets hidden
  std::string by;                     // decisions: Source::ToString()
  std::vector<std::string> why;       // decisions: the reasons in order

  // Of decisions: the counters as the last decision of the line left them and as they are now; what
  // comes next, when, and what would make it come otherwise.
  std::optional<Counters> before;
  std::optional<Counters> now;
  std::string next;
  std::optional<WallTime> next_at;
  std::vector<std::string> would_change;
};

std::string_view NameOf(Entry::Kind kind);  // "notification"
std::optional<Entry::Kind> FindEntryKind(std::string_view name);

// The stable JSON form, documented in agent/README.md.
Json ToJson(const Entry& entry);

// Reads it back; members it does not know are passed over. `at` is not in it.
Result<Entry> EntryFrom(const Json& json);

// The causes that have failed, with how often.
Json ToJson(const Failures& failures);

// One line for a log or a terminal, without time and profile.
std::string Describe(const Entry& entry);

using Recorder = std::function<void(const Entry&)>;

}  // namespace lineman
