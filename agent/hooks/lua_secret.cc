// Secrets as scripts hold them: to be handed on, never to be seen.
#include <fmt/format.h>

#include <lua.hpp>
#include <new>

#include "hooks/lua_api.h"
#include "hooks/lua_type.h"
#include "hooks/table_reader.h"

namespace lineman {
namespace {

int SecretText(lua_State* lua) {
  lua_pushliteral(lua, "(secret)");
  return 1;
}

int SecretIndex(lua_State* lua) { Raise(lua, "a secret has no fields: it can only be handed on"); }

int SecretGone(lua_State* lua) {
  static_cast<Secret*>(lua_touserdata(lua, 1))->~Secret();
  return 0;
}

}  // namespace

void MakeSecretType(lua_State* lua) {
  PushNewType(lua, LuaType::kSecret, "secret");
  lua_pushcfunction(lua, &SecretText);
  lua_setfield(lua, -2, "__tostring");
  lua_pushcfunction(lua, &SecretIndex);
  lua_setfield(lua, -2, "__index");
  lua_pushcfunction(lua, &SecretGone);
  lua_setfield(lua, -2, "__gc");
  lua_pop(lua, 1);
}

void PushSecret(lua_State* lua, const Secret& secret) {
  void* memory = lua_newuserdatauv(lua, sizeof(Secret), 0);
  new (memory) Secret(secret);
  SetType(lua, LuaType::kSecret);
}

bool IsSecret(lua_State* lua, int index) { return IsOf(lua, index, LuaType::kSecret); }

Secret SecretAt(lua_State* lua, int index, const std::string& what) {
  if (IsSecret(lua, index)) return *static_cast<Secret*>(lua_touserdata(lua, index));
  auto text = TextAt(lua, index);
  if (!text) {
    Raise(lua, fmt::format("{} is a secret or a text, not a {}", what, luaL_typename(lua, index)));
  }
  return Secret(*std::move(text));
}

}  // namespace lineman
