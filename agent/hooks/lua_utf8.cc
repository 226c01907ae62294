// utf8: Lua's own, but for char and codes. Lua's char builds long strings in a way that cannot be
// charged as it goes; its codes may look at a whole string in one step.
#include <algorithm>
#include <array>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"

namespace lineman {
namespace {

constexpr lua_Unsigned kLargest = 0x7FFFFFFF;  // of the encoding as it was first thought of
constexpr lua_Unsigned kLargestUnicode = 0x10FFFF;

unsigned char ByteOf(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool IsContinuation(std::string_view text, std::size_t at) {
  return (ByteOf(text, at) & 0xC0U) == 0x80U;
}

// How many bytes a character takes that begins with this one; 0 when none does.
std::size_t LengthOf(unsigned char first) {
  if (first < 0x80) return 1;
  std::size_t length = 0;
  for (unsigned bit = 0x80; (first & bit) != 0; bit >>= 1U) ++length;
  return length >= 2 && length <= 6 ? length : 0;
}

struct Character {
  lua_Unsigned code = 0;
  std::size_t bytes = 0;  // 0 when there is none
};

// The fewest bytes that can hold a code.
std::size_t LengthFor(lua_Unsigned code) {
  constexpr std::array<lua_Unsigned, 5> kBeyond = {0x80, 0x800, 0x10000, 0x200000, 0x4000000};
  return static_cast<std::size_t>(std::upper_bound(kBeyond.begin(), kBeyond.end(), code) -
                                  kBeyond.begin()) +
         1;
}

Character Decode(std::string_view text, std::size_t at, bool is_strict) {
  const unsigned char first = ByteOf(text, at);
  const std::size_t length = LengthOf(first);
  if (length == 0 || length > text.size() - at) return {};
  lua_Unsigned code = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!IsContinuation(text, at + i)) return {};
    code = (code << 6U) | (ByteOf(text, at + i) & 0x3FU);
  }
  if (LengthFor(code) != length) return {};
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (is_strict && (is_surrogate || code > kLargestUnicode)) return {};
  return {code, length};
}

// From the character that begins at the second argument to the next.
int NextCode(lua_State* lua, bool is_strict) {
  const std::string_view text = TextArgument(lua, 1);
  auto at = static_cast<lua_Unsigned>(lua_tointeger(lua, 2));  // of the one before, from 1
  LuaState::Charge(lua, 1);
  if (at > text.size()) return 0;
  for (int most = 6; at > 0 && most > 0 && IsContinuation(text, at); --most) ++at;
  if (at >= text.size()) return 0;
  const Character character = Decode(text, at, is_strict);
  if (character.bytes == 0 || IsContinuation(text, at + character.bytes))
    return luaL_error(lua, "invalid UTF-8 code");
  lua_pushinteger(lua, static_cast<lua_Integer>(at) + 1);
  lua_pushinteger(lua, static_cast<lua_Integer>(character.code));
  return 2;
}

int NextStrict(lua_State* lua) { return NextCode(lua, true); }
int NextLax(lua_State* lua) { return NextCode(lua, false); }

int Codes(lua_State* lua) {
  const bool is_lax = lua_toboolean(lua, 2) != 0;
  const std::string_view text = TextArgument(lua, 1);
  luaL_argcheck(lua, !IsContinuation(text, 0), 1, "invalid UTF-8 code");
  lua_pushcfunction(lua, is_lax ? &Guarded<NextLax> : &Guarded<NextStrict>);
  lua_pushvalue(lua, 1);
  lua_pushinteger(lua, 0);
  return 3;
}

void AddCode(LuaText& text, lua_Unsigned code) {
  const std::size_t length = LengthFor(code);
  if (length == 1) return text.Add(static_cast<char>(code));
  std::array<char, 6> bytes{};
  for (std::size_t i = length - 1; i > 0; --i, code >>= 6U)
    bytes[i] = static_cast<char>(0x80U | (code & 0x3FU));
  bytes[0] = static_cast<char>((0xFF00U >> length) | code);
  text.Add(std::string_view(bytes.data(), length));
}

int Char(lua_State* lua) {
  LuaText text(lua);
  const int count = lua_gettop(lua);
  for (int index = 1; index <= count; ++index) {
    const auto code = static_cast<lua_Unsigned>(luaL_checkinteger(lua, index));
    luaL_argcheck(lua, code <= kLargest, index, "value out of range");
    AddCode(text, code);
  }
  return text.Push();
}

}  // namespace

void OpenUtf8(lua_State* lua) {
  lua_newtable(lua);
  AddStock(lua, luaopen_utf8, {"charpattern", "codepoint", "len", "offset"});
  SetFunctions(lua, {Named<Char>("char"), Named<Codes>("codes")});
  lua_setglobal(lua, "utf8");
}

}  // namespace lineman
