// What is checked of a plugin's text before Lua compiles it, and the compiling.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

struct lua_State;

namespace lineman {

inline constexpr std::size_t kLargestSource = std::size_t{256} << 10U;  // bytes of one file

// Refuses what is no text, is too long, or declares a variable <close>: a function that runs when a
// variable goes out of scope also runs when a coroutine is given up, where no budget is. The text
// may be wrong in other ways; those Lua's compiler finds. The message begins with "NAME:LINE: ".
Result<Done> CheckSource(std::string_view source, const std::string& name);

// Checks and compiles, and pushes the function; an error pushes nothing. Charged to the budget.
// Raises nothing.
Result<Done> Compile(lua_State* lua, std::string_view source, const std::string& name);

}  // namespace lineman
