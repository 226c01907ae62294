// What a rehearsal came to, as a page for a browser: one file that needs nothing else, the same
// bytes for the same rehearsal. Figures and tables are there without its script, which draws the
// timelines of plans that are `detailed`.
#pragma once

#include <string>
#include <vector>

#include "rehearsal/side_by_side.h"

namespace lineman {

// One rehearsal, or two that are laid side by side; `prices` are for two.
std::string ReportPage(const std::vector<Contender>& contenders, const Prices& prices = {});

}  // namespace lineman
