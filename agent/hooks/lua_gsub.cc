// string.gsub.
#include <algorithm>
#include <optional>

#include "hooks/lua_binding.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_match.h"
#include "hooks/lua_text.h"

namespace lineman {
namespace {

// What takes the place of a match; its text, table or function is the third argument.
class Replacement {
 public:
  Replacement(lua_State* lua, const LuaMatcher& matcher, LuaText& text)
      : lua_(lua), matcher_(matcher), text_(text), type_(lua_type(lua, 3)) {}

  void Add() {
    if (type_ == LUA_TTABLE)
      AddFromTable();
    else if (type_ == LUA_TFUNCTION)
      AddFromFunction();
    else
      AddText(TextArgument(lua_, 3));
  }

 private:
  void AddFromTable() {
    LuaInside::Of(lua_).meter.ChargeInstruction(lua_);
    matcher_.PushCapture(0);
    lua_gettable(lua_, 3);
    AddResult();
  }

  void AddFromFunction() {
    lua_pushvalue(lua_, 3);
    lua_call(lua_, matcher_.PushCaptures(true), 1);
    AddResult();
  }

  // Nothing and false keep what was there.
  void AddResult() {
    const int type = lua_type(lua_, -1);
    if (lua_toboolean(lua_, -1) == 0)
      text_.Add(matcher_.whole());
    else if (type == LUA_TSTRING || type == LUA_TNUMBER)
      AddTop();
    else
      luaL_error(lua_, "invalid replacement value (a %s)", luaL_typename(lua_, -1));
    lua_pop(lua_, 1);
  }

  // A string or a number.
  void AddTop() {
    if (lua_type(lua_, -1) == LUA_TSTRING)
      text_.Add(TextArgument(lua_, -1));
    else
      text_.Add(NumberText(lua_, -1));
  }

  void AddText(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const std::size_t percent = std::min(text.find('%', at), text.size());
      if (percent > at) text_.Add(text.substr(at, percent - at));
      at = percent;
      if (at < text.size()) AddEscaped(++at < text.size() ? text[at] : '\0');
    }
  }

  // What stands after a '%'.
  void AddEscaped(char c) {
    if (c == '%') return text_.Add('%');
    if (c < '0' || c > '9') luaL_error(lua_, "invalid use of '%%' in replacement string");
    if (c == '0') return text_.Add(matcher_.whole());
    matcher_.PushCapture(static_cast<std::size_t>(c - '1'));
    AddTop();
    lua_pop(lua_, 1);
  }

  lua_State* lua_;
  const LuaMatcher& matcher_;
  LuaText& text_;
  int type_;
};

void CheckReplacement(lua_State* lua) {
  const int type = lua_type(lua, 3);
  luaL_argexpected(
      lua,
      type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
      "string/function/table");
}

int Replace(lua_State* lua) {
  const std::string_view subject = TextArgument(lua, 1);
  const LuaPattern pattern(lua, TextArgument(lua, 2), true);
  CheckReplacement(lua);
  const lua_Integer most = luaL_optinteger(lua, 4, static_cast<lua_Integer>(subject.size()) + 1);
  LuaMatcher matcher(lua, pattern, subject);
  LuaText text(lua);
  Replacement replacement(lua, matcher, text);
  lua_Integer count = 0;
  std::optional<std::size_t> last;  // end of the last match: no empty match is found there again
  std::size_t at = 0;
  while (count < most) {
    const std::optional<std::size_t> end = matcher.MatchAt(at);
    if (end && end != last) {
      ++count;
      replacement.Add();
      last = end;
      at = *end;
    } else if (at < subject.size()) {
      text.Add(subject[at++]);
    } else {
      break;
    }
    if (pattern.is_anchored()) break;
  }
  text.Add(subject.substr(at));
  text.Push();
  lua_pushinteger(lua, count);
  return 2;
}

}  // namespace

void AddStringReplace(lua_State* lua) { SetFunctions(lua, {Named<Replace>("gsub")}); }

}  // namespace lineman
