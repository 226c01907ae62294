// What one kiosk's line lived through, read back from `lineman events --json`.
//
// The record's times are those of the kiosk's clock, which may have been set; here every entry has
// its place on a timeline that never jumps, as far as the record tells of the jumps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "line/line_state.h"
#include "model/record.h"
#include "text/findings.h"

namespace lineman {

// The entries of one line, in order. There is at least one, and one of kind `line`. Instant{} is
// the moment of the first; where the agent has run before, a moment earlier, so that there is a
// line for it to happen to.
struct LineRecord {
  std::vector<Entry> entries;          // `at` counts from Instant{}
  WallTime start{};                    // what the kiosk's clock read at Instant{}
  std::optional<LineState> begins_in;  // nothing: the record begins with the agent's start

  Instant end() const { return entries.back().at; }
};

// Reads the entries of `profile`; `path` is the file, as findings show it. Lines that are no
// entries and entries out of order are errors. A last line that is cut off, entries written twice,
// kinds this version does not know and entries that are missing are warnings: the rest is good.
// Nothing when there were errors. The record may not be longer than kLongestDuration.
std::optional<LineRecord> ReadLineRecord(std::string_view text, const std::string& path,
                                         const std::string& profile, Findings& findings);

}  // namespace lineman
