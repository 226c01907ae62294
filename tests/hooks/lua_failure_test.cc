// What is told of scripts that fail, and that it is the same every time.
#include <algorithm>

#include "lua_script.h"

namespace lineman {
namespace {

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
