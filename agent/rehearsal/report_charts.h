// Charts of a report that need no script: HTML and SVG with their figures beside them.
#pragma once

#include <string>
#include <vector>

#include "base/zone.h"
#include "rehearsal/chronicle.h"

namespace lineman {

// A row of a table of bars; as many counts as the table has columns.
struct BarRow {
  std::string name;
  std::vector<int> counts;
};

// Bars are as long as their counts are, of the greatest of all. `heads` is one longer than the
// counts.
std::string BarTable(const std::vector<std::string>& heads, const std::vector<BarRow>& rows);

// What each day lacks of being online, hanging down from all of it; and the days as a table.
// `start` is when the first day begins.
std::string DayChart(const std::vector<Chronicle::Day>& days, WallTime start, const Zone& zone);

}  // namespace lineman
