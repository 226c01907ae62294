// Entries of the record in a person's words.
#pragma once

#include <cstddef>
#include <string>

#include "base/zone.h"
#include "model/record.h"

namespace lineman {

// "14:32:05", with the day where it is another one than that of `today`.
std::string ShortTime(WallTime at, WallTime today, const Zone& zone);

// What was decided and who decided it: "dials 100 again at 14:32:05, by rule busy". Times are in
// the zone, with the day where it is another one.
std::string Sentence(const Entry& decision, const Zone& zone);

// The same with the first of the reasons.
std::string SentenceWithReason(const Entry& decision, const Zone& zone);

// The counters that are not zero, with what they were where that is another number: "attempts 2,
// failures line 1 -> 2".
std::string Counted(const Entry& decision);

// A line of a history: "2026-11-21 14:32:05  kiosk  dialing -> online".
std::string HistoryLine(const Entry& entry, const Zone& zone, std::size_t profile_width);

}  // namespace lineman
