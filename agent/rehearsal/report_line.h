// One line of a report: its figures, tables and charts, and the place where its timeline is drawn.
#pragma once

#include <string>

#include "rehearsal/side_by_side.h"

namespace lineman {

// `line` is the contender's, `index` that of the page, and `name` what the page calls it.
std::string ReportLine(const Contender& contender, std::size_t line, std::size_t index,
                       const std::string& name);

// "2026-03-02 08:00:05 (2h after the start)" in the line's zone, which is named where it is not
// that of the first line.
std::string MomentOf(const Contender& contender, std::size_t line, Instant at);

// A button that shows the moment in the timeline; hidden until there is one.
std::string ShowButton(std::size_t index, Duration at, const std::string& about);

}  // namespace lineman
