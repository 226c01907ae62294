// Finds where quotes and brackets close, for what yaml-cpp does not tell.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace lineman {

// The offset after the quoted text that opens at `at`; npos when it is never closed.
std::size_t AfterQuoted(std::string_view text, std::size_t at);

// The offset of the value itself when anchors and tags stand before it at `at`.
std::size_t AfterProperties(std::string_view text, std::size_t at);

// The innermost quote (`quotes`) or bracket that opens in [from, to) of a YAML text and is not
// closed there; nothing when there is none. `from` must not be inside quotes. Plain texts of
// several lines and block texts are read as if they were lines of their own, so the answer is a
// good guess, not a fact.
std::optional<std::size_t> FindOpen(std::string_view text, std::size_t from, std::size_t to,
                                    bool quotes);

}  // namespace lineman
