// Findings as `check --json` and a reload give them.
#pragma once

#include "base/result.h"
#include "text/findings.h"
#include "text/json.h"

namespace lineman {

// A list, in the order of the places.
Json ToJson(const Findings& findings);
// Reads such a list back.
Result<Findings> FindingsFrom(const Json& json);

}  // namespace lineman
