// table: written from the manual, for Lua's own cannot be charged as it goes. Unlike Lua's, these
// functions look at tables raw: no metamethod runs.
#include <algorithm>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_text.h"

namespace lineman {
namespace {

constexpr lua_Integer kMostUnpacked = 4096;  // more would not be arguments but a list

// The length of the table that is the first argument.
lua_Integer LengthOfTable(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  return static_cast<lua_Integer>(lua_rawlen(lua, 1));
}

int Insert(lua_State* lua) {
  const lua_Integer end = LengthOfTable(lua) + 1;  // may be the smallest number of all
  const int arguments = lua_gettop(lua);
  if (arguments != 2 && arguments != 3)
    return luaL_error(lua, "wrong number of arguments to 'insert'");
  lua_Integer position = end;
  if (arguments == 3) {
    position = luaL_checkinteger(lua, 2);
    luaL_argcheck(lua, position >= 1 && position <= end, 2, "position out of bounds");
  }
  for (lua_Integer index = end; index > position; --index) {
    LuaState::Charge(lua, 1);
    lua_rawgeti(lua, 1, index - 1);
    lua_rawseti(lua, 1, index);
  }
  lua_rawseti(lua, 1, position);
  return 0;
}

int Remove(lua_State* lua) {
  const lua_Integer size = LengthOfTable(lua);
  lua_Integer position = luaL_optinteger(lua, 2, size);
  const bool is_inside = position >= 1 && position - 1 <= size;  // one past the end is
  luaL_argcheck(lua, position == size || is_inside, 2, "position out of bounds");
  lua_rawgeti(lua, 1, position);
  for (; position < size; ++position) {
    LuaState::Charge(lua, 1);
    lua_rawgeti(lua, 1, position + 1);
    lua_rawseti(lua, 1, position);
  }
  lua_pushnil(lua);
  lua_rawseti(lua, 1, position);
  return 1;
}

int Move(lua_State* lua) {
  const lua_Integer first = luaL_checkinteger(lua, 2);
  const lua_Integer last = luaL_checkinteger(lua, 3);
  const lua_Integer target = luaL_checkinteger(lua, 4);
  const int into = lua_isnoneornil(lua, 5) ? 1 : 5;
  luaL_checktype(lua, 1, LUA_TTABLE);
  luaL_checktype(lua, into, LUA_TTABLE);
  lua_settop(lua, 5);
  lua_pushvalue(lua, into);
  if (last < first) return 1;
  luaL_argcheck(lua, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
  const lua_Integer count = last - first + 1;
  luaL_argcheck(lua, target <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
  // From the end that is not overwritten before it is read.
  const bool is_forward =
      target > last || target <= first || (into != 1 && !lua_rawequal(lua, 1, into));
  for (lua_Integer done = 0; done < count; ++done) {
    const lua_Integer offset = is_forward ? done : count - 1 - done;
    LuaState::Charge(lua, 1);
    lua_rawgeti(lua, 1, first + offset);
    lua_rawseti(lua, into, target + offset);
  }
  return 1;
}

int Concat(lua_State* lua) {
  const lua_Integer size = LengthOfTable(lua);
  const std::string_view between =
      lua_isnoneornil(lua, 2) ? std::string_view() : TextArgument(lua, 2);
  const lua_Integer first = luaL_optinteger(lua, 3, 1);
  const lua_Integer last = luaL_optinteger(lua, 4, size);
  LuaText text(lua);
  for (lua_Integer index = first; index <= last; ++index) {
    const int type = lua_rawgeti(lua, 1, index);
    if (type != LUA_TSTRING && type != LUA_TNUMBER)
      return luaL_error(lua, "invalid value (at index %I) in table for 'concat'",
                        static_cast<LUAI_UACINT>(index));
    if (index != first) text.Add(between);
    text.Add(type == LUA_TSTRING ? TextArgument(lua, -1) : std::string_view(NumberText(lua, -1)));
    lua_pop(lua, 1);
    if (index == last) break;  // it may be the largest number
  }
  return text.Push();
}

int Pack(lua_State* lua) {
  const int count = lua_gettop(lua);
  LuaState::Charge(lua, count);
  lua_createtable(lua, count, 1);
  lua_insert(lua, 1);
  for (int index = count; index >= 1; --index) lua_rawseti(lua, 1, index);
  lua_pushinteger(lua, count);
  lua_setfield(lua, 1, "n");
  return 1;
}

int Unpack(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  const lua_Integer first = luaL_optinteger(lua, 2, 1);
  const lua_Integer last = lua_isnoneornil(lua, 3) ? LengthOfTable(lua) : luaL_checkinteger(lua, 3);
  if (first > last) return 0;
  const lua_Unsigned more = static_cast<lua_Unsigned>(last) - static_cast<lua_Unsigned>(first);
  if (more >= static_cast<lua_Unsigned>(kMostUnpacked))
    return luaL_error(lua, "too many results to unpack");
  const auto count = static_cast<int>(more) + 1;
  LuaState::Charge(lua, count);
  luaL_checkstack(lua, count, "too many results to unpack");
  for (int index = 0; index < count; ++index) lua_rawgeti(lua, 1, first + index);
  return count;
}

}  // namespace

void OpenTable(lua_State* lua) {
  lua_newtable(lua);
  SetFunctions(lua, {Named<Concat>("concat"), Named<Insert>("insert"), Named<Move>("move"),
                     Named<Pack>("pack"), Named<Remove>("remove"), Named<Unpack>("unpack")});
  AddTableSort(lua);
  lua_setglobal(lua, "table");
}

}  // namespace lineman
