// What a story that failed says about it.
#pragma once

#include <string>
#include <vector>

#include "rehearsal/story_stage.h"

namespace lineman {

// A value as it could be written on one line: `{redial: {after: 30s}, by: busy}`.
std::string InOneLine(const YamlNode& node);

// The entries of a line from `first` on, one per line, with the time since `base`.
std::string DescribeHappened(const std::vector<Recorded>& record, std::size_t first,
                             const std::string& profile, Instant base);

// What came nearest to an expectation since the last match, in what it differs, and why it was
// decided; empty when nothing was decided.
std::string DescribeNearest(const std::vector<Recorded>& record, std::size_t first,
                            const Expectation& expectation, const Profile& profile, Instant base);

}  // namespace lineman
