// What a record shows of the world a line was in: the answer to "what would a dial have met at that
// moment?". The last observation holds until the next one.
//
// Moments are those of the record (line_record.h). A tape is a value; nothing in it changes once it
// is made.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rehearsal/chronicle.h"
#include "rehearsal/line_record.h"
#include "rehearsal/observation.h"

namespace lineman {

struct ReplayTape {
  WallTime start{};
  Instant end{};                       // of the record
  std::optional<LineState> begins_in;  // nothing: the record begins with the agent's start
  bool power_up = false;               // … and with the machine's
  std::vector<Observation> observations;
  std::vector<Blow> blows;
  std::vector<Strike> strikes;
  std::vector<Absence> absences;
  std::vector<Doubt> doubts;
  std::vector<std::pair<Instant, Duration>> hang_ups;  // when, and how long each took
};

ReplayTape MakeTape(const LineRecord& record);

// What a dial of `number` at `at` meets. `observed`: the record's own line was dialling it, or
// online through it, while that dial was under way; otherwise the last observation of the number
// holds, without one the last of any, and before the first that one. Null without any.
struct Met {
  const Observation* observation = nullptr;
  bool observed = false;
};
Met MeetAt(const ReplayTape& tape, Instant at, const std::string& number);

// How long hanging up takes at that moment.
Duration HangUpTakes(const ReplayTape& tape, Instant at);

// Whether the record finds the line with a link that is up.
bool BeginsUp(const ReplayTape& tape);

// What the record's own line lived through up to `end`; bands are kept.
Chronicle HappenedUntil(const LineRecord& record, const ReplayTape& tape, Instant end);

}  // namespace lineman
