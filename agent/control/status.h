// What an agent and its lines are doing at this moment: what `status` shows, the tray draws and
// metrics count. Times are wall-clock times.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "text/json.h"

namespace lineman {

// A paused state that waits for an answer.
struct PauseStatus {
  std::string state;               // "callback_set_by_caller"
  std::string prompt;              // what the server said; may be empty
  WallTime deadline{};             // the line hangs up then
  std::vector<std::string> wants;  // the fields an answer may have: "callback_number"
};

// Whether the text it waits for is something others must not see: by its prompt, and always for
// EAP, which asks for little else.
bool AsksForSecret(const PauseStatus& pause);

// One line.
struct LineStatus {
  std::string profile;
  std::string engine;
  std::string line;  // "online", "holdoff": the names of line/line_state.h
  WallTime since{};  // in that state
  bool wanted = false;
  std::string wanted_because;  // "always", "the operator said down"

  // The present attempt; empty without one.
  std::string state;  // the connection state last heard: "authenticate"
  std::string number;
  std::string user;
  std::string device;     // what carries it, where the engine knows
  std::string interface;  // "ppp0", where the engine knows
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::optional<PauseStatus> pause;

  int attempt = 0;                      // in this sequence
  std::map<std::string, int> failures;  // by cause, in this sequence; those above 0
  std::string last_error;               // of the last attempt: "line_busy"; empty: none, or proven
  int last_error_code = 0;

  std::optional<WallTime> next;  // the next dial
  std::string next_what;         // "dial", "probe"; "nothing" when only an event dials again
  std::string why;               // the last decision, in a sentence

  std::vector<std::string> troubles;  // what is wrong with the agent's own means for this line
};

struct AgentStatus {
  std::string version;
  std::int64_t pid = 0;
  WallTime started{};
  std::string config;                 // the path of lineman.yaml
  std::vector<std::string> troubles;  // "the journal cannot be written: disk full"
  std::vector<LineStatus> lines;      // in the order of their profiles
};

// The stable JSON form, documented in README.md of this room.
Json ToJson(const LineStatus& line);
Json ToJson(const AgentStatus& status);
// Reads it back; members it does not know are passed over, so that a newer agent is understood.
Result<AgentStatus> AgentStatusFrom(const Json& json);

}  // namespace lineman
