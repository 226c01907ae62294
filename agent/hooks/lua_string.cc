// string: the functions that have no pattern and no format. Letters are those of ASCII.
#include <algorithm>
#include <string>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_position.h"

namespace lineman {
namespace {

constexpr std::size_t kMostBytes = 4096;  // results of string.byte

// The piece of the first argument that the next two tell.
std::string_view PieceArgument(lua_State* lua, lua_Integer start_otherwise,
                               lua_Integer end_otherwise) {
  const std::string_view text = TextArgument(lua, 1);
  const std::size_t start = StartArgument(lua, 2, start_otherwise, text.size());
  const std::size_t end = EndArgument(lua, 3, end_otherwise, text.size());
  return start < end ? text.substr(start, end - start) : std::string_view();
}

int Bytes(lua_State* lua) {
  const lua_Integer start = luaL_optinteger(lua, 2, 1);
  const std::string_view piece = PieceArgument(lua, 1, start);
  if (piece.size() > kMostBytes) return luaL_error(lua, "string slice too long");
  const auto count = static_cast<int>(piece.size());
  LuaState::Charge(lua, count);
  luaL_checkstack(lua, count, "string slice too long");
  for (const char c : piece) lua_pushinteger(lua, static_cast<unsigned char>(c));
  return count;
}

int Chars(lua_State* lua) {
  LuaText text(lua);
  const int count = lua_gettop(lua);
  for (int index = 1; index <= count; ++index) {
    const lua_Integer code = luaL_checkinteger(lua, index);
    luaL_argcheck(lua, code >= 0 && code <= 255, index, "value out of range");
    text.Add(static_cast<char>(static_cast<unsigned char>(code)));
  }
  return text.Push();
}

int Length(lua_State* lua) {
  lua_pushinteger(lua, static_cast<lua_Integer>(TextArgument(lua, 1).size()));
  return 1;
}

// A copy of the first argument, charged for.
std::string CopyArgument(lua_State* lua) {
  const std::string_view text = TextArgument(lua, 1);
  ChargeBytes(lua, text.size());
  return std::string(text);
}

int Lower(lua_State* lua) {
  std::string text = CopyArgument(lua);
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  PushText(lua, text);
  return 1;
}

int Upper(lua_State* lua) {
  std::string text = CopyArgument(lua);
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  PushText(lua, text);
  return 1;
}

int Reverse(lua_State* lua) {
  std::string text = CopyArgument(lua);
  std::reverse(text.begin(), text.end());
  PushText(lua, text);
  return 1;
}

int Repeat(lua_State* lua) {
  const std::string_view text = TextArgument(lua, 1);
  const lua_Integer times = luaL_checkinteger(lua, 2);
  const std::string_view between =
      lua_isnoneornil(lua, 3) ? std::string_view() : TextArgument(lua, 3);
  const std::size_t each = text.size() + between.size();
  if (times <= 0 || each == 0) return PushText(lua, ""), 1;
  const std::size_t most = LuaInside::Of(lua).meter.limits().block;
  if (static_cast<lua_Unsigned>(times) > most / each)
    return luaL_error(lua, "resulting string too large");
  ChargeBytes(lua, each * static_cast<std::size_t>(times));
  std::string repeated;
  for (lua_Integer i = 1; i < times; ++i) repeated.append(text).append(between);
  PushText(lua, repeated.append(text));
  return 1;
}

int Sub(lua_State* lua) {
  luaL_checkinteger(lua, 2);
  PushText(lua, PieceArgument(lua, 1, -1));
  return 1;
}

// The metatable that all strings share. A script cannot get at it.
void SetStringMetatable(lua_State* lua) {
  lua_newtable(lua);
  lua_pushvalue(lua, -2);
  lua_setfield(lua, -2, "__index");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  AddStringArithmetic(lua);
  lua_pushliteral(lua, "");
  lua_insert(lua, -2);
  lua_setmetatable(lua, -2);
  lua_pop(lua, 1);
}

}  // namespace

void OpenString(lua_State* lua) {
  lua_newtable(lua);
  SetFunctions(lua, {Named<Bytes>("byte"), Named<Chars>("char"), Named<Length>("len"),
                     Named<Lower>("lower"), Named<Repeat>("rep"), Named<Reverse>("reverse"),
                     Named<Sub>("sub"), Named<Upper>("upper")});
  AddStringSearch(lua);
  AddStringReplace(lua);
  AddStringFormat(lua);
  SetStringMetatable(lua);
  lua_setglobal(lua, "string");
}

}  // namespace lineman
