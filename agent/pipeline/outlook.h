// What a decision leads to, in words: what comes next, and what would make it come otherwise.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "line/turn.h"
#include "pipeline/pipeline.h"

namespace lineman {

struct Outlook {
  std::string next;            // "dial +49 30 555 0101", "probe"
  std::optional<WallTime> at;  // when; empty: nobody knows, or at once
  std::vector<std::string> would_change;
};

// Of a decision that is being carried out.
Outlook LookAhead(const Slot& slot, const Decision& decision, const Turn& turn);

// What budgets and tries have come to, now.
Counters CountersOf(const Pipeline& pipeline, const Slot& slot);

}  // namespace lineman
