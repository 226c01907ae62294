// math: Lua's own, but for random, whose numbers come from the host.
#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"

namespace lineman {
namespace {

std::uint64_t Bits(lua_State* lua) {
  LuaState::Charge(lua, 1);
  const LuaInside& inside = LuaInside::Of(lua);
  if (!inside.random) luaL_error(lua, "there is no chance here to take random numbers from");
  return inside.random();
}

// All values from 0 to `most` equally often: draws beyond the last whole round are drawn again.
std::uint64_t UpTo(lua_State* lua, std::uint64_t most) {
  if (most == UINT64_MAX) return Bits(lua);
  const std::uint64_t values = most + 1;
  const std::uint64_t left_over = (UINT64_MAX % values + 1) % values;
  std::uint64_t bits = Bits(lua);
  while (bits > UINT64_MAX - left_over) bits = Bits(lua);
  return bits % values;
}

int PushBetween(lua_State* lua, lua_Integer least, lua_Integer most) {
  luaL_argcheck(lua, least <= most, lua_gettop(lua), "interval is empty");
  const auto from = static_cast<std::uint64_t>(least);
  const std::uint64_t number = from + UpTo(lua, static_cast<std::uint64_t>(most) - from);
  lua_pushinteger(lua, static_cast<lua_Integer>(number));
  return 1;
}

int Random(lua_State* lua) {
  switch (lua_gettop(lua)) {
    case 0:
      lua_pushnumber(lua, static_cast<double>(Bits(lua) >> 11U) * 0x1p-53);
      return 1;
    case 1: {
      const lua_Integer most = luaL_checkinteger(lua, 1);
      return most == 0 ? PushBetween(lua, LUA_MININTEGER, LUA_MAXINTEGER)
                       : PushBetween(lua, 1, most);
    }
    case 2:
      return PushBetween(lua, luaL_checkinteger(lua, 1), luaL_checkinteger(lua, 2));
    default:
      return luaL_error(lua, "wrong number of arguments");
  }
}

}  // namespace

void OpenMath(lua_State* lua) {
  lua_newtable(lua);
  AddStock(lua, luaopen_math,
           {"abs",  "acos", "asin", "atan", "ceil",       "cos",  "deg",        "exp",  "floor",
            "fmod", "huge", "log",  "max",  "maxinteger", "min",  "mininteger", "modf", "pi",
            "rad",  "sin",  "sqrt", "tan",  "tointeger",  "type", "ult"});
  SetFunctions(lua, {Named<Random>("random")});
  lua_setglobal(lua, "math");
}

}  // namespace lineman
