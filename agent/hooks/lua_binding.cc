#include "hooks/lua_binding.h"

#include "hooks/lua_inside.h"

namespace lineman {
namespace {

// The stock function is the upvalue. It finds its arguments where it would find them itself.
int CallStock(lua_State* lua) {
  std::size_t bytes = 0;
  const int arguments = lua_gettop(lua);
  for (int index = 1; index <= arguments; ++index)
    if (lua_type(lua, index) == LUA_TSTRING) bytes += lua_rawlen(lua, index);
  ChargeBytes(lua, bytes);
  LuaState::Charge(lua, arguments);
  return lua_tocfunction(lua, lua_upvalueindex(1))(lua);
}

}  // namespace

void AddStock(lua_State* lua, lua_CFunction open, std::initializer_list<const char*> names) {
  lua_pushcfunction(lua, open);
  lua_call(lua, 0, 1);
  for (const char* name : names) {
    lua_getfield(lua, -1, name);
    if (lua_iscfunction(lua, -1)) lua_pushcclosure(lua, &Guarded<CallStock>, 1);
    lua_setfield(lua, -3, name);
  }
  lua_pop(lua, 1);
}

LuaText::LuaText(lua_State* lua) : lua_(lua), most_(LuaInside::Of(lua).meter.limits().block) {
  constexpr std::size_t kLuasOwn = 64;  // bytes of a string besides its text
  most_ -= std::min(most_, kLuasOwn);
}

void LuaText::Add(std::string_view text) {
  ChargeBytes(lua_, text.size());
  if (text.size() > most_ - text_.size())
    luaL_error(lua_, "a string of more than %d KiB", static_cast<int>(most_ >> 10U) + 1);
  text_ += text;
}

int LuaText::Push() const {
  PushText(lua_, text_);
  return 1;
}

}  // namespace lineman
