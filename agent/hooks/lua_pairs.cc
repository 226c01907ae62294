// ipairs, and a pairs that visits keys in one order everywhere.
#include <algorithm>
#include <bit>
#include <cstdlib>
#include <vector>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_keys.h"

namespace lineman {
namespace {

// Steps of a visit to any table: it may be large and hold nothing, and all of it is looked at.
constexpr std::int64_t kLookAtTable = 100;

struct Visited {
  LuaKey key;
  lua_Integer position;  // in the list of keys as they came
};

// Which of several wrong keys is told must not depend on the order they come in.
[[noreturn]] void RefuseKey(lua_State* lua, int type) {
  luaL_error(lua, "pairs visits only number and string keys; this table has a %s key",
             lua_typename(lua, type));
  std::abort();  // luaL_error never returns, but does not say so
}

// Pushes a list of the keys of the table at 1, as they come.
std::vector<Visited> PushKeys(lua_State* lua) {
  std::vector<Visited> visited;
  int wrong_type = LUA_NUMTYPES;
  lua_newtable(lua);
  lua_pushnil(lua);
  while (lua_next(lua, 1) != 0) {
    lua_pop(lua, 1);
    if (IsHiddenKey(lua, -1)) continue;
    LuaState::Charge(lua, 1);
    if (!IsOrderedKey(lua, -1)) {
      wrong_type = std::min(wrong_type, lua_type(lua, -1));
      continue;
    }
    visited.push_back({KeyAt(lua, -1), static_cast<lua_Integer>(visited.size()) + 1});
    lua_pushvalue(lua, -1);
    lua_rawseti(lua, -3, visited.back().position);
  }
  if (wrong_type != LUA_NUMTYPES) RefuseKey(lua, wrong_type);
  return visited;
}

// Charges for as many comparisons as it may take: how many it does take depends on the order the
// keys come in.
void SortKeys(lua_State* lua, std::vector<Visited>& visited) {
  const auto rounds = static_cast<std::size_t>(std::bit_width(visited.size()));
  std::size_t bytes = 0;
  for (const Visited& each : visited) bytes += each.key.text.size();
  LuaState::Charge(lua, static_cast<std::int64_t>(visited.size() * rounds));
  ChargeBytes(lua, bytes * rounds);
  std::sort(visited.begin(), visited.end(),
            [](const Visited& a, const Visited& b) { return a.key < b.key; });
}

// Goes on from the key whose position is the second upvalue in the list that is the first. The
// table may have changed since: it is asked for each value anew.
int NextPair(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  for (lua_Integer position = lua_tointeger(lua, lua_upvalueindex(2)) + 1;; ++position) {
    LuaState::Charge(lua, 1);
    lua_pushinteger(lua, position);
    lua_replace(lua, lua_upvalueindex(2));
    if (lua_rawgeti(lua, lua_upvalueindex(1), position) == LUA_TNIL) return 1;
    lua_pushvalue(lua, -1);
    if (lua_rawget(lua, 1) != LUA_TNIL) return 2;
    lua_pop(lua, 2);
  }
}

int PairsOfTable(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  lua_settop(lua, 1);
  LuaState::Charge(lua, kLookAtTable);
  std::vector<Visited> visited = PushKeys(lua);
  SortKeys(lua, visited);
  lua_createtable(lua, static_cast<int>(visited.size()), 0);
  lua_Integer position = 0;
  for (const Visited& each : visited) {
    lua_rawgeti(lua, 2, each.position);
    lua_rawseti(lua, 3, ++position);
  }
  lua_pushinteger(lua, 0);
  lua_pushcclosure(lua, &Guarded<NextPair>, 2);
  lua_pushvalue(lua, 1);
  lua_pushnil(lua);
  return 3;
}

int FinishPairs(lua_State* /*lua*/, int /*status*/, lua_KContext /*context*/) { return 3; }

int Pairs(lua_State* lua) {
  luaL_checkany(lua, 1);
  if (luaL_getmetafield(lua, 1, "__pairs") == LUA_TNIL) return PairsOfTable(lua);
  lua_pushvalue(lua, 1);
  lua_callk(lua, 1, 3, 0, &FinishPairs);
  return 3;
}

int NextIndex(lua_State* lua) {
  const auto index = static_cast<lua_Integer>(static_cast<lua_Unsigned>(luaL_checkinteger(lua, 2)) +
                                              1);  // wraps around
  lua_pushinteger(lua, index);
  return lua_geti(lua, 1, index) == LUA_TNIL ? 1 : 2;
}

int IndexedPairs(lua_State* lua) {
  luaL_checkany(lua, 1);
  lua_pushcfunction(lua, &Guarded<NextIndex>);
  lua_pushvalue(lua, 1);
  lua_pushinteger(lua, 0);
  return 3;
}

}  // namespace

void OpenPairs(lua_State* lua) {
  lua_pushglobaltable(lua);
  SetFunctions(lua, {Named<IndexedPairs>("ipairs"), Named<Pairs>("pairs")});
  lua_pop(lua, 1);
}

}  // namespace lineman
