// Values as texts. LuaToText itself is in lua_state.h. Only for agent/hooks/lua_*.cc.
#pragma once

#include <string>
#include <string_view>

#include "hooks/lua_state.h"

namespace lineman {

constexpr std::size_t kLongestLine = 1024;  // bytes of what is printed, and of an error

// At most so many bytes of a text, whole characters, and "…" where it was cut.
std::string Shortened(std::string_view text, std::size_t most);

// The text of a number as Lua writes it: 1, 1.0, 1e+20, inf.
std::string NumberText(lua_State* lua, int index);

// The text of the error object at the top of the stack, which may be any value. Its __tostring is
// called within the budget that is left. Raises nothing.
std::string ErrorText(lua_State* lua);

}  // namespace lineman
