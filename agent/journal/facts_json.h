// The durable facts of a line as the journal writes them: JSON with names, so that a fact added
// later is simply missing in what older versions have written.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/facts.h"

namespace lineman {

std::string WriteFacts(const LineFacts& facts);
Result<LineFacts> ReadFacts(std::string_view text);

}  // namespace lineman
