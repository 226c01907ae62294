// getmetatable and setmetatable, and what a script may not have metatables do.
#include <lua.hpp>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"

namespace lineman {
namespace {

// The address is the key of a metatable's tag.
constexpr char kTag = 0;
// In the registry: the metatable of all tags.
constexpr char kTags[] = "lineman.tags";

int ForgetMetatable(lua_State* lua) {
  LuaInside::Of(lua).meter.AddMetatables(-1);
  return 0;
}

// Counts a table as a metatable from its first use as one until it is collected: its tag is then.
void Tag(lua_State* lua, int metatable) {
  metatable = lua_absindex(lua, metatable);
  if (lua_rawgetp(lua, metatable, &kTag) == LUA_TNIL) {
    lua_newuserdatauv(lua, 0, 0);
    luaL_setmetatable(lua, kTags);
    LuaInside::Of(lua).meter.AddMetatables(1);
    lua_rawsetp(lua, metatable, &kTag);
  }
  lua_pop(lua, 1);
}

int GetMetatable(lua_State* lua) {
  luaL_checkany(lua, 1);
  if (lua_getmetatable(lua, 1) == 0)
    lua_pushnil(lua);
  else
    luaL_getmetafield(lua, 1, "__metatable");  // pushes nothing when there is none
  return 1;
}

// That Lua would do what these ask for when the collector comes to it, or at moments no budget
// reaches, is why they are refused. One that is added later has no effect (__gc, and __mode: see
// ForgetMode), or runs within the budget like any function (__close of a generic for).
void RefuseSpecialFields(lua_State* lua, int metatable) {
  for (const char* name : {"__gc", "__close", "__mode"}) {
    lua_pushstring(lua, name);
    if (lua_rawget(lua, metatable) != LUA_TNIL)
      luaL_error(lua, "a metatable with %s is not part of lineman's Lua", name);
    lua_pop(lua, 1);
  }
}

int SetMetatable(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  const int type = lua_type(lua, 2);
  luaL_argexpected(lua, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  if (luaL_getmetafield(lua, 1, "__metatable") != LUA_TNIL)
    return luaL_error(lua, "cannot change a protected metatable");
  lua_settop(lua, 2);
  if (type == LUA_TTABLE) {
    RefuseSpecialFields(lua, 2);
    Tag(lua, 2);
  }
  lua_setmetatable(lua, 1);
  return 1;
}

}  // namespace

// Takes weak tables out of the language. Collecting chains of weak keys takes Lua the square of
// their number, minutes within this memory, and nothing can interrupt it. A metatable gets its
// __mode by a plain assignment that cannot be refused; but the collector knows the name as one
// string object, made first of all. That object's text is changed here, so no string of a script is
// the same. Another text is taken if a script could hit on this object by it: it must not be found
// in the table of strings, which never becomes smaller than it is now.
void ForgetMode(lua_State* lua) {
  const auto name = const_cast<char*>(lua_pushstring(lua, "__mode"));
  std::string changed = name;
  do {
    *name = ++changed.front();
    lua_settop(lua, 0);
  } while (lua_pushlstring(lua, changed.data(), changed.size()) == name);
  lua_settop(lua, 0);
}

bool IsHiddenKey(lua_State* lua, int index) { return lua_touserdata(lua, index) == &kTag; }

void OpenMetatables(lua_State* lua) {
  luaL_newmetatable(lua, kTags);
  SetFunctions(lua, {Named<ForgetMetatable>("__gc")});
  lua_pop(lua, 1);
  lua_pushglobaltable(lua);
  SetFunctions(lua, {Named<GetMetatable>("getmetatable"), Named<SetMetatable>("setmetatable")});
  lua_pop(lua, 1);
}

}  // namespace lineman
