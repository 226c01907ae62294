#include "hooks/lua_codec.h"

#include <random>

#include "lua_script.h"

namespace lineman {
namespace {

// The text of the table a Lua expression makes, or the error.
std::string Encode(const std::string& expression) {
  LuaState state;
  const Result<Done> loaded = state.Load("return " + expression, "test.lua");
  if (!loaded) return loaded.error().message;
  const Result<std::string> text = EncodeTable(state.lua(), -1);
  EXPECT_EQ(lua_gettop(state.lua()), 1);
  return text ? *text : "error: " + text.error().message;
}

// The text read and written again, or the error.
std::string Decode(std::string_view text) {
  LuaState state;
  const Result<Done> decoded = DecodeTable(state.lua(), text);
  EXPECT_EQ(lua_gettop(state.lua()), decoded ? 1 : 0);
  if (!decoded) return "error: " + decoded.error().message;
  const Result<std::string> again = EncodeTable(state.lua(), -1);
  return again ? *again : "error: " + again.error().message;
}

TEST(EncodeTable, WritesOneLineInOneOrder) {
  EXPECT_EQ(Encode("{}"), "{}");
  EXPECT_EQ(Encode("{1, 2, name = 'kiosk', [7] = true, ['odd key'] = {}}"),
            R"({1, 2, [7] = true, name = "kiosk", ["odd key"] = {}})");
  EXPECT_EQ(Encode("{[0] = 'zero', [-1] = 'less', 'one', [3] = 'three'}"),
            R"({[-1] = "less", [0] = "zero", "one", [3] = "three"})");
  EXPECT_EQ(Encode("{b = 1, a = 1, ['and'] = 1, [''] = 1, _1 = false, ['1'] = 1, ['ä'] = 1}"),
            R"({[""] = 1, ["1"] = 1, _1 = false, a = 1, ["and"] = 1, b = 1, ["ä"] = 1})");
  EXPECT_EQ(Encode("{{{{{{{{}}}}}}}}"), "{{{{{{{{}}}}}}}}");
}

TEST(EncodeTable, WritesStringsThatStayInTheirLine) {
  EXPECT_EQ(Encode(R"({'a"b\\c\n\r\t\0001\127\255ä\u{2028}\u{85}'})"),
            R"({"a\"b\\c\n\r\t\0001\127\255ä\226\128\168\194\133"})");
}

TEST(EncodeTable, WritesNumbersThatReadBackEqual) {
  EXPECT_EQ(Encode("{1.0, 0.1, -0.0, 1e100, 2^53, 1/3, 5e-324, 1e15, -1.5}"),
            "{1.0, 0.1, -0.0, 1e+100, 9007199254740992.0, 0.3333333333333333, 5e-324, "
            "1000000000000000.0, -1.5}");
  EXPECT_EQ(Encode("{math.mininteger, math.maxinteger}"),
            "{-9223372036854775808, 9223372036854775807}");
}

TEST(EncodeTable, SaysWhatCannotBeKept) {
  EXPECT_EQ(
      Encode("{list = {1, 2, print}}"),
      "error: store.list[3] is a function: only booleans, numbers, strings and tables of them "
      "are kept");
  EXPECT_EQ(Encode("{a = {['odd key'] = 0/0}}"),
            "error: store.a[\"odd key\"] is not a number: only finite numbers are kept");
  EXPECT_EQ(Encode("{-1/0}"), "error: store[1] is infinite: only finite numbers are kept");
  EXPECT_EQ(Encode("{[true] = 1}"),
            "error: store has a boolean as a key: only integers and strings can be keys");
  EXPECT_EQ(Encode("{x = {[1.5] = 1}}"),
            "error: store.x has the key 1.5: only integers and strings can be keys");
  EXPECT_EQ(Encode("(function() local t = {} t.a = {b = t} return t end)()"),
            "error: store.a.b is a table that it is inside of");
  EXPECT_EQ(Encode("{{{{{{{{{}}}}}}}}}"),
            "error: store[1][1][1][1][1][1][1][1] is nested deeper than 8 tables");
  EXPECT_EQ(Encode("{('x'):rep(20000)}"), "error: the store takes more than 16 KiB");
  EXPECT_EQ(Encode("5"), "error: store is a number, not a table");
}

TEST(EncodeTable, TellsTheSameOfSeveralFaultsEveryTime) {
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(Encode("{d = print, c = {print}, e = print, z = 0/0, f = {{print}}}"),
              "error: store.c[1] is a function: only booleans, numbers, strings and tables of them "
              "are kept");
}

TEST(EncodeTable, TakesATableThatIsInItTwice) {
  EXPECT_EQ(Encode("(function() local t = {1} return {t, t} end)()"), "{{1}, {1}}");
}

TEST(EncodeTable, RunsNoMetamethods) {
  EXPECT_EQ(Encode("setmetatable({1}, {__index = error, __pairs = error, __len = error})"), "{1}");
  EXPECT_EQ(Encode("(function() local m = {a = 1} setmetatable({}, m) return m end)()"), "{a = 1}");
}

// Every level names the next one often: written out it would fill the disk.
TEST(EncodeTable, GivesUpOnTablesThatUnfoldWithoutEnd) {
  EXPECT_EQ(Encode("(function() local t = {} for level = 1, 7 do local u = {}\n"
                   "for i = 1, 1000 do u[i] = t end t = u end return t end)()"),
            "error: the store takes more than 16 KiB");
  EXPECT_EQ(Encode("(function() local t = {print} for level = 1, 7 do local u = {}\n"
                   "for i = 1, 1000 do u[i] = t end t = u end return t end)()"),
            "error: the store takes more than 16 KiB");
}

TEST(EncodeTable, FillsTheStoreToItsLastByte) {
  const std::string text = Encode("{('x'):rep(16 * 1024 - 4)}");
  EXPECT_EQ(text.size(), kLargestStore);
  EXPECT_EQ(Decode(text), text);
  EXPECT_EQ(Encode("{('x'):rep(16 * 1024 - 3)}"), "error: the store takes more than 16 KiB");
}

TEST(DecodeTable, ReadsWhatWasWritten) {
  for (const char* text :
       {"{}", "{1, 2}", R"({1, 2, [7] = true, name = "kiosk", ["odd key"] = {}})",
        "{-9223372036854775808, 9223372036854775807, -0.0, 0.1, 1e+100, 5e-324}",
        R"({"\000\001\"\\\n\r\t\255", a = {b = {c = {d = {e = {f = {g = {false}}}}}}}})",
        R"({[-5] = 1, [0] = 2, 3, [3] = 4, ["1"] = 5, ["and"] = 6})"})
    EXPECT_EQ(Decode(text), text);
}

TEST(DecodeTable, TellsWhereATextIsDamaged) {
  EXPECT_EQ(Decode(""), "error: the text of the store is damaged: at byte 1: expected '{'");
  EXPECT_EQ(Decode("{1, "), "error: the text of the store is damaged: at byte 5: expected a value");
  EXPECT_EQ(Decode("{\"a"),
            "error: the text of the store is damaged: at byte 4: expected the end of a string");
  EXPECT_EQ(Decode("{} "),
            "error: the text of the store is damaged: at byte 3: expected nothing more");
  EXPECT_EQ(Decode("{a = 1"), "error: the text of the store is damaged: at byte 7: expected '}'");
}

TEST(DecodeTable, RefusesWhatReadsWellButWasNotWrittenSo) {
  for (const char* text : {"{2, [1] = 1}", "{b = 1, a = 1}", "{a = 1, a = 2}",
                           "{[1] = 1}",    "{0.10}",         "{01}",
                           "{-0}",         "{1e5}",          "{+1}",
                           "{\"\\065\"}",  "{[\"a\"] = 1}",  "{1 }",
                           "{ 1}",         "{1,2}",          "{1, }",
                           "{nil}",        "{nan}",          "{inf}",
                           "{1e999}",      "{0x10}",         "{99999999999999999999}",
                           "{a=1}",        "{'x'}",          "{{{{{{{{{}}}}}}}}}",
                           "{print}",      "{[true] = 1}",   "{[1.5] = 1}",
                           "{\"\x01\"}",   "{\"\\999\"}",    "{\"\\x41\"}",
                           "{true = 1}",   "{[nil] = 1}",    "return {}",
                           "{\"ä\\\"}",    "{\"\xff\"}"})
    EXPECT_TRUE(Decode(text).starts_with("error: the text of the store is damaged")) << text;
  EXPECT_TRUE(Decode(std::string(kLargestStore + 1, ' ')).starts_with("error: "));
}

std::string RandomTable(std::minstd_rand& chance, int depth) {
  constexpr const char* kValues[] = {"1",      "-7",         "true",  "false", "0.25",
                                     "'text'", "'a\\n\\0b'", "1e300", "''",    "math.mininteger",
                                     "1/3",    "'ä'"};
  constexpr const char* kKeys[] = {"a",    "b",       "[1]",  "[2]",    "[3]",
                                   "[-4]", "['x y']", "['']", "['end']"};
  std::string text = "{";
  for (auto left = chance() % 6; left > 0; --left)
    text +=
        std::string(kKeys[chance() % 9]) + " = " +
        (depth < 7 && chance() % 3 == 0 ? RandomTable(chance, depth + 1) : kValues[chance() % 12]) +
        ", ";
  return text + "}";
}

TEST(StoreText, GoesRoundForAnyTable) {
  std::minstd_rand chance(7);
  for (int i = 0; i < 300; ++i) {
    const std::string text = Encode(RandomTable(chance, 1));
    ASSERT_TRUE(text.starts_with("{")) << text;
    ASSERT_EQ(Decode(text), text);
  }
}

// Whatever is read from a damaged text is what that text says.
TEST(StoreText, DamagedInAnyWayGivesAnErrorOrItself) {
  std::minstd_rand chance(11);
  LuaState state;
  const std::string whole =
      R"({1, 2.5, [7] = true, list = {"a\n", {}, -3}, name = "kiosk \195", ["odd key"] = {x = 1e+20}})";
  constexpr std::string_view kBytes = "{}[]\"\\, =.-+e0179ax_\n\0\xff";
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = whole;
    for (auto left = 1 + chance() % 3; left > 0 && !text.empty(); --left) {
      const std::size_t at = chance() % text.size();
      const char byte = kBytes[chance() % kBytes.size()];
      if (chance() % 3 == 0)
        text.erase(at, 1 + chance() % 4);
      else if (chance() % 2 == 0)
        text.insert(at, 1, byte);
      else
        text[at] = byte;
    }
    const Result<Done> decoded = DecodeTable(state.lua(), text);
    ASSERT_EQ(lua_gettop(state.lua()), decoded ? 1 : 0);
    if (!decoded) continue;
    ++read;
    ASSERT_EQ(EncodeTable(state.lua(), -1), text);
    lua_settop(state.lua(), 0);
  }
  EXPECT_GT(read, 500);
}

int Keep(lua_State* lua) {
  const Result<std::string> text = EncodeTable(lua, 1);
  lua_settop(lua, 0);
  lua_pushstring(lua, text ? text->c_str() : text.error().message.c_str());
  return 1;
}

int Recall(lua_State* lua) {
  const Result<Done> decoded = DecodeTable(lua, lua_tostring(lua, 1));
  if (!decoded) lua_pushstring(lua, decoded.error().message.c_str());
  return 1;
}

TEST(StoreText, IsMadeAndReadWithinTheBudgetOfAScript) {
  Script script;
  lua_register(script.state().lua(), "keep", Keep);
  lua_register(script.state().lua(), "recall", Recall);
  EXPECT_EQ(script.Print("local t = recall(keep({1, a = {2}})) print(t[1], t.a[1], recall('{'))"),
            "1\t2\tthe text of the store is damaged: at byte 2: expected a value\n");
  for (const char* text :
       {"while true do keep({1, 2, 3}) end", "while true do recall('{1, 2, 3}') end",
        "while true do pcall(keep, {}) end",
        "local s = '{' .. ('1, '):rep(4000) .. '1}' local t = {}\n"
        "for i = 1, 1e9 do t[i % 10000] = recall(s) end"}) {
    EXPECT_EQ(script.Run(text).kind, LuaOutcome::Kind::kFailed) << text;
    EXPECT_LE(script.state().peak_memory(), script.limits().memory);
  }
}

TEST(StoreText, CanBeReadForACoroutineThatWaits) {
  Script script;
  lua_State* hook = script.Start("local t = wait() print(t.a)");
  ASSERT_EQ(script.state().Resume(hook, 0).kind, LuaOutcome::Kind::kYielded);
  ASSERT_TRUE(DecodeTable(hook, "{a = 5}"));
  EXPECT_EQ(script.state().Resume(hook, 1).kind, LuaOutcome::Kind::kEnded);
  EXPECT_EQ(script.TakePrinted(), "5\n");
  script.state().GiveBack(hook);
}

}  // namespace
}  // namespace lineman
