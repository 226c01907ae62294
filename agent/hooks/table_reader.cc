#include "hooks/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <lua.hpp>
#include <span>

#include "base/duration.h"
#include "base/suggest.h"
#include "hooks/lua_state.h"

namespace lineman {
namespace {

// A string as text that is valid while the string is on the stack; nothing for other types.
std::optional<std::string_view> ViewAt(lua_State* lua, int index) {
  if (lua_type(lua, index) != LUA_TSTRING) return std::nullopt;
  std::size_t length = 0;
  const char* text = lua_tolstring(lua, index, &length);
  return std::string_view(text, length);
}

}  // namespace

void Raise(lua_State* lua, const std::string& message) {
  luaL_where(lua, 1);
  lua_pushlstring(lua, message.data(), message.size());
  lua_concat(lua, 2);
  lua_error(lua);
  std::abort();  // lua_error does not return
}

std::vector<std::string> KeysOf(lua_State* lua, int index, const std::string& what) {
  index = lua_absindex(lua, index);
  if (!lua_istable(lua, index)) {
    Raise(lua, fmt::format("{} is a {}, not a table", what, luaL_typename(lua, index)));
  }
  luaL_checkstack(lua, 4, "too deep");
  std::vector<std::string> keys;
  lua_pushnil(lua);
  while (lua_next(lua, index) != 0) {
    lua_pop(lua, 1);
    LuaState::Charge(lua, 1);
    const auto key = TextAt(lua, -1);
    if (!key) {
      Raise(lua,
            fmt::format("{} has a {} as a key; its keys are names", what, luaL_typename(lua, -1)));
    }
    keys.push_back(*key);
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

void PushField(lua_State* lua, int index, const std::string& key) {
  index = lua_absindex(lua, index);
  lua_pushlstring(lua, key.data(), key.size());
  lua_rawget(lua, index);
}

std::optional<std::string> TextAt(lua_State* lua, int index) {
  const auto text = ViewAt(lua, index);
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

Duration DurationAt(lua_State* lua, int index, std::string_view what, std::string_view field) {
  const auto name = [&] { return fmt::format("{}{}{}", what, field.empty() ? "" : ": ", field); };
  const auto text = ViewAt(lua, index);
  if (!text) {
    Raise(lua, fmt::format("{} is a duration with its unit, a text like \"30s\", not a {}", name(),
                           luaL_typename(lua, index)));
  }
  const Result<Duration> span = ParseDuration(*text);
  if (!span) Raise(lua, fmt::format("{}: {}", name(), span.error().message));
  return *span;
}

TableReader::TableReader(lua_State* lua, int index, std::string what)
    : lua_(lua), index_(lua_absindex(lua, index)), what_(std::move(what)) {
  if (!lua_istable(lua_, index_)) {
    Raise(lua_,
          fmt::format("{} takes a table of fields, not a {}", what_, luaL_typename(lua_, index_)));
  }
  luaL_checkstack(lua_, 8, "too deep");
}

void TableReader::Fail(const char* key, const std::string& expected) {
  Raise(lua_, fmt::format("{}: {} is {}, not a {}", what_, key, expected, luaL_typename(lua_, -1)));
}

bool TableReader::Push(const char* key) {
  asked_.at(asked_count_++) = key;
  lua_pushstring(lua_, key);
  if (lua_rawget(lua_, index_) != LUA_TNIL) return true;
  lua_pop(lua_, 1);
  return false;
}

std::optional<std::string> TableReader::Text(const char* key) {
  if (!Push(key)) return std::nullopt;
  auto text = TextAt(lua_, -1);
  if (!text) Fail(key, "a text");
  lua_pop(lua_, 1);
  return text;
}

std::string TableReader::RequiredText(const char* key) {
  auto text = Text(key);
  if (!text) Raise(lua_, fmt::format("{} needs {} = \"…\"", what_, key));
  return *std::move(text);
}

std::string TableReader::ScalarText(const char* key) {
  if (!Push(key)) return "";
  std::string text;
  switch (lua_type(lua_, -1)) {
    case LUA_TBOOLEAN:
      text = lua_toboolean(lua_, -1) != 0 ? "true" : "false";
      break;
    case LUA_TNUMBER:
    case LUA_TSTRING: {
      std::size_t length = 0;
      const char* raw = lua_tolstring(lua_, -1, &length);  // a copy on the stack: no key changes
      text.assign(raw, length);
      break;
    }
    default:
      Fail(key, "a text, a number or a flag");
  }
  lua_pop(lua_, 1);
  return text;
}

bool TableReader::Flag(const char* key) {
  if (!Push(key)) return false;
  if (!lua_isboolean(lua_, -1)) Fail(key, "true or false");
  const bool flag = lua_toboolean(lua_, -1) != 0;
  lua_pop(lua_, 1);
  return flag;
}

std::optional<std::int64_t> TableReader::Integer(const char* key) {
  if (!Push(key)) return std::nullopt;
  if (lua_isinteger(lua_, -1) == 0) Fail(key, "a whole number");
  const std::int64_t number = lua_tointeger(lua_, -1);
  lua_pop(lua_, 1);
  return number;
}

std::optional<Duration> TableReader::Span(const char* key) {
  if (!Push(key)) return std::nullopt;
  const Duration span = DurationAt(lua_, -1, what_, key);
  lua_pop(lua_, 1);
  return span;
}

std::vector<std::string> TableReader::Texts(const char* key) {
  if (!Push(key)) return {};
  if (!lua_istable(lua_, -1)) Fail(key, "a list of texts");
  std::vector<std::string> texts;
  const auto length = static_cast<lua_Integer>(lua_rawlen(lua_, -1));
  for (lua_Integer i = 1; i <= length; ++i) {
    LuaState::Charge(lua_, 1);
    lua_rawgeti(lua_, -1, i);
    auto text = TextAt(lua_, -1);
    if (!text) Fail(fmt::format("{}[{}]", key, i).c_str(), "a text");
    texts.push_back(*std::move(text));
    lua_pop(lua_, 1);
  }
  lua_pop(lua_, 1);
  return texts;
}

// A command line: what is longer is a mistake, and would be copied to where Lua's cap on memory
// does not count.
std::vector<std::string> TableReader::Sequence() {
  constexpr std::size_t kMostTexts = 256;
  constexpr std::size_t kMostBytes = std::size_t{16} << 10U;
  sequence_ = true;
  std::size_t bytes = 0;
  std::vector<std::string> texts;
  const auto length = static_cast<lua_Integer>(lua_rawlen(lua_, index_));
  for (lua_Integer i = 1; i <= length; ++i) {
    LuaState::Charge(lua_, 1);
    lua_rawgeti(lua_, index_, i);
    bytes += lua_type(lua_, -1) == LUA_TSTRING ? lua_rawlen(lua_, -1) : 0;
    if (texts.size() == kMostTexts || bytes > kMostBytes) {
      Raise(lua_, fmt::format("{}: a list of {} texts and {} KiB at most", what_, kMostTexts,
                              kMostBytes >> 10U));
    }
    auto text = TextAt(lua_, -1);
    if (!text) Fail(fmt::format("[{}]", i).c_str(), "a text");
    texts.push_back(*std::move(text));
    lua_pop(lua_, 1);
  }
  return texts;
}

void TableReader::Finish() {
  const std::span<const std::string_view> names(asked_.data(), asked_count_);
  lua_pushnil(lua_);
  while (lua_next(lua_, index_) != 0) {
    lua_pop(lua_, 1);
    LuaState::Charge(lua_, 1);
    if (sequence_ && lua_isinteger(lua_, -1) != 0) continue;
    const auto key = ViewAt(lua_, -1);
    if (!key) {
      Raise(lua_, fmt::format("{} has a {} as a key; its keys are names", what_,
                              luaL_typename(lua_, -1)));
    }
    if (std::find(names.begin(), names.end(), *key) != names.end()) continue;
    Raise(lua_, fmt::format("{} has no field {}{}; there are {}", what_, *key,
                            DidYouMean(*key, names), fmt::join(names, ", ")));
  }
}

}  // namespace lineman
