// Positions in strings as arguments: from 1, negative ones from the end. Only for
// agent/hooks/lua_*.cc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <lua.hpp>

namespace lineman {

// The start of a piece of a string, from 0; it may lie beyond the end.
inline std::size_t StartArgument(lua_State* lua, int index, lua_Integer otherwise,
                                 std::size_t size) {
  const lua_Integer position = luaL_optinteger(lua, index, otherwise);
  if (position > 0) return static_cast<std::size_t>(position) - 1;
  if (position == 0 || position < -static_cast<lua_Integer>(size)) return 0;
  return static_cast<std::size_t>(static_cast<lua_Integer>(size) + position);
}

// The end of a piece of a string: the position behind its last byte, from 0 to the size.
inline std::size_t EndArgument(lua_State* lua, int index, lua_Integer otherwise, std::size_t size) {
  const lua_Integer position = luaL_optinteger(lua, index, otherwise);
  if (position >= 0) return std::min(static_cast<std::size_t>(position), size);
  if (position < -static_cast<lua_Integer>(size)) return 0;
  return static_cast<std::size_t>(static_cast<lua_Integer>(size) + position + 1);
}

}  // namespace lineman
