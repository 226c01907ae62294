#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "hooks/lua_binding.h"
#include "hooks/lua_codec.h"
#include "hooks/lua_inside.h"
#include "hooks/lua_keys.h"
#include "hooks/lua_literal.h"
#include "hooks/lua_text.h"

namespace lineman {
namespace {

constexpr std::int64_t kTable = 100;  // steps: it may be large and hold nothing
constexpr std::int64_t kValue = 16;   // steps

struct Entry {
  LuaKey key;
  std::string text;  // of the value
};

// The way to a value, from the innermost key outwards.
struct Path {
  const Path* outer;  // nullptr for the store itself
  LuaKey key;
  const void* table;  // that the value is, or nullptr
};

std::string KeyText(const LuaKey& key) {
  constexpr std::size_t kLongestShown = 40;  // bytes
  if (key.kind != LuaKey::Kind::kString) return fmt::format("[{}]", key.integer);
  if (IsName(key.text)) return "." + Shortened(key.text, kLongestShown);
  return "[" + StringLiteral(Shortened(key.text, kLongestShown)) + "]";
}

std::string PathText(const Path& path) {
  return path.outer == nullptr ? "store" : PathText(*path.outer) + KeyText(path.key);
}

int Level(const Path& path) { return path.outer == nullptr ? 1 : Level(*path.outer) + 1; }

bool IsAround(const void* table, const Path* path) {
  return path != nullptr && (path->table == table || IsAround(table, path->outer));
}

// What is wrong with a table. Of several faults one is told, and not by the order of hashes: wrong
// keys before wrong values, then by type, then by key.
struct Flaw {
  int type;  // of a wrong key; beyond all types for a wrong value
  LuaKey key;
  Error error;

  friend bool operator<(const Flaw& a, const Flaw& b) {
    return a.type != b.type ? a.type < b.type : a.key < b.key;
  }
};

class Encoder {
 public:
  explicit Encoder(lua_State* lua) : lua_(lua) {}

  Result<std::string> Table(int index, const Path& path) {
    LuaState::Charge(lua_, kTable);
    if (IsAround(path.table, path.outer))
      return Fail(PathText(path) + " is a table that it is inside of");
    if (Level(path) > kDeepestStore)
      return Fail(fmt::format("{} is nested deeper than {} tables", PathText(path), kDeepestStore));
    std::vector<Entry> entries;
    std::optional<Flaw> flaw;
    lua_pushnil(lua_);
    for (; bytes_ <= kLargestStore && lua_next(lua_, index) != 0; lua_pop(lua_, 1))
      if (!IsHiddenKey(lua_, -2)) TakeEntry(path, entries, flaw);
    if (bytes_ > kLargestStore) return TooLarge();
    if (flaw) return tl::unexpected(flaw->error);
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.key < b.key; });
    return Joined(entries);
  }

 private:
  // Of the key and the value at the top of the stack.
  void TakeEntry(const Path& path, std::vector<Entry>& entries, std::optional<Flaw>& flaw) {
    LuaState::Charge(lua_, kValue);
    ++bytes_;
    const int type = IsOrderedKey(lua_, -2) ? LUA_NUMTYPES : lua_type(lua_, -2);
    const LuaKey key = type == LUA_NUMTYPES ? KeyAt(lua_, -2) : LuaKey();
    Result<std::string> text = KeyFlaw(path, key);
    if (text) text = Value({&path, key, lua_topointer(lua_, -1)});
    if (text) {
      if (!lua_istable(lua_, -1)) bytes_ += text->size();
      bytes_ += key.text.size();
      entries.push_back({key, std::move(*text)});
    } else if (Flaw found{type, key, text.error()}; !flaw || found < *flaw) {
      flaw = std::move(found);
    }
  }

  // Of the key below the top of the stack; no flaw is an empty text.
  Result<std::string> KeyFlaw(const Path& path, const LuaKey& key) {
    constexpr const char* kOnly = "only integers and strings can be keys";
    if (!IsOrderedKey(lua_, -2))
      return Fail(
          fmt::format("{} has a {} as a key: {}", PathText(path), luaL_typename(lua_, -2), kOnly));
    if (key.kind == LuaKey::Kind::kFloat)
      return Fail(fmt::format("{} has the key {}: {}", PathText(path), key.number, kOnly));
    return std::string();
  }

  // Of the value at the top of the stack.
  Result<std::string> Value(const Path& path) {
    switch (lua_type(lua_, -1)) {
      case LUA_TBOOLEAN:
        return std::string(lua_toboolean(lua_, -1) != 0 ? "true" : "false");
      case LUA_TNUMBER:
        return Number(path);
      case LUA_TSTRING:
        return String();
      case LUA_TTABLE:
        return Table(lua_gettop(lua_), path);
      default:
        return Fail(
            fmt::format("{} is a {}: only booleans, numbers, strings and tables of them are kept",
                        PathText(path), luaL_typename(lua_, -1)));
    }
  }

  Result<std::string> Number(const Path& path) {
    if (lua_isinteger(lua_, -1) != 0) return fmt::format("{}", lua_tointeger(lua_, -1));
    const double number = lua_tonumber(lua_, -1);
    if (std::isfinite(number)) return FloatLiteral(number);
    return Fail(fmt::format("{} is {}: only finite numbers are kept", PathText(path),
                            std::isnan(number) ? "not a number" : "infinite"));
  }

  Result<std::string> String() {
    const std::string_view text = TextArgument(lua_, -1);
    if (text.size() > kLargestStore) return TooLarge();
    ChargeBytes(lua_, 8 * text.size());
    return StringLiteral(text);
  }

  static tl::unexpected<Error> TooLarge() {
    return Fail(fmt::format("the store takes more than {} KiB", kLargestStore >> 10U));
  }

  // Values whose keys count from 1 stand without them.
  static std::string Joined(const std::vector<Entry>& entries) {
    std::string text = "{";
    std::int64_t next = 1;
    for (const Entry& entry : entries) {
      if (text.size() > 1) text += ", ";
      const bool is_next = entry.key.kind == LuaKey::Kind::kInteger && entry.key.integer == next;
      if (is_next)
        ++next;
      else if (entry.key.kind == LuaKey::Kind::kInteger)
        text += fmt::format("[{}] = ", entry.key.integer);
      else
        text += IsName(entry.key.text) ? fmt::format("{} = ", entry.key.text)
                                       : fmt::format("[{}] = ", StringLiteral(entry.key.text));
      text += entry.text;
    }
    return text + "}";
  }

  lua_State* lua_;
  std::size_t bytes_ = 0;  // that the text will have at least; goes up with everything looked at
};

}  // namespace

Result<std::string> EncodeTable(lua_State* lua, int index) {
  constexpr int kSlots = 3 * (kDeepestStore + 2);
  if (lua_checkstack(lua, kSlots) == 0) return Fail("no memory is left to keep the store");
  if (lua_type(lua, index) != LUA_TTABLE)
    return Fail(fmt::format("store is a {}, not a table", luaL_typename(lua, index)));
  const int top = lua_gettop(lua);
  const Path path{nullptr, {}, lua_topointer(lua, index)};
  Result<std::string> text = Encoder(lua).Table(lua_absindex(lua, index), path);
  lua_settop(lua, top);
  if (text && text->size() > kLargestStore)
    return Fail(fmt::format("the store takes more than {} KiB", kLargestStore >> 10U));
  return text;
}

}  // namespace lineman
