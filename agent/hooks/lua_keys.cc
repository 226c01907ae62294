#include "hooks/lua_keys.h"

#include <cmath>
#include <lua.hpp>

namespace lineman {
namespace {

// Exactly, though neither type holds all values of the other. A float that is a key is never NaN,
// nor a whole number an integer can hold.
bool IsLess(std::int64_t integer, double number) {
  constexpr double kBeyondIntegers = 0x1p63;
  if (number >= kBeyondIntegers) return true;
  if (number < -kBeyondIntegers) return false;
  return integer <= static_cast<std::int64_t>(std::floor(number));
}

}  // namespace

bool operator<(const LuaKey& a, const LuaKey& b) {
  using Kind = LuaKey::Kind;
  if (a.kind == Kind::kString || b.kind == Kind::kString)
    return a.kind == b.kind ? a.text < b.text : b.kind == Kind::kString;
  if (a.kind == b.kind)
    return a.kind == Kind::kInteger ? a.integer < b.integer : a.number < b.number;
  if (a.kind == Kind::kInteger) return IsLess(a.integer, b.number);
  return !IsLess(b.integer, a.number);
}

bool IsOrderedKey(lua_State* lua, int index) {
  const int type = lua_type(lua, index);
  return type == LUA_TNUMBER || type == LUA_TSTRING;
}

LuaKey KeyAt(lua_State* lua, int index) {
  LuaKey key;
  if (lua_type(lua, index) == LUA_TSTRING) {
    std::size_t size = 0;
    const char* text = lua_tolstring(lua, index, &size);
    key.kind = LuaKey::Kind::kString;
    key.text = {text, size};
  } else if (lua_isinteger(lua, index) != 0) {
    key.integer = lua_tointeger(lua, index);
  } else {
    key.kind = LuaKey::Kind::kFloat;
    key.number = lua_tonumber(lua, index);
  }
  return key;
}

}  // namespace lineman
