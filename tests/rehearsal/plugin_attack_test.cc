// A plugin that attacks or blunders changes nothing: the policy's decision stands, and the record
// says what the plugin did.
#include <gtest/gtest.h>

#include "tests/rehearsal/plugin_testing.h"

namespace lineman {
namespace {

struct Attack {
  const char* name;
  const char* body;      // of the hook `disconnected`
  const char* recorded;  // in the trouble

  friend void PrintTo(const Attack& attack, std::ostream* out) { *out << attack.name; }
};

class PluginAttackTest : public testing::TestWithParam<Attack> {};

TEST_P(PluginAttackTest, LeavesTheDecisionToPolicyAndIsRecorded) {
  std::string recorded;
  for (const char c : std::string_view(GetParam().recorded)) {
    recorded += c == '\'' ? "''" : std::string(1, c);
  }
  const std::string steps = std::string(R"(
  - attempt: no_answer
  - expect: {trouble: ')") + recorded +
                            R"('}
  - expect: {redial: {after: 30s}, by: policy}
  - attempt: connected
  - expect: {line: online}
)";
  EXPECT_EQ(PlayPlugins({{"p", WithHook("disconnected", GetParam().body)}}, steps), "");
}

const Attack kAttacks[] = {
    {"EndlessLoop", "while true do end", "steps"},
    {"LoopAroundPcall", "while true do pcall(function() while true do end end) end", "steps"},
    {"LoopAroundError", "while true do pcall(error) end", "steps"},
    {"ErrorWithoutText", "error()", "error object without a text"},
    {"ErrorOfATable", "error({})", "error object without a text"},
    {"ErrorThatTalks", "error(setmetatable({}, {__tostring = function() return 'mine' end}))",
     "mine"},
    {"ErrorThatLoops", "error(setmetatable({}, {__tostring = function() while true do end end}))",
     "failed"},
    {"RepBomb", "return ('x'):rep(1e9)", "too large"},
    {"ConcatBomb", "local t = {} for i = 1, 1e6 do t[i] = ('x'):rep(1000) end table.concat(t)", ""},
    {"DoublingBomb", "local s = 'x' while true do s = s .. s end", "memory"},
    {"GsubBomb", "return (('x'):rep(100000):gsub('x', ('y'):rep(1000)))", ""},
    {"FormatBomb", "local s = ('x'):rep(200000) while true do s = string.format('%s%s', s, s) end",
     "256 KiB"},
    {"SortBomb",
     "local t = {} for i = 1, 8000 do t[i] = i end table.sort(t, function() while true do end end)",
     "steps"},
    {"SortThatLies",
     "local t = {} for i = 1, 100 do t[i] = i end while true do table.sort(t, function() return "
     "true end) end",
     "steps"},
    {"ExponentialPattern", "return ('a'):rep(24):find(('a?'):rep(24) .. ('a'):rep(24))", "steps"},
    {"DeepRecursion", "local function f() return 1 + f() end f()", ""},
    {"DeepRecursionOfPcall", "local function f() pcall(f) error('x') end f()", ""},
    {"TableBomb", "local t = {} while true do t = {t, {}, {}} end", ""},
    {"ClosureBomb", "local t = {} while true do t[#t + 1] = function() return t end end", ""},
    {"CoroutineBomb", "coroutine.create(function() end)", "coroutine"},
    {"IndexLoop",
     "local t = setmetatable({}, {__index = function(t, k) return t[k .. 'x'] end}) "
     "return t.a",
     ""},
    {"LenLoop", "return #setmetatable({}, {__len = function() while true do end end})", "steps"},
    {"TostringLoop",
     "return tostring(setmetatable({}, {__tostring = function() while true do end end}))", "steps"},
    {"PairsLoop",
     "for k in pairs(setmetatable({}, {__pairs = function() return function() return 1 "
     "end end})) do end",
     "steps"},
    {"Finalizer", "setmetatable({}, {__gc = function() end})", "__gc"},
    {"StringMetatable", "getmetatable('').__index = {}", "index"},
    {"Bytecode", "load('\\27Lua')", "load"},
    {"System", "os.execute('true')", "os"},
    {"Files", "io.open('/etc/passwd')", "io"},
    {"WritesToCall", "call.number = '0900'", "call is read-only: 'number' cannot be set"},
    {"UnknownField", "return call.nubmer", "call has no field 'nubmer' (did you mean"},
    {"VerdictThatDoesNotFit", "return call:answer{text = 'x'}",
     "call:answer does not fit disconnected; there you can return call:redial"},
    {"VerdictForgotten", "call:redial{after = '5s'}", "built a verdict and did not return it"},
    {"VerdictForged", "return setmetatable({}, {__name = 'verdict'})", "the hook returned a"},
    {"VerdictTwice", "local v = call:redial{} return v, v", "returned 2 values"},
    {"VerdictsTwo", "call:stop('x') return call:redial{}", "has built stop already"},
    {"VerdictAsBoolean", "return true", "the hook returned a true"},
    {"RedialWithoutUnit", "return call:redial{after = 30}", "a duration with its unit"},
    {"RedialMisspelt", "return call:redial{afer = '5s'}", "has no field afer (did you mean"},
    {"SecretPrinted", "error('it is ' .. tostring(lineman.secret('backup')))", "it is (secret)"},
    {"SecretConcatenated", "return 'x' .. lineman.secret('backup')", "concatenate"},
    {"SecretRead", "return lineman.secret('backup').text", "a secret has no fields"},
    {"SecretCompared", "return lineman.secret('backup') < 'x'", "compare"},
    {"SecretStored", "call.store.x = lineman.secret('backup')", "store.x is a"},
    {"SecretUnknown", "lineman.secret('other')", "no secret"},
    {"ProgramNotAllowed", "lineman.run{'/bin/rm'}", "is not allowed"},
    {"FunctionStored", "call.store.f = print", "store.f"},
    {"StoreTooLarge", "call.store.s = ('x'):rep(20000)", ""},
};

INSTANTIATE_TEST_SUITE_P(All, PluginAttackTest, testing::ValuesIn(kAttacks),
                         [](const auto& attack) { return std::string(attack.param.name); });

// A verdict that was kept from one call and returned in the next.
TEST(PluginBlunderTest, AVerdictOfAnEarlierCallIsRefused) {
  const std::string plugin =
      "local kept\n" + WithHook("disconnected",
                                "if kept then return kept end kept = call:redial{after = '7s'} "
                                "return kept");
  EXPECT_EQ(PlayPlugins({{"p", plugin}}, R"(
  - attempt: no_answer
  - expect: {redial: {after: 7s}, by: p}
  - attempt: no_answer
  - expect: {trouble: a verdict of an earlier call}
  - expect: {redial: true, by: policy}
)"),
            "");
}

TEST(PluginBlunderTest, ACallThatIsOverIsDead) {
  const std::string plugin = "local kept\n" + WithHook("disconnected",
                                                       "if kept then return kept.number end "
                                                       "kept = call");
  EXPECT_EQ(PlayPlugins({{"p", plugin}}, R"(
  - attempt: {error: no_answer, times: 2}
  - expect: {trouble: 'this call is over'}
)"),
            "");
}

TEST(PluginBlunderTest, FiveFailuresInARowSetThePluginAside) {
  EXPECT_EQ(PlayPlugins({{"p", WithHook("disconnected", "error('no')")}}, R"(
  - attempt: {error: no_answer, times: 5}
  - expect: {trouble: 'p is set aside until the next reload: 5 failures in a row'}
  - attempt: no_answer
  - expect: {redial: true, by: policy}
  - event: reload
  - attempt: no_answer
  - expect: {trouble: 'hook disconnected failed'}
)"),
            "");
}

TEST(PluginBlunderTest, AnEndWithoutFailureBeginsTheCountAnew) {
  const std::string plugin =
      "local n = 0\n" + WithHook("disconnected", "n = n + 1 if n % 5 ~= 0 then error('no') end");
  EXPECT_EQ(PlayPlugins({{"p", plugin}}, R"(
  - attempt: {error: no_answer, times: 9}
  - expect: {line: holdoff}
  - attempt: no_answer
  - expect: {redial: true, by: policy}
)"),
            "");
}

}  // namespace
}  // namespace lineman
