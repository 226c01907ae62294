// What a record shows, one thing at a time: dials, and what struck the line and the kiosk.
//
// Moments are those of the record (line_record.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/event.h"

namespace lineman {

// One notification of a recorded dial.
struct ShownState {
  ConnectionState state = ConnectionState::kOpenPort;
  RasError error = RasError::kNone;
  std::string detail;
  Duration after{0};      // since the one before, or since the answer to it
  bool answered = false;  // of a paused state: somebody answered it
};

// What one recorded dial came to.
struct Observation {
  std::optional<std::string> number;  // as NumberKey has it; nothing: begun before the record
  Instant began;
  Instant ended = Instant::max();    // of the dial and its link; max: not in the record
  std::optional<Instant> connected;  // when the link came up
  // Up to `connected`, to the final `disconnected`, or to where the line itself hung up.
  std::vector<ShownState> way;
  // False when a word, the schedule or a restart ended the dial before it came to anything: it says
  // nothing about dials at other times.
  bool tells = false;
  RasError judged = RasError::kRemoteDisconnection;  // what the end of the attempt counted as
};

// What hits a link that is up at that moment: a link was lost, or a dial failed for reasons of the
// line, the server or the device.
struct Blow {
  Instant at;
  std::optional<std::string> number;  // of the dial that failed; nothing: any link is hit
  RasError error = RasError::kLinkFailure;
  std::string detail;
};

// Something that happened to the kiosk.
struct Strike {
  Instant at;
  Duration jump{0};               // the clock was set
  std::optional<Happening> what;  // what the line is told of it
};

// A time without an agent.
struct Absence {
  Instant from;
  Instant until;
  bool power_up = false;  // the machine started with it
};

// A time in which probes found a link doubtful.
struct Doubt {
  Instant from;
  Instant until = Instant::max();
};

}  // namespace lineman
