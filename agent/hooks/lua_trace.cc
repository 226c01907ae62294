#include <fmt/format.h>

#include <lua.hpp>

#include "hooks/lua_inside.h"

namespace lineman {
namespace {

constexpr int kMostLevels = 10;
constexpr int kLongestName = 60;  // bytes; a script can make names of any length

std::string Caller(const lua_Debug& call) {
  if (call.name != nullptr) return fmt::format("in function '{:.{}}'", call.name, kLongestName);
  if (*call.what == 'm') return "in main chunk";
  if (*call.what == 'C') return "in a function of lineman";
  return fmt::format("in the function of line {}", call.linedefined);
}

std::string Where(const lua_Debug& call) {
  if (call.currentline <= 0) return "[lineman]: ";
  return fmt::format("{}:{}: ", call.short_src, call.currentline);
}

}  // namespace

std::string LuaPlace(lua_State* lua, int level) {
  lua_Debug call;
  if (lua_getstack(lua, level, &call) == 0) return {};
  lua_getinfo(lua, "Sl", &call);
  return call.currentline > 0 ? Where(call) : std::string();
}

std::string LuaTrace(lua_State* lua) {
  std::string trace;
  lua_Debug call;
  for (int level = 0; lua_getstack(lua, level, &call) != 0; ++level) {
    if (level == kMostLevels) return trace + "\n...";
    lua_getinfo(lua, "Sln", &call);
    if (level > 0) trace += '\n';
    trace += Where(call) + Caller(call);
  }
  return trace;
}

}  // namespace lineman
