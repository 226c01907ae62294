// Values as Lua source. Only for agent/hooks/lua_*.cc.
#pragma once

#include <string>
#include <string_view>

struct lua_State;

namespace lineman {

// What string.format's %q gives: a literal that Lua reads back as the same value. Raises an error
// for a value that has none.
std::string QuotedValue(lua_State* lua, int index);

}  // namespace lineman
