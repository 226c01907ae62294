// Budgets and memory of a state.
#include <algorithm>

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
  for (const std::size_t kilobytes : {24U, 25U, 26U, 28U, 30U, 32U, 40U, 100U, 1000U}) {
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

// A little of everything that makes values, catches errors or waits.
constexpr const char* kMixedScript = R"(
  local made = {}
  for i = 1, 30 do made[i] = {name = ('n'):rep(i * 7), value = i * 1.5} end
  table.sort(made, function(a, b) return a.value > b.value end)
  for k, v in pairs(made[1]) do made[k] = tostring(v) .. ('%5d %s'):format(3, k) end
  print(pcall(error, setmetatable({}, {__tostring = function() return ('t'):rep(500) end})))
  print(xpcall(function() return made.x.y end, function(m) return m .. '!' end))
  print((('word '):rep(40):gsub('%w+', function(w) return w:upper() .. #w end)))
  wait(table.unpack({1, 2, 3}))
  print(pcall(wait, table.concat({'a', 'b'}, ',')))
  local function deep(n) return n == 0 and {} or {deep(n - 1)} end
  made.deep = deep(100)
  error(setmetatable(made, {__tostring = function(t) return 'own ' .. t.name end}))
)";

void RunToItsEnd(const LuaLimits& limits) {
  LuaState state(limits);
  lua_register(state.lua(), "wait", [](lua_State* lua) { return lua_yield(lua, lua_gettop(lua)); });
  const auto loaded = state.Load(std::string("return function() ") + kMixedScript + "end", "a.lua");
  if (!loaded) {
    EXPECT_NE(loaded.error().message, "");
    return;
  }
  lua_State* hook = state.Borrow();
  lua_xmove(state.lua(), hook, 1);
  LuaOutcome outcome = state.Resume(hook, 0);
  while (outcome.kind == LuaOutcome::Kind::kYielded) {
    lua_pop(hook, outcome.results);
    outcome = state.Resume(hook, 0);
  }
  EXPECT_EQ(outcome.kind, LuaOutcome::Kind::kFailed);
  EXPECT_NE(outcome.error, "");
  state.GiveBack(hook);
}

TEST(LuaBudget, MayEndAnywhere) {
  for (std::int64_t steps = 0; steps < 6000; steps += 7) {
    LuaLimits limits;
    limits.resume_steps = steps;
    RunToItsEnd(limits);
  }
}

TEST(LuaMemory, MayEndAnywhere) {
  for (std::size_t memory = 10'000; memory < 70'000; memory += 61) {
    LuaLimits limits;
    limits.memory = memory;
    RunToItsEnd(limits);
  }
  for (std::size_t block = 16; block < 8000; block += 13) {
    LuaLimits limits;
    limits.block = block;
    RunToItsEnd(limits);
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

}  // namespace
}  // namespace lineman
