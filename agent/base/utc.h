// Moments as the record and the control socket write them: RFC 3339 in UTC.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace lineman {

// "2026-03-02T08:00:05.250Z"; seconds and milliseconds only where they are not zero.
std::string FormatUtc(WallTime at);
// Reads that back; seconds may stand there in any case. The message does not repeat the text.
Result<WallTime> ParseUtc(std::string_view text);

}  // namespace lineman
