// What scripts see: the globals, metatables, pairs, texts and chance.
#include "lua_script.h"

namespace lineman {
namespace {

TEST(LuaGlobals, AreTheseAndNoOthers) {
  EXPECT_EQ(Printed("local names = {} for name in pairs(_G) do names[#names + 1] = name end\n"
                    "print(table.concat(names, ' '))"),
            "_G _VERSION assert error getmetatable ipairs math pairs pcall print rawequal rawget "
            "rawlen rawset require select setmetatable string table tonumber tostring type utf8 "
            "wait xpcall\n");
}

TEST(LuaGlobals, DoNotReachTheSystem) {
  for (const char* name :
       {"next", "load", "loadstring", "loadfile", "dofile", "collectgarbage", "coroutine", "io",
        "os", "debug", "package", "warn", "unpack", "string.dump", "string.pack", "string.unpack",
        "string.packsize", "math.randomseed", "arg"})
    EXPECT_EQ(Printed(std::string("print(") + name + ")"), "nil\n") << name;
}

TEST(LuaGlobals, LibrariesAreTheseFunctions) {
  const auto names_of = [](const std::string& library) {
    return Printed("local names = {} for name in pairs(" + library +
                   ") do names[#names + 1] = name end print(table.concat(names, ' '))");
  };
  EXPECT_EQ(names_of("string"),
            "byte char find format gmatch gsub len lower match rep reverse sub upper\n");
  EXPECT_EQ(names_of("table"), "concat insert move pack remove sort unpack\n");
  EXPECT_EQ(names_of("math"),
            "abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger "
            "modf pi rad random sin sqrt tan tointeger type ult\n");
  EXPECT_EQ(names_of("utf8"), "char charpattern codepoint codes len offset\n");
}

TEST(LuaMetatable, OfStringsIsHidden) {
  EXPECT_EQ(Printed("print(getmetatable(''), getmetatable('x'), pcall(setmetatable, 'x', {}))"),
            "false\tfalse\tfalse\tbad argument #1 to '?' (table expected, got string)\n");
  EXPECT_EQ(Printed("string.twice = function(s) return s .. s end print(('ab'):twice())"),
            "abab\n");
}

TEST(LuaMetatable, WithFieldsForTheCollectorIsRefused) {
  for (const std::string field : {"__gc", "__close", "__mode"})
    EXPECT_EQ(Printed("setmetatable({}, {" + field + " = 'k'})"),
              "plugin/hook.lua:1: a metatable with " + field + " is not part of lineman's Lua");
}

TEST(LuaMetatable, ThatGetsAModeLaterIsNotWeak) {
  EXPECT_EQ(Printed("local mode = '__' .. 'mode'\n"
                    "for _, field in ipairs({'__mode', mode, '`_mode', 'a_mode'}) do\n"
                    "  local m = {} local t = setmetatable({}, m) m[field] = 'kv'\n"
                    "  t[1] = {} t.x = {} t[{}] = 1\n"
                    "  for i = 1, 5000 do local garbage = {{}} end\n"
                    "  print(t[1] ~= nil, t.x ~= nil, m[field])\n"
                    "end"),
            "true\ttrue\tkv\ntrue\ttrue\tkv\ntrue\ttrue\tkv\ntrue\ttrue\tkv\n");
}

TEST(LuaMetatable, ThatGetsAFinalizerLaterHasNone) {
  Script script;
  script.Run(
      "local m = {} setmetatable({}, m) m.__gc = function() print('collected') end\n"
      "setmetatable({}, m)");
  script.MemoryAfterCollection();
  EXPECT_EQ(script.TakePrinted(), "");
}

TEST(LuaMetatable, ShowsNothingOfWhatTheSandboxKeepsInIt) {
  EXPECT_EQ(
      Printed("local m = {a = 1} setmetatable({}, m) for k, v in pairs(m) do print(k, v) end"),
      "a\t1\n");
}

TEST(LuaMetatable, MayInherit) {
  EXPECT_EQ(Printed("local Base = {} Base.__index = Base function Base.name() return 'base' end\n"
                    "local Rota = setmetatable({}, Base) Rota.__index = Rota\n"
                    "local rota = setmetatable({}, Rota) function Rota:size() return 3 end\n"
                    "print(rota.name(), rota:size())"),
            "base\t3\n");
}

TEST(LuaPairs, VisitsNumbersByValueAndThenStringsByBytes) {
  EXPECT_EQ(Printed("local keys = {}\n"
                    "for k in pairs({b = 1, a = 1, [3] = 1, [1] = 1, [2.5] = 1, [-1] = 1, B = 1,\n"
                    "  [''] = 1, ['10'] = 1, [2^63] = 1, [-1/0] = 1, [1e15 + 0.5] = 1, a1 = 1,\n"
                    "  [math.mininteger] = 1, [math.maxinteger] = 1, ['\\xff'] = 1})\n"
                    "do keys[#keys + 1] = ('%q'):format(k) end print(table.concat(keys, ' '))"),
            "-1e9999 0x8000000000000000 -1 1 0x1.4p+1 3 0x1.c6bf526340004p+49 9223372036854775807 "
            "0x1p+63 \"\" \"10\" \"B\" \"a\" \"a1\" \"b\" \"\xff\"\n");
}

TEST(LuaPairs, RefusesOtherKeysWhateverTheirOrder) {
  EXPECT_EQ(Printed("pairs({1, [{}] = 1, [true] = 1, [print] = 1})"),
            "plugin/hook.lua:1: pairs visits only number and string keys; this table has a boolean "
            "key");
  EXPECT_EQ(Printed("pairs({1, [{}] = 1, [print] = 1})"),
            "plugin/hook.lua:1: pairs visits only number and string keys; this table has a table "
            "key");
}

TEST(LuaPairs, ReadsValuesWhenTheyAreVisited) {
  EXPECT_EQ(Printed("local t = {a = 1, b = 2, c = 3}\n"
                    "for k, v in pairs(t) do print(k, v) t.b = nil t.c = 30 t.d = 4 end"),
            "a\t1\nc\t30\n");
}

TEST(LuaText, HasNoAddresses) {
  EXPECT_EQ(
      Printed("print({}, print, setmetatable({}, {__name = 'Rota'}), nil, true, 1, 1.5, 'x')"),
      "table\tfunction\tRota\tnil\ttrue\t1\t1.5\tx\n");
}

TEST(LuaPrint, IsCutAtAKilobyteOfWholeCharacters) {
  const std::string printed = Printed("print(('ä'):rep(600))");
  EXPECT_EQ(printed.size(), 1024U + 3 + 1);
  EXPECT_TRUE(printed.ends_with("ä…\n"));
  EXPECT_EQ(Printed("print(('x'):rep(1024))").size(), 1025U);
  EXPECT_EQ(Printed("print()"), "\n");
}

TEST(LuaRandom, StaysWithinItsBoundsAndReachesThem) {
  EXPECT_EQ(Printed("local seen = {} for i = 1, 1000 do seen[math.random(3)] = true\n"
                    "  local x = math.random() assert(x >= 0 and x < 1)\n"
                    "  local y = math.random(-2, 2) assert(y >= -2 and y <= 2)\n"
                    "  math.random(math.mininteger, math.maxinteger) math.random(0) end\n"
                    "for k in pairs(seen) do print(k) end"),
            "1\n2\n3\n");
  EXPECT_NE(Printed("math.random(2, 1)").find("interval is empty"), std::string::npos);
  EXPECT_NE(Printed("math.random(1, 2, 3)").find("wrong number of arguments"), std::string::npos);
}

TEST(LuaRandom, NeedsASource) {
  LuaState state;
  const Result<Done> loaded = state.Load("math.random()", "plugin/init.lua");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message,
            "plugin/init.lua:1: there is no chance here to take random numbers from");
}

TEST(LuaHandler, IsNotCalledForItsOwnErrors) {
  EXPECT_EQ(Printed("print(xpcall(error, function(m) error('worse', 0) end, 'bad'))"),
            "false\tworse\n");
}

}  // namespace
}  // namespace lineman
