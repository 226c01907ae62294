// table.sort: a merge sort of the values as they are when it begins. It is stable, and an order
// function that contradicts itself makes it end with some order.
#include <algorithm>
#include <numeric>
#include <vector>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"

namespace lineman {
namespace {

using Order = std::vector<int>;  // positions in the list of values

constexpr lua_Integer kMostSorted = 65536;

// The order function, or nil, is at 2; the list of values at 3.
class Sorter {
 public:
  explicit Sorter(lua_State* lua) : lua_(lua), has_function_(!lua_isnil(lua, 2)) {}

  void Sort(Order& order) {
    Order merged(order.size());
    for (std::size_t width = 1; width < order.size(); width *= 2) {
      for (std::size_t from = 0; from < order.size(); from += 2 * width)
        Merge(order, merged, from, width);
      order.swap(merged);
    }
  }

 private:
  // Two neighbouring runs of `width` values each; the last ones may be shorter.
  void Merge(const Order& order, Order& merged, std::size_t from, std::size_t width) {
    const std::size_t middle = std::min(from + width, order.size());
    const std::size_t end = std::min(middle + width, order.size());
    std::size_t left = from;
    std::size_t right = middle;
    for (std::size_t to = from; to < end; ++to) {
      const bool takes_right = right < end && (left == middle || IsLess(order[right], order[left]));
      merged[to] = takes_right ? order[right++] : order[left++];
    }
  }

  bool IsLess(int a, int b) {
    LuaInside::Of(lua_).meter.ChargeInstruction(lua_);
    if (has_function_) lua_pushvalue(lua_, 2);
    lua_rawgeti(lua_, 3, a);
    lua_rawgeti(lua_, 3, b);
    const bool is_less = has_function_ ? CallFunction() : Compare();
    lua_settop(lua_, 3);
    return is_less;
  }

  bool CallFunction() {
    lua_call(lua_, 2, 1);
    return lua_toboolean(lua_, -1) != 0;
  }

  bool Compare() {
    if (lua_type(lua_, -1) != LUA_TSTRING || lua_type(lua_, -2) != LUA_TSTRING)
      return lua_compare(lua_, -2, -1, LUA_OPLT) != 0;
    const std::string_view a = TextArgument(lua_, -2);
    const std::string_view b = TextArgument(lua_, -1);
    ChargeBytes(lua_, std::min(a.size(), b.size()));
    return a < b;
  }

  lua_State* lua_;
  bool has_function_;
};

int Sort(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  if (!lua_isnoneornil(lua, 2)) luaL_checktype(lua, 2, LUA_TFUNCTION);
  const auto size = static_cast<lua_Integer>(lua_rawlen(lua, 1));
  luaL_argcheck(lua, size >= 0 && size <= kMostSorted, 1, "array too big");
  const auto count = static_cast<int>(size);
  LuaState::Charge(lua, 4 * size);
  lua_settop(lua, 2);
  lua_createtable(lua, count, 0);
  for (int index = 1; index <= count; ++index) {
    lua_rawgeti(lua, 1, index);
    lua_rawseti(lua, 3, index);
  }
  Order order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 1);
  Sorter(lua).Sort(order);
  for (int index = 1; index <= count; ++index) {
    lua_rawgeti(lua, 3, order[static_cast<std::size_t>(index) - 1]);
    lua_rawseti(lua, 1, index);
  }
  return 0;
}

}  // namespace

void AddTableSort(lua_State* lua) { SetFunctions(lua, {Named<Sort>("sort")}); }

}  // namespace lineman
