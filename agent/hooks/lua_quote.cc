#include "hooks/lua_quote.h"

#include <fmt/format.h>

#include <cmath>

#include "hooks/lua_binding.h"

namespace lineman {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool digit_follows = at + 1 < text.size() && IsDigit(text[at + 1]);
    if (c == '"' || c == '\\' || c == '\n')
      quoted += {'\\', c};
    else if (IsControl(c))
      quoted += digit_follows ? fmt::format("\\{:03}", int{c}) : fmt::format("\\{}", int{c});
    else
      quoted += c;
  }
  return quoted + '"';
}

// Hexadecimal, for that is exact.
std::string QuotedFloat(double number) {
  if (std::isnan(number)) return "(0/0)";
  if (std::isinf(number)) return number > 0 ? "1e9999" : "-1e9999";
  return fmt::format("{:a}", number);
}

std::string QuotedInteger(lua_Integer integer) {
  // There is no such literal in decimal: its digits without the sign are no integer.
  if (integer == LUA_MININTEGER) return "0x8000000000000000";
  return fmt::format("{}", integer);
}

}  // namespace

std::string QuotedValue(lua_State* lua, int index) {
  switch (lua_type(lua, index)) {
    case LUA_TSTRING:
      ChargeBytes(lua, 16 * lua_rawlen(lua, index));
      return Quoted(TextArgument(lua, index));
    case LUA_TNUMBER:
      return lua_isinteger(lua, index) != 0 ? QuotedInteger(lua_tointeger(lua, index))
                                            : QuotedFloat(lua_tonumber(lua, index));
    case LUA_TNIL:
    case LUA_TBOOLEAN:
      return LuaToText(lua, index);
    default:
      luaL_argerror(lua, index, "value has no literal form");
      return {};
  }
}

}  // namespace lineman
