// What a LuaState shares with the functions it gives to scripts. Only for agent/hooks/lua_*.cc.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "hooks/lua_meter.h"
#include "hooks/lua_state.h"

namespace lineman {

// What `require` knows. The results of modules are in the registry.
struct LuaModules {
  const ModuleReader* reader = nullptr;   // set while a plugin is loaded
  std::string folder;                     // of the plugin, for messages: "callback-rota/" or ""
  std::vector<std::string> loading = {};  // the modules under way, the outermost first
};

// Of userdata that scripts hold.
enum class LuaType { kCall, kVerdict, kSecret };

struct LuaInside {
  LuaInside(LuaState* state, const LuaLimits& limits) : owner(state), meter(limits) {}

  // Of the state a coroutine belongs to.
  static LuaInside& Of(lua_State* lua);

  int& MetatableOf(LuaType type) { return metatables.at(static_cast<std::size_t>(type)); }

  LuaState* owner;
  LuaMeter meter;
  lua_State* main = nullptr;
  LuaModules modules = {};
  std::array<int, 3> metatables = {};  // of LuaTypes, in the registry
  bool in_handler = false;             // a message handler of xpcall runs
  std::function<std::uint64_t()> random = {};
  std::function<void(const std::string&)> print = {};
};

// "callback-rota/init.lua:12: " of the function at the level (0 is the running one), or nothing
// when that is not known. Allocates nothing in the state.
std::string LuaPlace(lua_State* lua, int level);
// The calls under way in a coroutine, innermost first, one a line and at most ten.
std::string LuaTrace(lua_State* lua);

// Makes __mode a field like any other. To be called before anything else is done with a new state.
void ForgetMode(lua_State* lua);

// A key that the sandbox has put into a table; scripts do not see it.
bool IsHiddenKey(lua_State* lua, int index);

// Each puts its functions into the global environment.
void OpenBase(lua_State* lua);
void OpenMetatables(lua_State* lua);  // getmetatable, setmetatable
void OpenCalls(lua_State* lua);       // error, pcall, xpcall
void OpenPairs(lua_State* lua);       // ipairs, pairs
void OpenRequire(lua_State* lua);     // require
void OpenString(lua_State* lua);
void OpenTable(lua_State* lua);
void OpenMath(lua_State* lua);
void OpenUtf8(lua_State* lua);

// Each adds its functions to the library at the top of the stack.
void AddStringSearch(lua_State* lua);      // find, match, gmatch
void AddStringReplace(lua_State* lua);     // gsub
void AddStringFormat(lua_State* lua);      // format
void AddStringArithmetic(lua_State* lua);  // to the metatable of strings: "10" + 1
void AddTableSort(lua_State* lua);         // sort

}  // namespace lineman
