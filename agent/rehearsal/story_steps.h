// Reading the steps of a story.
#pragma once

#include <vector>

#include "rehearsal/story_script.h"

namespace lineman {

// Reads one step that the table has passed; what the table cannot see goes to `findings`.
Step ReadStep(const OptionReader& reader, const std::vector<ProfilePtr>& profiles,
              Findings& findings);

}  // namespace lineman
