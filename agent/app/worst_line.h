// How the lines are, in the words of the people who look after them.
#pragma once

#include <string>

#include "base/time.h"
#include "pipeline/pipeline.h"

namespace lineman {

// The line that is worst off, and how many are online: "head-office: waiting until 14:32; 2 of 3
// lines online". One line of text; a moment of another day comes with its date.
std::string StatusInWords(const Pipeline& pipeline, Instant now, WallTime wall);

}  // namespace lineman
