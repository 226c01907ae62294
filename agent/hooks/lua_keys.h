// The keys of tables in an order that is the same everywhere. Only for agent/hooks/lua_*.cc.
#pragma once

#include <cstdint>
#include <string_view>

struct lua_State;

namespace lineman {

// A key that is a number or a string. The text is the table's own: it lives as long as the key is
// in the table.
struct LuaKey {
  enum class Kind { kInteger, kFloat, kString };
  Kind kind = Kind::kInteger;
  std::int64_t integer = 0;
  double number = 0;
  std::string_view text = {};

  // Numbers by value, then strings bytewise. No two keys of a table are equal.
  friend bool operator<(const LuaKey& a, const LuaKey& b);
};

// Whether the value can be a key that has a place in the order.
bool IsOrderedKey(lua_State* lua, int index);
LuaKey KeyAt(lua_State* lua, int index);

}  // namespace lineman
