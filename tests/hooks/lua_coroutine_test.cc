#include <set>

#include "lua_script.h"

namespace lineman {
namespace {

using Kind = LuaOutcome::Kind;

TEST(LuaYield, GoesThroughProtectedCallsAndIterators) {
  Script script;
  lua_State* hook = script.Start(
      "print(pcall(function() print(wait(1)) error('late') end))\n"
      "print(xpcall(function() return wait(2) end, print))\n"
      "for k in pairs(setmetatable({}, {__pairs = function() wait(3) return next_of, 1 end})) do "
      "end");
  for (int awaited = 1; awaited <= 3; ++awaited) {
    if (awaited > 1) lua_pushstring(hook, "woken");
    const LuaOutcome outcome = script.state().Resume(hook, awaited > 1 ? 1 : 0);
    ASSERT_EQ(outcome.kind, Kind::kYielded) << outcome.error;
    ASSERT_EQ(outcome.results, 1);
    EXPECT_EQ(lua_tointeger(hook, -1), awaited);
    lua_pop(hook, 1);
  }
  EXPECT_EQ(script.TakePrinted(), "woken\nfalse\tplugin/hook.lua:1: late\ntrue\twoken\n");
  EXPECT_EQ(script.state().Resume(hook, 0).kind, Kind::kFailed);
  script.state().GiveBack(hook);
}

TEST(LuaYield, HasAFreshBudgetAfterwards) {
  Script script;
  lua_State* hook = script.Start("for i = 1, 5 do for j = 1, 500000 do end wait() end");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(script.state().Resume(hook, 0).kind, Kind::kYielded);
  EXPECT_EQ(script.state().Resume(hook, 0).kind, Kind::kEnded);
  script.state().GiveBack(hook);
}

TEST(LuaYield, CannotSaveABudgetThatIsSpent) {
  Script script;
  lua_State* hook = script.Start("pcall(function() while true do end end) wait()");
  EXPECT_EQ(script.state().Resume(hook, 0).kind, Kind::kFailed);
  script.state().GiveBack(hook);
}

TEST(LuaYield, InsideAFunctionThatCannotWaitIsAnError) {
  EXPECT_NE(Printed("table.sort({1, 2}, wait)").find("attempt to yield"), std::string::npos);
  EXPECT_NE(Printed("('x'):gsub('x', wait)").find("attempt to yield"), std::string::npos);
}

// A coroutine that waits may hold variables that run code when they are closed.
TEST(LuaCoroutine, ThatWaitsCanBeGivenUpWithoutRunningAnything) {
  Script script;
  lua_State* hook = script.Start(
      "local m = {} local c = setmetatable({}, m)\n"
      "m.__close = function() print('closed') while true do end end\n"
      "for _ in function() return 1 end, nil, nil, c do wait() end");
  EXPECT_EQ(script.state().Resume(hook, 0).kind, Kind::kYielded);
  script.state().GiveBack(hook);
  script.MemoryAfterCollection();
  EXPECT_EQ(script.TakePrinted(), "");
}

TEST(LuaCoroutine, IsUsedAgainAfterItHasEnded) {
  Script script;
  lua_State* first = script.Start("return 1, 2, 3");
  EXPECT_EQ(script.state().Resume(first, 0).results, 3);
  script.state().GiveBack(first);
  EXPECT_EQ(script.Start("return 4"), first);
  EXPECT_EQ(lua_gettop(first), 1);
  EXPECT_EQ(script.state().Resume(first, 0).results, 1);
  script.state().GiveBack(first);
}

TEST(LuaCoroutine, ThatFailedInsideItsHookIsNotUsedAgain) {
  Script script;
  for (int i = 0; i < 50; ++i) EXPECT_EQ(script.Run("while true do end").kind, Kind::kFailed);
}

TEST(LuaCoroutine, ManyCanWaitAtOnceAndFewAreKept) {
  Script script;
  std::vector<lua_State*> hooks;
  for (int i = 0; i < 100; ++i) {
    hooks.push_back(script.Start("wait() return ..."));
    EXPECT_EQ(script.state().Resume(hooks.back(), 0).kind, Kind::kYielded);
  }
  EXPECT_EQ(std::set(hooks.begin(), hooks.end()).size(), 100U);
  const std::size_t waiting = script.MemoryAfterCollection();
  for (lua_State* hook : hooks) {
    EXPECT_EQ(script.state().Resume(hook, 0).kind, Kind::kEnded);
    script.state().GiveBack(hook);
  }
  EXPECT_LT(script.MemoryAfterCollection(), waiting - 80 * 1000);
}

TEST(LuaCoroutine, IsNotStartedInsideAnother) {
  Script script;
  lua_register(script.state().lua(), "nest", [](lua_State* lua) {
    LuaState& state = LuaState::Of(lua);
    lua_State* inner = state.Borrow();
    lua_pushcfunction(inner, [](lua_State*) { return 0; });
    lua_pushstring(lua, state.Resume(inner, 0).error.c_str());
    state.GiveBack(inner);
    return 1;
  });
  EXPECT_EQ(script.Print("print(nest())"), "a script of this plugin is running already\n");
}

}  // namespace
}  // namespace lineman
