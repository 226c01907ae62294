// "Did you mean …?"
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lineman {

// The candidate nearest to a mistyped word, empty when none is near: at most one slip in three
// letters, counted as Damerau-Levenshtein (a swap of neighbours is one slip), case aside.
std::string_view Nearest(std::string_view word, std::span<const std::string_view> candidates);

// " (did you mean 'holdoff'?)", or nothing when no candidate is near.
std::string DidYouMean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace lineman
