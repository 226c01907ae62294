// How the agent and what pppd runs for it speak: lines of words, as spelled by JoinWords.
//
// A line is a verb and what belongs to it, with one space between words. Within a word every byte
// outside 0x21 to 0x7E and '%' is %XX, in capitals; a lone % is the empty word. So a line holds no
// end of line but its own, can be read in a trace, and takes a few lines of C to read.
// Pure functions: any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lineman::pppd {

// In bytes, without the line feed that ends it.
inline constexpr std::size_t kLongestLine = 4096;

// Without an end of line. There is at least one word; nobody checks that it is not too long.
std::string JoinWords(const std::vector<std::string>& words);

// An error for a line that JoinWords would not have made: too long, an empty word, a byte that has
// to be escaped, an escape that is none. Escapes of bytes that need none are understood.
Result<std::vector<std::string>> SplitWords(std::string_view line);

}  // namespace lineman::pppd
