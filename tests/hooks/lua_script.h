// A sandboxed state for tests: runs texts as hooks and keeps what they print.
#pragma once

#if __has_include(<lua.hpp>)
#include <lua.hpp>
#else
#include <lua5.4/lua.hpp>
#endif

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hooks/lua_state.h"

namespace lineman {

class Script {
 public:
  explicit Script(const LuaLimits& limits = {}) : limits_(limits), state_(limits) {
    state_.SetPrint([this](const std::string& line) { printed_ += line + "\n"; });
    state_.SetRandom([this] { return NextRandom(); });
    lua_register(state_.lua(), "wait", [](lua_State* lua) {
      return lua_yieldk(lua, lua_gettop(lua), 0,
                        [](lua_State* woken, int, lua_KContext) { return lua_gettop(woken); });
    });
  }

  LuaState& state() { return state_; }
  const LuaLimits& limits() const { return limits_; }
  std::string TakePrinted() { return std::exchange(printed_, {}); }

  // Gives the error, or nothing when it loads.
  std::string Load(const std::string& text,
                   const std::map<std::string, std::string>& modules = {}) {
    const auto read = [&modules](const std::string& name) -> Result<std::string> {
      const auto found = modules.find(name);
      if (found == modules.end()) return Fail("no module " + name);
      return found->second;
    };
    const Result<Done> loaded = state_.Load(text, "plugin/init.lua", read);
    if (!loaded) return loaded.error().message;
    lua_pop(state_.lua(), 1);
    return {};
  }

  // A coroutine that will run the text as a hook.
  lua_State* Start(const std::string& text) {
    const Result<Done> loaded =
        state_.Load("return function(...) " + text + "\nend", "plugin/hook.lua");
    lua_State* coroutine = state_.Borrow();
    if (!loaded) ADD_FAILURE() << loaded.error().message;
    if (loaded) lua_xmove(state_.lua(), coroutine, 1);
    return coroutine;
  }

  LuaOutcome Run(const std::string& text) {
    lua_State* coroutine = Start(text);
    LuaOutcome outcome = state_.Resume(coroutine, 0);
    spent_ = state_.steps_spent();
    state_.GiveBack(coroutine);
    return outcome;
  }

  // What the text prints, and the error it ends with if it does.
  std::string Print(const std::string& text) {
    const LuaOutcome outcome = Run(text);
    return TakePrinted() + outcome.error;
  }

  // Of the last Run.
  std::int64_t spent() const { return spent_; }

  std::size_t MemoryAfterCollection() {
    lua_gc(state_.lua(), LUA_GCCOLLECT);
    lua_gc(state_.lua(), LUA_GCCOLLECT);
    return state_.memory();
  }

 private:
  std::uint64_t NextRandom() {
    random_ = random_ * 6364136223846793005U + 1442695040888963407U;
    return random_ ^ (random_ >> 29U);
  }

  LuaLimits limits_;
  LuaState state_;
  std::string printed_;
  std::uint64_t random_ = 1;
  std::int64_t spent_ = 0;
};

inline std::string Printed(const std::string& text) { return Script().Print(text); }

}  // namespace lineman
