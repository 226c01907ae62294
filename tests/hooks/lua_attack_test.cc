// Scripts that mean harm. Each must end with an error within its limits and leave the state as good
// as new.
#include "lua_script.h"

namespace lineman {
namespace {

struct Attack {
  const char* name;
  const char* text;
};

std::ostream& operator<<(std::ostream& out, const Attack& attack) { return out << attack.name; }

class LuaAttack : public testing::TestWithParam<Attack> {};

std::string NameOf(const testing::TestParamInfo<Attack>& info) { return info.param.name; }

// Nothing is far beyond the budget: the largest single charge is that of refusing a block.
void ExpectWithinLimits(Script& script) {
  EXPECT_LE(script.state().peak_memory(), script.limits().memory);
  EXPECT_LE(script.spent(), 2 * script.limits().resume_steps);
}

void ExpectGoodAsNew(Script& script) {
  script.TakePrinted();
  EXPECT_EQ(script.Print("local t = {} for i = 1, 1000 do t[i] = 'x' .. i end print(#t, t[1000])"),
            "1000\tx1000\n");
  EXPECT_NE(script.Print("while true do end").find("spent its 1000000 steps"), std::string::npos);
}

TEST_P(LuaAttack, EndsWithinItsLimitsAndLeavesTheStateAsItWas) {
  Script script;
  script.Run("return 1");
  const std::size_t before = script.MemoryAfterCollection();
  const LuaOutcome outcome = script.Run(GetParam().text);
  EXPECT_EQ(outcome.kind, LuaOutcome::Kind::kFailed);
  EXPECT_NE(outcome.error, "");
  ExpectWithinLimits(script);
  ExpectGoodAsNew(script);
  constexpr std::size_t kTableOfStrings = std::size_t{320} << 10U;  // shrinks step by step
  EXPECT_LE(script.MemoryAfterCollection(), before + kTableOfStrings);
}

constexpr Attack kLoops[] = {
    {"EndlessLoop", "while true do end"},
    {"EndlessRepeat", "repeat until false"},
    {"EndlessGoto", "::again:: goto again"},
    {"PcallInALoop", "local function f() end while true do pcall(f) end"},
    {"CaughtErrorsInALoop", "while true do pcall(error, 'x') end"},
    {"LoopInsidePcall", "while true do pcall(function() while true do end end) end"},
    {"PcallOfPcall", "while true do pcall(pcall, pcall, pcall, error) end"},
    {"NestedPcalls", "local function f() pcall(f) while true do end end f()"},
    {"LoopAfterNestedPcalls", "local function f() pcall(f) pcall(f) end f() while true do end"},
    {"LoopingHandler", "while true do xpcall(error, function() while true do end end) end"},
    {"FailingHandler", "while true do xpcall(error, function() error('again') end) end"},
    {"HandlerThatIsItsOwn",
     "local function h() xpcall(error, h) error(1) end\n"
     "while true do xpcall(error, h) end"},
    {"ErrorNil", "error()"},
    {"ErrorTable", "error({})"},
    {"ErrorWithLoopingText",
     "error(setmetatable({}, {__tostring = function() while true do end end}))"},
    {"ErrorWithFailingText",
     "error(setmetatable({}, {__tostring = function() error('no text') end}))"},
    {"ErrorWithTextThatIsNone", "error(setmetatable({}, {__tostring = function() return {} end}))"},
    {"ErrorOfManyBytes", "error(('x'):rep(200000))"},
    {"CaughtLongErrors", "while true do pcall(error, ('x'):rep(200000)) end"},
    {"PrintInALoop", "while true do print('x') end"},
    {"PrintOfManyBytes", "local s = ('x'):rep(200000) while true do print(s, s, s) end"},
    {"RandomInALoop", "while true do math.random(0) math.random(3) end"},
    {"HugeMove", "table.move({}, 1, 1e15, 2)"},
    {"CloseOfAGenericFor",
     "local m = {} local c = setmetatable({}, m) m.__close = function() while true do end end\n"
     "pcall(function() for _ in function() error('x') end, nil, nil, c do end end)"},
};

constexpr Attack kStrings[] = {
    {"HugeRep", "return ('x'):rep(1e15)"},
    {"HugeRepOfNothingWithSeparator", "return (''):rep(1 << 62, '-')"},
    {"RepInALoop", "while true do local s = ('x'):rep(250000) end"},
    {"StringThatDoubles", "local s = 'x' while true do s = s .. s end"},
    {"StringThatDoublesInsidePcall",
     "while true do pcall(function() local s = 'x' while true do s = s .. s end end) end"},
    {"ConcatOfLongStrings",
     "local t = {} for i = 1, 100 do t[i] = ('x'):rep(200000) end\n"
     "return table.concat(t)"},
    {"ConcatOfAHugeRange",
     "local s = '' for i = 1, 20 do s = s .. s .. 'x' end\n"
     "while true do table.concat({}, s, 1, 0) pcall(table.concat, {1}, s, 1, 1e18) end"},
    {"GsubThatGrows", "local s = ('x'):rep(1000) return s:gsub('.', s)"},
    {"GsubThatGrowsInsidePcall",
     "local s = ('x'):rep(1000) while true do pcall(string.gsub, s, '.', s) end"},
    {"WideFormats", "while true do string.format('%99.99f%99.99f', 1e308, -1e308) end"},
    {"FormatOfLongStrings", "local s = ('x'):rep(250000) return ('%s%s'):format(s, s)"},
    {"QuotedBytes", "local s = ('\\1'):rep(50000) while true do pcall(string.format, '%q', s) end"},
    {"UpperInALoop", "local s = ('x'):rep(250000) while true do s:upper() end"},
    {"ManyLongStrings", "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(100000) .. i end"},
    {"EqualLongStrings",
     "local a, b = ('x'):rep(262000), ('x'):rep(262000) while true do local _ = a == b end"},
    {"ComparedLongStrings",
     "local a, b = ('x'):rep(262000), ('x'):rep(262000) while true do local _ = a < b end"},
    {"ComparedZeroBytes",
     "local a, b = ('\\0'):rep(262000), ('\\0'):rep(262000) while true do local _ = a < b end"},
    {"EqualLongKeys",
     "local a, b = ('x'):rep(262000), ('x'):rep(262000)\n"
     "local t = {[a] = 1} while true do local _ = t[b] end"},
    {"BlankLimitOfALoop",
     "local s = (' '):rep(262000) .. '1' while true do for i = 1, s do break end end"},
    {"BlankNumber", "local s = (' '):rep(262000) .. '1' while true do local _ = s + 1 end"},
    {"BlankArgument", "local s = (' '):rep(262000) .. '1' while true do ('x'):rep(s) end"},
    {"ManyBytes", "local s = ('x'):rep(4000) while true do string.char(s:byte(1, -1)) end"},
    {"ManyCodes", "local s = ('x'):rep(200000) while true do utf8.len(s) end"},
    {"BrokenCodes",
     "local s = 'a' .. ('\\x80'):rep(200000)\n"
     "while true do pcall(function() for _ in utf8.codes(s) do end end) end"},
    {"ManyShortStrings", "local t = {} for i = 1, 1e9 do t[i] = 'key' .. i end"},
};

constexpr Attack kPatterns[] = {
    {"OptionalsWithoutEnd",
     "while true do (('a'):rep(24)):find(('a?'):rep(24) .. ('a'):rep(24)) end"},
    {"ExponentialOptionals", "return (('a'):rep(28)):find(('a?'):rep(28) .. ('a'):rep(28) .. 'b')"},
    {"NestedStars", "return (('a'):rep(200000)):find('a*a*a*a*b')"},
    {"LazyStars", "return (('a'):rep(200000)):find('a-a-a-a-b')"},
    {"References", "return (('a'):rep(200000)):find('(a*)%1b')"},
    {"OpenBalances", "return (('('):rep(200000)):find('%b()')"},
    {"Frontiers", "local s = (' a'):rep(100000) while true do s:gsub('%f[%a]', '') end"},
    {"PlainSearch", "local s = ('a'):rep(200000) while true do s:find('aaaaaaaaab', 1, true) end"},
    {"TooManyItems", "return (('a'):rep(300)):find(('a?'):rep(300))"},
    {"TooLongPattern", "return (''):find(('a'):rep(10000) .. '.')"},
    {"CostlyPattern", "local p = ('[%a]'):rep(2000) while true do pcall(string.find, '', p) end"},
    {"EmptyMatches", "local s = ('a'):rep(200000) while true do for _ in s:gmatch('') do end end"},
    {"SortOfManyNumbers",
     "local t = {} for i = 1, 16000 do t[i] = -i end\n"
     "while true do table.sort(t) table.sort(t, function(a, b) return a > b end) end"},
    {"SortOfLongStrings",
     "local t = {} for i = 1, 50 do t[i] = ('x'):rep(100000) .. i end\n"
     "while true do table.sort(t) end"},
    {"SortThatContradictsItself",
     "local t = {} for i = 1, 1000 do t[i] = i end\n"
     "while true do table.sort(t, function() return true end) end"},
    {"SortOfMixedValues", "table.sort({1, 'x', {}})"},
};

constexpr Attack kDepths[] = {
    {"DeepCalls", "local function f() return 1 + f() end return f()"},
    {"DeepCallsInsidePcall", "local function f() return 1 + f() end while true do pcall(f) end"},
    {"DeepPcalls", "local function f() pcall(f) error('x') end while true do f() end"},
    {"DeepIndex", "return setmetatable({}, {__index = function(t, k) return t[k + 1] end})[1]"},
    {"DeepNewIndex", "setmetatable({}, {__newindex = function(t, k) t[k + 1] = 1 end})[1] = 1"},
    {"DeepGsub", "local function f() return ('x'):gsub('x', f) end f()"},
    {"DeepSort", "local function f() table.sort({1, 2}, f) end f()"},
    {"DeepText", "tostring(setmetatable({}, {__tostring = function(t) return tostring(t) end}))"},
    {"DeepFormat",
     "tostring(setmetatable({}, {__tostring = function(t) return ('%s'):format(t) end}))"},
    {"DeepPairs", "pairs(setmetatable({}, {__pairs = function(t) return pairs(t) end}))"},
    {"DeepConcat", "return setmetatable({}, {__concat = function(a, b) return a .. b end}) .. 1"},
    {"IndexOfItself", "local t = {} t.__index = t return setmetatable(t, t).x"},
    {"CallOfItself", "local t = {} t.__call = t setmetatable(t, t) t()"},
    {"ChainOfIndexes",
     "local t = {} for i = 1, 1900 do t = setmetatable({}, {__index = t}) end\n"
     "while true do local _ = t.x end"},
    {"ChainOfNewIndexes",
     "local t = {} for i = 1, 1900 do t = setmetatable({}, {__newindex = t}) end\n"
     "while true do t.x = nil end"},
    {"ChainOfCalls",
     "local t = print for i = 1, 1900 do t = setmetatable({}, {__call = t}) end\n"
     "while true do t() end"},
    {"ManyArguments",
     "local function g() end local function f(...) while true do g(...) end end\n"
     "f(table.unpack({}, 1, 4000))"},
    {"ManyResults",
     "local function g(...) return ... end\n"
     "local function f(...) while true do g(g(g(...))) end end\n"
     "f(table.unpack({}, 1, 2000))"},
    {"EndlesslyMoreArguments",
     "local function f(...) return f(1, 2, 3, 4, 5, 6, 7, 8, ...) end f()"},
};

constexpr Attack kTables[] = {
    {"NestedTables", "local t = {} while true do t = {t} end"},
    {"ListOfTables", "local t = {} while true do t[#t + 1] = {} end"},
    {"LongList", "local t = {} for i = 1, 1e9 do t[i] = i end"},
    {"LargeTable", "local t = {} for i = 1, 1e9 do t[-i] = i end"},
    {"ManyClosures", "local t while true do local u = t t = function() return u end end"},
    {"MemoryInsidePcall",
     "local t = {} local function f() pcall(f) while true do t[#t + 1] = {} end end f()"},
    {"LivingAtTheLimit",
     "local t = {} while true do for i = 1, 2500 do t[i] = ('x'):rep(7000) .. i end end"},
    {"PairsOfAnEmptiedTable",
     "local t = {} for i = 1, 16384 do t[i] = 1 end\n"
     "for i = 1, 16384 do t[i] = nil end while true do pairs(t) end"},
    {"PairsInALoop",
     "local t = {} for i = 1, 8000 do t['k' .. i] = 1 end while true do pairs(t) end"},
    {"ChainOfWeakKeys",
     "local m, keys = {}, {} local t = setmetatable({}, m) m.__mode = 'k'\n"
     "for i = 1, 7000 do keys[i] = {} end\n"
     "local at = 1 for i = 1, 6999 do local to = (at * 7919 + 13) % 7000 + 1\n"
     "t[keys[at]] = keys[to] at = to end local root = keys[1] keys = nil\n"
     "while true do local x = {{}, {}, {}} end"},
    {"InsertAtTheFront",
     "local t = {} for i = 1, 16000 do t[i] = i end\n"
     "while true do table.insert(t, 1, 0) table.remove(t, 1) end"},
    {"UnpackOfMany", "return table.unpack({}, 1, 1e6)"},
    {"UnpackOfAll", "return table.unpack({}, math.mininteger, math.maxinteger)"},
    {"LoopingIndex", "return setmetatable({}, {__index = function() while true do end end}).x"},
    {"LoopingNewIndex", "setmetatable({}, {__newindex = function() while true do end end}).x = 1"},
    {"LoopingLen", "return #setmetatable({}, {__len = function() while true do end end})"},
    {"LoopingEq",
     "local m = {__eq = function() while true do end end}\n"
     "return setmetatable({}, m) == setmetatable({}, m)"},
    {"LoopingLt",
     "local m = {__lt = function() while true do end end}\n"
     "table.sort({setmetatable({}, m), setmetatable({}, m)})"},
    {"LoopingConcat",
     "return setmetatable({}, {__concat = function() while true do end end}) .. 1"},
    {"LoopingCall", "setmetatable({}, {__call = function() while true do end end})()"},
    {"LoopingText", "print(setmetatable({}, {__tostring = function() while true do end end}))"},
    {"LoopingPairs",
     "for _ in pairs(setmetatable({}, {__pairs = function() while true do end end})) do end"},
};

INSTANTIATE_TEST_SUITE_P(Loops, LuaAttack, testing::ValuesIn(kLoops), NameOf);
INSTANTIATE_TEST_SUITE_P(Strings, LuaAttack, testing::ValuesIn(kStrings), NameOf);
INSTANTIATE_TEST_SUITE_P(Patterns, LuaAttack, testing::ValuesIn(kPatterns), NameOf);
INSTANTIATE_TEST_SUITE_P(Depths, LuaAttack, testing::ValuesIn(kDepths), NameOf);
INSTANTIATE_TEST_SUITE_P(Tables, LuaAttack, testing::ValuesIn(kTables), NameOf);

// What was not caught inside one resume is not caught by any way of calling either.
TEST(LuaAttacks, EndInsideAnyNestOfProtectedCalls) {
  const char* wraps[] = {"pcall(%)",
                         "xpcall(%, function() while true do end end)",
                         "pcall(pcall, %)",
                         "pcall(xpcall, %, print)",
                         "pcall(function() pcall(%) while true do end end)",
                         "pcall(string.gsub, 'x', 'x', %)",
                         "pcall(table.sort, {1, 2}, %)"};
  for (const std::string wrap : wraps) {
    for (const char* body : {"while true do end", "local t = {} while true do t = {t, t} end"}) {
      std::string text = wrap;
      text.replace(text.find('%'), 1, std::string("function() ") + body + " end");
      Script script;
      EXPECT_EQ(script.Run(text + " print('still here')").kind, LuaOutcome::Kind::kFailed) << text;
      EXPECT_EQ(script.TakePrinted(), "") << text;
      ExpectWithinLimits(script);
    }
  }
}

// Loading has ten times the steps, but nothing else more.
TEST(LuaAttacks, EndWhileLoadingToo) {
  for (const char* text : {"while true do end", "local t = {} while true do t = {t} end",
                           "local s = 'x' while true do s = s .. s end", "error()", "wait()",
                           "local function f() return 1 + f() end f()"}) {
    Script script;
    EXPECT_NE(script.Load(text), "") << text;
    EXPECT_LE(script.state().peak_memory(), script.limits().memory) << text;
    EXPECT_EQ(script.Load("print('fine')"), "") << text;
    EXPECT_EQ(script.TakePrinted(), "fine\n") << text;
  }
}

TEST(LuaAttacks, OnTheCompilerEnd) {
  const auto repeat = [](const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  for (const std::string& text :
       {"return " + repeat("(", 300) + "1" + repeat(")", 300), "return 1" + repeat("..1", 5000),
        repeat("do ", 500) + repeat("end ", 500), "local a = b " + repeat("and b ", 40000),
        "return {" + repeat("'x', ", 40000) + "}", repeat("local a ", 300),
        "local t = " + repeat("{", 1000), "f" + repeat("()", 100000), "--[[" + repeat("x", 1000)}) {
    Script script;
    EXPECT_NE(script.Load(text), "") << text.substr(0, 20);
    EXPECT_LE(script.state().peak_memory(), script.limits().memory) << text.substr(0, 20);
    EXPECT_EQ(script.Load("print('fine')"), "");
  }
}

}  // namespace
}  // namespace lineman
