#include "hooks/lua_text.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <lua.hpp>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"

namespace lineman {
namespace {

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// The value has a __tostring, which is at the top of the stack.
std::string TextByMetamethod(lua_State* lua, int index) {
  LuaInside::Of(lua).meter.ChargeInstruction(lua);
  lua_pushvalue(lua, index);
  lua_call(lua, 1, 1);
  if (lua_isstring(lua, -1) == 0) luaL_error(lua, "'__tostring' must return a string");
  std::string text(TextArgument(lua, -1));
  lua_pop(lua, 1);
  return text;
}

// "table", or what the metatable gives as __name.
std::string TypeText(lua_State* lua, int index) {
  const int pushed = luaL_getmetafield(lua, index, "__name");
  std::string text = luaL_typename(lua, index);
  if (pushed == LUA_TSTRING) text = std::string(TextArgument(lua, -1));
  if (pushed != LUA_TNIL) lua_pop(lua, 1);
  return text;
}

// A table or userdata, say.
std::string TextOfObject(lua_State* lua, int index) {
  luaL_checkstack(lua, 4, "no room to make a text");
  if (luaL_getmetafield(lua, index, "__tostring") != LUA_TNIL) return TextByMetamethod(lua, index);
  return TypeText(lua, index);
}

// Makes nothing in the state but for a value that may have a __tostring.
std::string TextOf(lua_State* lua, int index) {
  switch (lua_type(lua, index)) {
    case LUA_TSTRING:
      return std::string(TextArgument(lua, index));
    case LUA_TNUMBER:
      return NumberText(lua, index);
    case LUA_TBOOLEAN:
      return lua_toboolean(lua, index) != 0 ? "true" : "false";
    case LUA_TTABLE:
    case LUA_TUSERDATA:
      return TextOfObject(lua, index);
    default:
      return luaL_typename(lua, index);
  }
}

// The first argument points to a std::string that takes the text of the second.
int StoreText(lua_State* lua) {
  *static_cast<std::string*>(lua_touserdata(lua, 1)) = TextOf(lua, 2);
  return 0;
}

// The same for an error object: nothing for one that has no text.
int StoreErrorText(lua_State* lua) {
  const bool has_text =
      lua_type(lua, 2) == LUA_TNUMBER || luaL_getmetafield(lua, 2, "__tostring") != LUA_TNIL;
  return has_text ? StoreText(lua) : 0;
}

// Has one of these store the text of the value at the index, which stays where it is. Runs on the
// main thread, for the coroutine may be dead. Empty when a __tostring fails.
std::string ProtectedText(lua_State* lua, int index, lua_CFunction store) {
  LuaInside& inside = LuaInside::Of(lua);
  std::string text;
  if (lua_checkstack(lua, 1) == 0 || lua_checkstack(inside.main, 4) == 0) return text;
  lua_pushvalue(lua, index);
  lua_pushcfunction(inside.main, store);
  lua_pushlightuserdata(inside.main, &text);
  if (lua == inside.main)
    lua_rotate(lua, -3, -1);
  else
    lua_xmove(lua, inside.main, 1);
  const int status = lua_pcall(inside.main, 2, 0, 0);
  inside.meter.SeeStatus(status);
  if (status == LUA_OK) return text;
  lua_pop(inside.main, 1);
  return {};
}

}  // namespace

std::string Shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && IsContinuation(text[most])) --most;
  return std::string(text.substr(0, most)) + "…";
}

std::string NumberText(lua_State* lua, int index) {
  if (lua_isinteger(lua, index) != 0) return fmt::format("{}", lua_tointeger(lua, index));
  std::array<char, 64> written{};
  std::snprintf(written.data(), written.size(), "%.14g", lua_tonumber(lua, index));
  std::string text = written.data();
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

// Outside of a resume a __tostring has no budget, so it is given that of one.
std::string LuaToText(lua_State* lua, int index) {
  LuaInside& inside = LuaInside::Of(lua);
  const int type = lua_type(lua, index);
  const bool may_run = type == LUA_TTABLE || type == LUA_TUSERDATA;
  if (inside.meter.IsRunning() || !may_run) return TextOf(lua, lua_absindex(lua, index));
  inside.meter.Begin(inside.main, inside.meter.limits().resume_steps);
  std::string text = ProtectedText(lua, index, &Guarded<StoreText>);
  inside.meter.End();
  return text.empty() ? luaL_typename(lua, index) : text;
}

std::string ErrorText(lua_State* lua) {
  LuaInside& inside = LuaInside::Of(lua);
  if (lua_type(lua, -1) == LUA_TSTRING) return Shortened(TextArgument(lua, -1), kLongestLine);
  std::string text;
  if (!inside.meter.IsSpent()) {
    inside.meter.MoveTo(inside.main);
    text = ProtectedText(lua, -1, &Guarded<StoreErrorText>);
  }
  if (!text.empty()) return Shortened(text, kLongestLine);
  return fmt::format("an error object without a text ({}{})", lua_isnil(lua, -1) ? "" : "a ",
                     luaL_typename(lua, -1));
}

}  // namespace lineman
