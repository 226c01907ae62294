// The last day of a line, from the record: what it did when, and what had been decided by then.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "control/decision_words.h"
#include "control/status.h"
#include "tray/sign.h"

namespace lineman {

// A stretch of time in one state.
struct Band {
  WallTime from{};
  WallTime to{};
  Sign sign = Sign::kUnknown;

  friend bool operator==(const Band&, const Band&) = default;
};

// From..to, `from` included.
struct Span {
  WallTime from{};
  WallTime to{};
};

// What the record has of one line, the oldest first.
struct DayRecord {
  std::vector<Entry> lines;      // entries of the kind `line`
  std::vector<Entry> decisions;  // … `decision`
};

// The state at each moment of the span, without gaps: kUnknown before the first entry that tells,
// and where an agent was killed, until the next one told again. `now` ends the last band.
std::vector<Band> BandsOf(const DayRecord& record, const LineStatus& now, Span span);

// How much of the known, wanted time it was online, in thousandths; -1 when none is known.
int OnlinePerMille(const std::vector<Band>& bands);

// The decision in force at a moment: the latest before it, null before the first.
const Entry* DecisionAt(const DayRecord& record, WallTime at);

// Takes the entries out of the answer to `events`; those that cannot be read are left out.
std::vector<Entry> EntriesOf(const Json& page);

// A decision as `lineman why` tells it.
struct Why {
  WallTime at{};
  std::string sentence;              // "dials 100 again at 14:32:05, by rule busy"
  std::vector<std::string> reasons;  // in order
  std::vector<std::string> unless;   // what would have made it come otherwise
};
Why WhyOf(const Entry& decision, const Zone& zone);

}  // namespace lineman
