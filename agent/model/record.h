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

#include "base/time.h"
#include "base/zone.h"
#include "ras/connection_state.h"
#include "ras/ras_error.h"
#include "text/json.h"

namespace lineman {

struct Entry {
  enum class Kind {
    kNotification,  // the engine reported a state
    kDecision,      // dial, redial, answer, hang_up, stop, hold_off, ask_operator, open_circuit
    kLine,          // the line entered a state
    kEvent,         // the operator, a probe, a reload, the clock, new credentials
    kTrouble,       // something is wrong with the agent's own means
  };

  std::uint64_t sequence = 0;
  Instant at{};
  WallTime wall{};
  std::string profile;
  Kind kind = Kind::kEvent;
  std::string what;  // "line_busy", "redial", "holdoff": the word of its kind

  std::string from;                      // kLine: the state left
  std::optional<ConnectionState> state;  // kNotification
  RasError error = RasError::kNone;
  std::string detail;
  std::optional<std::string> number;  // dial, redial: as written
  std::string user;                   // dial: who logs on
  std::optional<Duration> after;      // redial, hold_off, open_circuit: from `at`
  std::string answer;                 // answer: described, secrets hidden
  std::string by;                     // decisions: Source::ToString()
  std::vector<std::string> why;       // decisions: the reasons in order
};

std::string_view NameOf(Entry::Kind kind);  // "notification"

// The stable JSON form, documented in agent/README.md.
Json ToJson(const Entry& entry);

// One line for a log or a terminal, without time and profile.
std::string Describe(const Entry& entry);

using Recorder = std::function<void(const Entry&)>;

}  // namespace lineman
