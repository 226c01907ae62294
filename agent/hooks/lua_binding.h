// What functions that Lua calls have in common. Only for agent/hooks/lua_*.cc.
//
// Lua's errors are C++ exceptions of a type of its own: they pass through these functions and run
// their destructors. An exception of the standard library must not pass through Lua; Guarded turns
// it into an error of Lua.
#pragma once

#include <cstdint>
#include <cstdio>
#include <exception>
#include <initializer_list>
#include <lua.hpp>
#include <string>
#include <string_view>

#include "hooks/lua_state.h"

namespace lineman {

template <typename Call>
int Guard(lua_State* lua, const Call& call) {
  char what[128];
  try {
    return call();
  } catch (const std::exception& fault) {
    std::snprintf(what, sizeof what, "%s", fault.what());
  }
  return luaL_error(lua, "%s", what);
}

template <lua_CFunction kFunction>
int Guarded(lua_State* lua) {
  return Guard(lua, [lua] { return kFunction(lua); });
}

template <lua_KFunction kFunction>
int GuardedAfter(lua_State* lua, int status, lua_KContext context) {
  return Guard(lua, [&] { return kFunction(lua, status, context); });
}

template <lua_CFunction kFunction>
luaL_Reg Named(const char* name) {
  return {name, &Guarded<kFunction>};
}

// Sets fields of the table at the top of the stack.
inline void SetFunctions(lua_State* lua, std::initializer_list<luaL_Reg> functions) {
  for (const luaL_Reg& function : functions) {
    lua_pushcfunction(lua, function.func);
    lua_setfield(lua, -2, function.name);
  }
}

// Adds functions of Lua's own library, which `open` makes, to the table at the top of the stack;
// each charges for its arguments before it runs.
void AddStock(lua_State* lua, lua_CFunction open, std::initializer_list<const char*> names);

inline std::string_view TextArgument(lua_State* lua, int index) {
  std::size_t size = 0;
  const char* text = luaL_checklstring(lua, index, &size);
  return {text, size};
}

inline void PushText(lua_State* lua, std::string_view text) {
  lua_pushlstring(lua, text.data(), text.size());
}

// Charges for looking at so many bytes once.
inline void ChargeBytes(lua_State* lua, std::size_t bytes) {
  LuaState::Charge(lua, static_cast<std::int64_t>(bytes / 16 + 1));
}

// A string under construction: charged as it grows, and never longer than a string may be.
class LuaText {
 public:
  explicit LuaText(lua_State* lua);

  void Add(std::string_view text);
  void Add(char character) { Add(std::string_view(&character, 1)); }
  int Push() const;  // 1, the number of results

 private:
  lua_State* lua_;
  std::size_t most_;  // bytes
  std::string text_;
};

}  // namespace lineman
