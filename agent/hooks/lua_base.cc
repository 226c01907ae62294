// The plain functions of the language, written from the manual. What is missing on purpose: `next`
// and weak tables show the order of hashes and when garbage is collected, `load` makes code the
// source check has not seen.
#include <algorithm>
#include <string_view>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_text.h"

namespace lineman {
namespace {

int Assert(lua_State* lua) {
  luaL_checkany(lua, 1);
  if (lua_toboolean(lua, 1) != 0) return lua_gettop(lua);
  if (lua_isnone(lua, 2)) return luaL_error(lua, "assertion failed!");
  lua_settop(lua, 2);
  return lua_error(lua);
}

int Print(lua_State* lua) {
  constexpr std::int64_t kLine = 256;  // steps: a line leaves the sandbox and is kept somewhere
  LuaState::Charge(lua, kLine);
  std::string line;
  const int values = lua_gettop(lua);
  for (int index = 1; index <= values && line.size() <= kLongestLine; ++index) {
    const std::string text = LuaToText(lua, index);
    ChargeBytes(lua, text.size());
    if (index > 1) line += '\t';
    line.append(text, 0, kLongestLine + 1);
  }
  const LuaInside& inside = LuaInside::Of(lua);
  if (inside.print) inside.print(Shortened(line, kLongestLine));
  return 0;
}

int RawEqual(lua_State* lua) {
  luaL_checkany(lua, 1);
  luaL_checkany(lua, 2);
  if (lua_type(lua, 1) == LUA_TSTRING) ChargeBytes(lua, lua_rawlen(lua, 1));
  lua_pushboolean(lua, lua_rawequal(lua, 1, 2));
  return 1;
}

int RawGet(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  luaL_checkany(lua, 2);
  lua_settop(lua, 2);
  lua_rawget(lua, 1);
  return 1;
}

int RawLen(lua_State* lua) {
  const int type = lua_type(lua, 1);
  luaL_argexpected(lua, type == LUA_TTABLE || type == LUA_TSTRING, 1, "table or string");
  lua_pushinteger(lua, static_cast<lua_Integer>(lua_rawlen(lua, 1)));
  return 1;
}

int RawSet(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  luaL_checkany(lua, 2);
  luaL_checkany(lua, 3);
  lua_settop(lua, 3);
  lua_rawset(lua, 1);
  return 1;
}

int Select(lua_State* lua) {
  const int count = lua_gettop(lua);
  LuaState::Charge(lua, count);
  if (lua_type(lua, 1) == LUA_TSTRING && TextArgument(lua, 1) == "#") {
    lua_pushinteger(lua, count - 1);
    return 1;
  }
  lua_Integer from = luaL_checkinteger(lua, 1);
  if (from < 0) from += count;
  luaL_argcheck(lua, from >= 1, 1, "index out of range");
  return from >= count ? 0 : count - static_cast<int>(from);
}

// -1 for what is no digit in any base.
int DigitValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'z') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'Z') return digit - 'A' + 10;
  return -1;
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \f\n\r\t\v";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

// Wraps around like all integers of Lua.
int PushInBase(lua_State* lua, std::string_view text, int base) {
  text = Trimmed(text);
  const bool is_negative = !text.empty() && text.front() == '-';
  if (is_negative) text.remove_prefix(1);
  lua_Unsigned value = 0;
  const auto fits = [base](char digit) {
    return DigitValue(digit) >= 0 && DigitValue(digit) < base;
  };
  if (text.empty() || !std::all_of(text.begin(), text.end(), fits)) {
    luaL_pushfail(lua);
    return 1;
  }
  for (const char digit : text)
    value = value * static_cast<lua_Unsigned>(base) + static_cast<lua_Unsigned>(DigitValue(digit));
  lua_pushinteger(lua, static_cast<lua_Integer>(is_negative ? 0 - value : value));
  return 1;
}

int ToNumber(lua_State* lua) {
  if (lua_type(lua, 1) == LUA_TSTRING) ChargeBytes(lua, 4 * lua_rawlen(lua, 1));
  if (!lua_isnoneornil(lua, 2)) {
    const lua_Integer base = luaL_checkinteger(lua, 2);
    luaL_checktype(lua, 1, LUA_TSTRING);
    luaL_argcheck(lua, base >= 2 && base <= 36, 2, "base out of range");
    return PushInBase(lua, TextArgument(lua, 1), static_cast<int>(base));
  }
  luaL_checkany(lua, 1);
  lua_settop(lua, 1);
  if (lua_type(lua, 1) == LUA_TNUMBER) return 1;
  std::size_t size = 0;
  const char* text = lua_tolstring(lua, 1, &size);
  if (text == nullptr || lua_stringtonumber(lua, text) != size + 1) luaL_pushfail(lua);
  return 1;
}

int ToString(lua_State* lua) {
  luaL_checkany(lua, 1);
  if (lua_type(lua, 1) == LUA_TSTRING)
    lua_settop(lua, 1);
  else
    PushText(lua, LuaToText(lua, 1));
  return 1;
}

int Type(lua_State* lua) {
  luaL_checkany(lua, 1);
  lua_pushstring(lua, luaL_typename(lua, 1));
  return 1;
}

}  // namespace

void OpenBase(lua_State* lua) {
  lua_pushglobaltable(lua);
  SetFunctions(lua, {Named<Assert>("assert"), Named<Print>("print"), Named<RawEqual>("rawequal"),
                     Named<RawGet>("rawget"), Named<RawLen>("rawlen"), Named<RawSet>("rawset"),
                     Named<Select>("select"), Named<ToNumber>("tonumber"),
                     Named<ToString>("tostring"), Named<Type>("type")});
  lua_pushvalue(lua, -1);
  lua_setfield(lua, -2, "_G");
  lua_pushliteral(lua, LUA_VERSION);
  lua_setfield(lua, -2, "_VERSION");
  lua_pop(lua, 1);
}

}  // namespace lineman
