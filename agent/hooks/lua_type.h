// Types of userdata that scripts hold. Only for agent/hooks/lua_*.cc.
//
// The state knows where in the registry a type's metatable is: looking it up by a name would hash
// the name each time.
#pragma once

#include <lua.hpp>

#include "hooks/lua_inside.h"

namespace lineman {

// Pushes a new metatable, for the caller to fill; it is the type's from now on, and no script can
// get at it. `name` is what tostring gives.
inline void PushNewType(lua_State* lua, LuaType type, const char* name) {
  lua_createtable(lua, 0, 6);
  lua_pushstring(lua, name);
  lua_setfield(lua, -2, "__name");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_pushvalue(lua, -1);
  LuaInside::Of(lua).MetatableOf(type) = luaL_ref(lua, LUA_REGISTRYINDEX);
}

// Makes the userdata at the top of the stack one of the type.
inline void SetType(lua_State* lua, LuaType type) {
  lua_rawgeti(lua, LUA_REGISTRYINDEX, LuaInside::Of(lua).MetatableOf(type));
  lua_setmetatable(lua, -2);
}

inline bool IsOf(lua_State* lua, int index, LuaType type) {
  if (lua_type(lua, index) != LUA_TUSERDATA || lua_getmetatable(lua, index) == 0) return false;
  lua_rawgeti(lua, LUA_REGISTRYINDEX, LuaInside::Of(lua).MetatableOf(type));
  const bool is = lua_rawequal(lua, -1, -2) != 0;
  lua_pop(lua, 2);
  return is;
}

}  // namespace lineman
