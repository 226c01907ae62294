// Budgets, memory and coroutines of a state.
#include <set>

#include "lua_script.h"

namespace lineman {
namespace {

using Kind = LuaOutcome::Kind;

TEST(LuaBudget, IsFreshForEveryResume) {
  Script script;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(script.Run("for i = 1, 200000 do end").kind, Kind::kEnded);
    EXPECT_GE(script.spent(), 100'000);
    EXPECT_LE(script.spent(), 300'000);
  }
}

TEST(LuaBudget, SaysHowManyStepsAndWhere) {
  const LuaOutcome outcome = Script().Run("local x = 1\nwhile true do\nx = x + 1 end");
  EXPECT_TRUE(outcome.error.starts_with("plugin/hook.lua:")) << outcome.error;
  EXPECT_TRUE(outcome.error.ends_with(": spent its 1000000 steps (an endless loop?)"))
      << outcome.error;
}

TEST(LuaBudget, SaysWhichMemoryWasUsedUp) {
  LuaLimits limits;
  limits.memory = std::size_t{1} << 20U;
  EXPECT_EQ(
      Script(limits).Run("local t = {} while true do t = {t, 'x', 'y', 'z', 1, 2, 3, 4} end").error,
      "plugin/hook.lua:1: used more than its 1024 KiB of memory");
  EXPECT_EQ(Script().Run("local s = 'x' while true do s = s .. s end").error,
            "plugin/hook.lua:1: used more than 256 KiB of memory for one thing (a string, a table, "
            "or calls nested too deep)");
}

TEST(LuaBudget, OnceSpentFailsTheResumeThoughTheScriptReturns) {
  Script script;
  const LuaOutcome outcome = script.Run(
      "string.rep('x', 1); ('a'):rep(200000):rep(1)\n"
      "pcall(function() while true do end end) return 1");
  EXPECT_EQ(outcome.kind, Kind::kFailed);
  EXPECT_EQ(outcome.results, 0);
}

TEST(LuaBudget, HoldsInStatesOfAnySize) {
  for (const std::size_t kilobytes : {24, 25, 26, 28, 30, 32, 40, 100, 1000}) {
    LuaLimits limits;
    limits.memory = kilobytes << 10U;
    Script script(limits);
    for (const char* text : {"local t = {} while true do t = {t} end", "while true do end",
                             "return {}", "error({})", "pcall(error) error('x' .. 1)"}) {
      const std::size_t before = script.state().memory();
      const LuaOutcome outcome = script.Run(text);
      EXPECT_LE(script.state().peak_memory(), std::max(limits.memory, before) + 12288) << text;
      EXPECT_EQ(outcome.kind == Kind::kFailed, !outcome.error.empty());
    }
  }
}

TEST(LuaBudget, HoldsForBudgetsOfAnySize) {
  for (const std::int64_t steps : {0, 1, 2, 5, 10, 50, 100, 999, 1000, 1001, 5000, 100000}) {
    LuaLimits limits;
    limits.resume_steps = steps;
    Script script(limits);
    const LuaOutcome outcome = script.Run("while true do pcall(string.rep, 'x', 10) end");
    EXPECT_EQ(outcome.kind, Kind::kFailed);
    EXPECT_NE(outcome.error.find("steps"), std::string::npos) << outcome.error;
    EXPECT_LE(script.spent(), steps + 2000);
  }
}

TEST(LuaBudget, ChargesWhatAFunctionOfTheHostAsksFor) {
  Script script;
  lua_register(script.state().lua(), "work", [](lua_State* lua) {
    LuaState::Charge(lua, 400'000);
    return 0;
  });
  EXPECT_EQ(script.Run("work() work()").kind, Kind::kEnded);
  EXPECT_GE(script.spent(), 800'000);
  EXPECT_EQ(script.Run("pcall(work) pcall(work) pcall(work) print('here')").kind, Kind::kFailed);
  EXPECT_EQ(script.TakePrinted(), "");
}

TEST(LuaBudget, ChargesMoreForInstructionsWhileALongStringIsHeld) {
  Script script;
  script.Run("for i = 1, 10000 do end");
  const std::int64_t alone = script.spent();
  script.Run("local s = ('x'):rep(8000) for i = 1, 10000 do end");
  EXPECT_GT(script.spent(), 20 * alone);
  script.Run("for i = 1, 10000 do end");
  script.MemoryAfterCollection();
  script.Run("for i = 1, 10000 do end");
  EXPECT_EQ(script.spent(), alone);
}

TEST(LuaBudget, TakesNoHeedOfAFewMetatables) {
  Script script;
  script.Run("for i = 1, 10000 do end");
  const std::int64_t alone = script.spent();
  script.Run("classes = {} for i = 1, 20 do classes[i] = setmetatable({}, {}) end");
  script.Run("for i = 1, 10000 do end");
  EXPECT_EQ(script.spent(), alone);
  script.Run("classes = {} for i = 1, 200 do classes[i] = setmetatable({}, {}) end");
  script.Run("for i = 1, 10000 do end");
  EXPECT_GT(script.spent(), 20 * alone);
  script.Run("classes = nil");
  script.MemoryAfterCollection();
  script.Run("for i = 1, 10000 do end");
  EXPECT_EQ(script.spent(), alone);
}

TEST(LuaMemory, IsCountedAndHasAPeak) {
  Script script;
  const std::size_t before = script.state().memory();
  EXPECT_GT(before, 10'000U);
  EXPECT_LT(before, 60'000U);
  script.Run("local s = ('x'):rep(100000)");
  EXPECT_GT(script.state().peak_memory(), before + 100'000);
  EXPECT_LT(script.MemoryAfterCollection(), before + 10'000);
}

// Or the hook after a greedy one would pay for its garbage.
TEST(LuaMemory, IsCollectedAfterAResumeThatUsedMuch) {
  LuaLimits limits;
  limits.memory = std::size_t{1} << 20U;
  Script script(limits);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(script.Run("local t = {} for i = 1, 6 do t[i] = ('x'):rep(100000) .. i end").error,
              "");
}

TEST(LuaMemory, OfTheHostIsNotRefused) {
  LuaLimits limits;
  limits.memory = 1000;
  Script script(limits);
  lua_State* lua = script.state().lua();
  const std::string text(300'000, 'x');
  lua_pushlstring(lua, text.data(), text.size());
  EXPECT_EQ(lua_rawlen(lua, -1), text.size());
  EXPECT_EQ(LuaToText(lua, -1), text);
  lua_pop(lua, 1);
}

TEST(LuaGlobals, AreSeenByTheNextResume) {
  Script script;
  script.Run("counter = (counter or 0) + 1");
  EXPECT_EQ(script.Print("counter = counter + 1 print(counter)"), "2\n");
}

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

TEST(LuaFailure, TellsTheCallsThatLedThere) {
  const LuaOutcome outcome = Script().Run(
      "local function pick() error('no number') end\n"
      "local function choose() pick() end\n"
      "choose()");
  EXPECT_EQ(outcome.error, "plugin/hook.lua:1: no number");
  EXPECT_EQ(outcome.trace,
            "[lineman]: in function 'error'\n"
            "plugin/hook.lua:1: in function 'pick'\n"
            "plugin/hook.lua:2: in function 'choose'\n"
            "plugin/hook.lua:3: in the function of line 1");
}

TEST(LuaFailure, TellsTenCallsAtMost) {
  const LuaOutcome outcome = Script().Run(
      "local function f(n) if n == 0 then error('deep') end f(n - 1) return end f(50)");
  EXPECT_EQ(std::count(outcome.trace.begin(), outcome.trace.end(), '\n'), 10);
  EXPECT_TRUE(outcome.trace.ends_with("\n..."));
}

TEST(LuaFailure, HasATextForAnyErrorObject) {
  EXPECT_EQ(Script().Run("error()").error, "an error object without a text (nil)");
  EXPECT_EQ(Script().Run("error({})").error, "an error object without a text (a table)");
  EXPECT_EQ(Script().Run("error(print)").error, "an error object without a text (a function)");
  EXPECT_EQ(Script().Run("error(42)").error, "42");
  EXPECT_EQ(
      Script().Run("error(setmetatable({}, {__tostring = function() return 'own' end}))").error,
      "own");
  EXPECT_EQ(Script().Run("error(setmetatable({}, {__tostring = error}))").error,
            "an error object without a text (a table)");
  EXPECT_EQ(Script().Run("error('as it is', 0)").error, "as it is");
  EXPECT_LE(Script().Run("error(('ä'):rep(5000))").error.size(), 1100U);
}

TEST(LuaFailure, IsTheSameForHostTexts) {
  Script script;
  script.Run(
      "looping = setmetatable({}, {__tostring = function() while true do end end})\n"
      "named = setmetatable({}, {__name = 'Rota'})\n"
      "own = setmetatable({}, {__tostring = function() return 'own text' end})");
  lua_State* lua = script.state().lua();
  const auto text_of = [lua](const char* global) {
    lua_getglobal(lua, global);
    const std::string text = LuaToText(lua, -1);
    lua_pop(lua, 1);
    return text;
  };
  const std::int64_t steps = script.state().steps_spent();
  EXPECT_EQ(text_of("looping"), "table");
  EXPECT_EQ(text_of("named"), "Rota");
  EXPECT_EQ(text_of("own"), "own text");
  EXPECT_EQ(text_of("print"), "function");
  EXPECT_EQ(text_of("missing"), "nil");
  EXPECT_EQ(lua_gettop(lua), 0);
  EXPECT_EQ(script.state().steps_spent(), steps);
}

constexpr const char* kBusyScript = R"(
  local words = {}
  for word in ([[the quick brown fox jumps over the lazy dog]]):gmatch('%a+') do
    words[#words + 1] = word:upper() .. #word
  end
  table.sort(words, function(a, b) return #a < #b or (#a == #b and a > b) end)
  local counts = {}
  for i = 1, 3000 do local k = 'k' .. (i * 7919) % 613; counts[k] = (counts[k] or 0) + 1 end
  for k, v in pairs(counts) do if v > 4 then print(k, v) end end
  print(table.concat(words, ','), math.random(1, 1000), math.random(), {}, print)
  print(pcall(function() local t = setmetatable({}, {__index = {x = 1}}) return t.x.y.z end))
  for _ = 1, 200 do local s = ('x'):rep(500) .. _ end
)";

TEST(LuaDeterminism, TwoStatesPrintAndSpendTheSame) {
  Script first;
  Script second;
  second.Run("local elsewhere = {} for i = 1, 100 do elsewhere[i] = {} end");
  second.TakePrinted();
  second.MemoryAfterCollection();
  Script third;
  const std::string printed = first.Print(kBusyScript);
  EXPECT_GT(printed.size(), 500U);
  EXPECT_EQ(third.Print(kBusyScript), printed);
  EXPECT_EQ(second.Print(kBusyScript), printed);
  EXPECT_EQ(third.spent(), first.spent());
  EXPECT_GT(first.spent(), 1000);
}

}  // namespace
}  // namespace lineman
