// What scripts see: the globals, metatables, pairs, require and the check of sources.
#include <set>

#include "hooks/lua_source.h"
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

TEST(LuaLoad, LeavesTheResultOnTheStack) {
  LuaState state;
  EXPECT_TRUE(state.Load("return 1, 2, 3", "a.lua"));
  EXPECT_TRUE(state.Load("local x", "a.lua"));
  ASSERT_EQ(lua_gettop(state.lua()), 2);
  EXPECT_EQ(lua_tointeger(state.lua(), 1), 1);
  EXPECT_TRUE(lua_isnil(state.lua(), 2));
}

TEST(LuaLoad, TellsWhereAnErrorIs) {
  EXPECT_EQ(Script().Load("local x\nlocal = 1"), "plugin/init.lua:2: <name> expected near '='");
  EXPECT_EQ(Script().Load("local x\nerror('wrong')"), "plugin/init.lua:2: wrong");
  EXPECT_EQ(Script().Load("\nwait(1)"), "plugin/init.lua: a plugin cannot wait while it is loaded");
}

TEST(LuaRequire, RunsEachModuleOnce) {
  Script script;
  EXPECT_EQ(script.Load(
                "print(require('lists.rota').size, require 'lists.rota' == require 'lists.rota')\n"
                "print(require 'nothing', require 'falsehood')",
                {{"lists.rota", "print('loading', ...) return {size = 3}"},
                 {"nothing", "local x = 1"},
                 {"falsehood", "return false"}}),
            "");
  EXPECT_EQ(script.TakePrinted(), "loading\tlists.rota\n3\ttrue\ntrue\tfalse\n");
}

TEST(LuaRequire, FindsACircle) {
  EXPECT_EQ(Script().Load("require 'a'", {{"a", "require 'b'"}, {"b", "\nrequire 'a'"}}),
            "plugin/b.lua:2: module 'a' needs itself: a → b → a");
}

TEST(LuaRequire, GivesTheErrorOfAModuleAndTriesAgain) {
  Script script;
  EXPECT_EQ(script.Load("print(pcall(require, 'a')) print(pcall(require, 'b')) require 'a'",
                        {{"a", "x ="}}),
            "plugin/init.lua:1: plugin/a.lua:1: unexpected symbol near <eof>");
  EXPECT_EQ(script.TakePrinted(),
            "false\tplugin/a.lua:1: unexpected symbol near <eof>\nfalse\tno module b\n");
}

TEST(LuaRequire, TakesOnlyNames) {
  for (const std::string name :
       {"../secret", "a/b", "a..b", ".a", "a.", "", "a b", "ä", "a\\0b", "c:"})
    EXPECT_NE(Script().Load("require('" + name + "')").find("cannot be the name of a module"),
              std::string::npos)
        << name;
  EXPECT_NE(Script().Load("require(('a'):rep(300))"), "");
}

TEST(LuaRequire, WorksOnlyWhileThePluginIsLoaded) {
  EXPECT_EQ(Printed("require 'a'"),
            "plugin/hook.lua:1: require works only while the plugin is loaded");
}

TEST(LuaRequire, EndsAModuleThatLoops) {
  Script script;
  const std::string error =
      script.Load("pcall(require, 'a') print('here')", {{"a", "\nwhile true do end"}});
  EXPECT_EQ(error, "plugin/a.lua:2: spent its 10000000 steps (an endless loop?)");
  EXPECT_EQ(script.TakePrinted(), "");
  EXPECT_EQ(script.Load("print(require 'a')", {{"a", "return 5"}}), "");
  EXPECT_EQ(script.TakePrinted(), "5\n");
}

std::string Check(std::string_view source) {
  const Result<Done> checked = CheckSource(source, "a.lua");
  return checked ? "" : checked.error().message;
}

TEST(LuaSource, MayNotDeclareVariablesToBeClosed) {
  const auto refusal = [](int line) {
    return "a.lua:" + std::to_string(line) + ": <close> is not part of lineman's Lua";
  };
  EXPECT_EQ(Check("local x <close> = y"), refusal(1));
  EXPECT_EQ(Check("local a <const>, b<close>=1"), refusal(1));
  EXPECT_EQ(Check("\n--[[\n]]local x -- <const>\n<\nclose\n> = y"), refusal(5));
  EXPECT_EQ(Check("local a, b, c <close>"), refusal(1));
  EXPECT_EQ(Check("x = 0x1p4local x <close>"), "");  // Lua reads it as a malformed number
  EXPECT_EQ(Check("x = 1 local x <close>"), refusal(1));
  EXPECT_EQ(Check("s = 'a\\\nb' s = \"\\z \n \" local x <close>"), refusal(3));
  EXPECT_EQ(Check("s = [==[ ]] ]=] \n]==] local x <close>"), refusal(2));
  EXPECT_EQ(Check("\r\n\r\n\n\rlocal x <close>"), refusal(4));
}

TEST(LuaSource, MaySpeakOfClosing) {
  for (const char* source : {"local x <const> = 1",
                             "x = a < close > b",
                             "x = 'local x <close>'",
                             "-- local x <close>",
                             "--[[ local x <close> ]]",
                             "x = [[local x <close>]]",
                             "x = [=[\nlocal x <close>]]]=]",
                             "local function close() end",
                             "local close = 1",
                             "x.local_ = a <close",
                             "x = \"\\\"local x <close>\"",
                             "",
                             "local",
                             "local x",
                             "local x <",
                             "local x <const",
                             "'local x <close>",
                             "[[local x <close>",
                             "--[==[local x <close>",
                             "x = 'a\\",
                             "\0\0local\0",
                             "local x, y"})
    EXPECT_EQ(Check(source), "") << source;
}

TEST(LuaSource, MayNotBeCompiledOrTooLong) {
  EXPECT_EQ(Check("\x1bLua"), "a.lua:1: compiled Lua is not accepted, only its text");
  EXPECT_EQ(Check(std::string(kLargestSource, ' ')), "");
  EXPECT_EQ(Check(std::string(kLargestSource + 1, ' ')), "a.lua:1: more than 256 KiB of text");
}

TEST(LuaSource, MayHoldZeroBytes) {
  Script script;
  EXPECT_EQ(script.Load(std::string("print(#'a\0b')", 13)), "");
  EXPECT_EQ(script.TakePrinted(), "3\n");
}

TEST(LuaSource, OfAModuleIsCheckedToo) {
  EXPECT_EQ(Script().Load("require 'a'", {{"a", "local x <close> = nil"}}),
            "plugin/init.lua:1: plugin/a.lua:1: <close> is not part of lineman's Lua");
}

}  // namespace
}  // namespace lineman
