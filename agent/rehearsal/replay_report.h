// What a replay came to, as JSON (integers only) and in words: what happened beside what would have
// happened, and how much of that the record cannot vouch for.
#pragma once

#include <string>

#include "rehearsal/replay.h"
#include "rehearsal/side_by_side.h"
#include "text/json.h"

namespace lineman {

// The stable form, documented in config/worlds/README.md. `path` is the record's file, as named.
Json ReplayJson(const Replay& replay, const std::string& path, const Prices& prices);
// A page for a terminal.
std::string ReplayInWords(const Replay& replay, const std::string& path, const Prices& prices);

}  // namespace lineman
