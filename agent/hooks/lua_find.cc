// string.find, match and gmatch.
#include <cstring>
#include <optional>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_match.h"
#include "hooks/lua_position.h"

namespace lineman {
namespace {

bool IsPlain(std::string_view pattern) {
  return pattern.find_first_of("^$*+?.([%-)") == std::string_view::npos;
}

// Charged for every place where the first byte stands, for the rest is compared there.
std::optional<std::size_t> FindPlain(lua_State* lua, std::string_view subject,
                                     std::string_view wanted, std::size_t from) {
  if (wanted.empty()) return from;
  while (subject.size() - from >= wanted.size()) {
    const void* found = std::memchr(subject.data() + from, wanted.front(),
                                    subject.size() - wanted.size() + 1 - from);
    const std::size_t at =
        found == nullptr
            ? subject.size()
            : static_cast<std::size_t>(static_cast<const char*>(found) - subject.data());
    ChargeBytes(lua, at - from);
    if (found == nullptr) return std::nullopt;
    ChargeBytes(lua, wanted.size());
    if (subject.substr(at, wanted.size()) == wanted) return at;
    from = at + 1;
  }
  return std::nullopt;
}

int PushFound(lua_State* lua, std::size_t start, std::size_t end) {
  lua_pushinteger(lua, static_cast<lua_Integer>(start) + 1);
  lua_pushinteger(lua, static_cast<lua_Integer>(end));
  return 2;
}

int NotFound(lua_State* lua) {
  luaL_pushfail(lua);
  return 1;
}

int Search(lua_State* lua, std::size_t from, bool wants_place) {
  const std::string_view subject = TextArgument(lua, 1);
  const LuaPattern pattern(lua, TextArgument(lua, 2), true);
  LuaMatcher matcher(lua, pattern, subject);
  for (std::size_t start = from; start <= subject.size(); ++start) {
    const std::optional<std::size_t> end = matcher.MatchAt(start);
    if (end && !wants_place) return matcher.PushCaptures(true);
    if (end) return PushFound(lua, start, *end) + matcher.PushCaptures(false);
    if (pattern.is_anchored()) break;
  }
  return NotFound(lua);
}

int Find(lua_State* lua) {
  const std::string_view subject = TextArgument(lua, 1);
  const std::string_view wanted = TextArgument(lua, 2);
  const std::size_t from = StartArgument(lua, 3, 1, subject.size());
  if (from > subject.size()) return NotFound(lua);
  ChargeBytes(lua, wanted.size());
  if (lua_toboolean(lua, 4) == 0 && !IsPlain(wanted)) return Search(lua, from, true);
  const std::optional<std::size_t> found = FindPlain(lua, subject, wanted, from);
  return found ? PushFound(lua, *found, *found + wanted.size()) : NotFound(lua);
}

int Match(lua_State* lua) {
  const std::string_view subject = TextArgument(lua, 1);
  TextArgument(lua, 2);
  const std::size_t from = StartArgument(lua, 3, 1, subject.size());
  return from > subject.size() ? NotFound(lua) : Search(lua, from, false);
}

// Upvalues: the subject, the pattern, where to go on, and where the last match ended or -1: no
// empty match is found there again.
int NextMatch(lua_State* lua) {
  const std::string_view subject = TextArgument(lua, lua_upvalueindex(1));
  const LuaPattern pattern(lua, TextArgument(lua, lua_upvalueindex(2)), false);
  LuaMatcher matcher(lua, pattern, subject);
  const lua_Integer last = lua_tointeger(lua, lua_upvalueindex(4));
  auto start = static_cast<std::size_t>(lua_tointeger(lua, lua_upvalueindex(3)));
  for (; start <= subject.size(); ++start) {
    const std::optional<std::size_t> end = matcher.MatchAt(start);
    if (!end || static_cast<lua_Integer>(*end) == last) continue;
    lua_pushinteger(lua, static_cast<lua_Integer>(*end));
    lua_copy(lua, -1, lua_upvalueindex(3));
    lua_replace(lua, lua_upvalueindex(4));
    return matcher.PushCaptures(true);
  }
  return 0;
}

int MatchAll(lua_State* lua) {
  const std::string_view subject = TextArgument(lua, 1);
  [[maybe_unused]] const LuaPattern checked(lua, TextArgument(lua, 2), false);
  const std::size_t from = StartArgument(lua, 3, 1, subject.size());
  lua_settop(lua, 2);
  lua_pushinteger(lua, static_cast<lua_Integer>(from));
  lua_pushinteger(lua, -1);
  lua_pushcclosure(lua, &Guarded<NextMatch>, 4);
  return 1;
}

}  // namespace

void AddStringSearch(lua_State* lua) {
  SetFunctions(lua, {Named<Find>("find"), Named<Match>("match"), Named<MatchAll>("gmatch")});
}

}  // namespace lineman
