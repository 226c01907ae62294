// Loading: the check of sources, errors of the compiler, require.
#include "hooks/lua_source.h"

#include "lua_script.h"

namespace lineman {
namespace {

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
  EXPECT_EQ(error, "plugin/a.lua:2: spent its 2000000 steps (an endless loop?)");
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
