// Arithmetic on strings that are numbers: "10" + 1. In Lua 5.4 it is metamethods of strings.
#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"

namespace lineman {
namespace {

// Pushes the number that a string is, or a number itself.
bool PushNumber(lua_State* lua, int index) {
  if (lua_type(lua, index) == LUA_TNUMBER) {
    lua_pushvalue(lua, index);
    return true;
  }
  if (lua_type(lua, index) != LUA_TSTRING) return false;
  const std::string_view text = TextArgument(lua, index);
  ChargeBytes(lua, 4 * text.size());
  return lua_stringtonumber(lua, text.data()) == text.size() + 1;
}

// The second operand may be a table that knows the operation.
int CallOther(lua_State* lua, const char* event) {
  lua_settop(lua, 2);
  if (lua_type(lua, 2) == LUA_TSTRING || luaL_getmetafield(lua, 2, event) == LUA_TNIL)
    return luaL_error(lua, "attempt to perform arithmetic on a %s value",
                      luaL_typename(lua, lua_type(lua, 2) == LUA_TSTRING ? 1 : 2));
  lua_insert(lua, 1);
  lua_call(lua, 2, 1);
  return 1;
}

template <int kOperation>
int Calculate(lua_State* lua) {
  constexpr const char* kEvents[] = {"__add", "__sub", "__mul",  "__mod",
                                     "__pow", "__div", "__idiv", "__unm"};
  constexpr int kOperations[] = {LUA_OPADD, LUA_OPSUB, LUA_OPMUL,  LUA_OPMOD,
                                 LUA_OPPOW, LUA_OPDIV, LUA_OPIDIV, LUA_OPUNM};
  if (!PushNumber(lua, 1) || !PushNumber(lua, 2)) return CallOther(lua, kEvents[kOperation]);
  if (kOperations[kOperation] == LUA_OPUNM) lua_pop(lua, 1);  // it has its operand twice
  lua_arith(lua, kOperations[kOperation]);
  return 1;
}

}  // namespace

void AddStringArithmetic(lua_State* lua) {
  SetFunctions(lua, {Named<Calculate<0>>("__add"), Named<Calculate<1>>("__sub"),
                     Named<Calculate<2>>("__mul"), Named<Calculate<3>>("__mod"),
                     Named<Calculate<4>>("__pow"), Named<Calculate<5>>("__div"),
                     Named<Calculate<6>>("__idiv"), Named<Calculate<7>>("__unm")});
}

}  // namespace lineman
