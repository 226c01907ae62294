// Lua as it comes, to compare the sandbox with.
#pragma once

#include <string>

#include "lua_script.h"

namespace lineman {

class StockLua {
 public:
  StockLua() : lua_(luaL_newstate()) { luaL_openlibs(lua_); }
  ~StockLua() { lua_close(lua_); }
  StockLua(const StockLua&) = delete;
  StockLua& operator=(const StockLua&) = delete;

  // What a chunk returns, as a text.
  std::string Run(const std::string& text) {
    if (luaL_loadstring(lua_, text.c_str()) != LUA_OK || lua_pcall(lua_, 0, 1, 0) != LUA_OK)
      return std::string("failed: ") + lua_tostring(lua_, -1);
    std::size_t size = 0;
    const char* result = luaL_tolstring(lua_, -1, &size);
    std::string copy(result, size);
    lua_settop(lua_, 0);
    return copy;
  }

 private:
  lua_State* lua_;
};

// The same of the sandbox.
inline std::string RunSandboxed(Script& script, const std::string& text) {
  lua_State* hook = script.Start(text);
  const LuaOutcome outcome = script.state().Resume(hook, 0);
  std::string result = "failed: " + outcome.error;
  if (outcome.kind == LuaOutcome::Kind::kEnded) result = LuaToText(hook, -1);
  script.state().GiveBack(hook);
  return result;
}

// A function that makes one text of any values, and `try`, which does so with errors as well.
inline constexpr const char* kShow = R"(
  local function show(...)
    local shown = {}
    for i = 1, select('#', ...) do
      local value = (select(i, ...))
      shown[i] = (math.type(value) or type(value)) .. ':' .. tostring(value)
    end
    return table.concat(shown, ' ')
  end
  local function try(f, ...)
    local function finish(ok, ...) return ok and show(...) or 'error' end
    return finish(pcall(f, ...))
  end
)";

}  // namespace lineman
