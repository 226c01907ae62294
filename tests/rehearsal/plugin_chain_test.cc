// Several plugins, hooks that wait, and what ends them.
#include <gtest/gtest.h>

#include "tests/rehearsal/plugin_testing.h"

namespace lineman {
namespace {

TEST(PluginChainTest, TheFirstVerdictInOrderWinsAndTheOtherIsRecordedAsOverruled) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("disconnected", "return call:redial{after = '7s'}")},
                         {"b", WithHook("disconnected", "return call:stop('no')")}},
                        R"(
  - attempt: no_answer
  - expect: {redial: {after: 7s}, by: a, overruled: b}
)"),
            "");
}

TEST(PluginChainTest, AnEarlierHookThatTakesItsTimeIsWaitedFor) {
  EXPECT_EQ(
      PlayPlugins(
          {{"a", WithHook("disconnected", "lineman.sleep('6s') return call:redial{after = '9s'}")},
           {"b", WithHook("disconnected", "return call:stop('no')")}},
          R"(
  - attempt: no_answer
  - expect: {nothing: true, for: 5s}
  - expect: {redial: {after: 3s}, within: 1s, by: a, overruled: b}
)"),
      "");
}

TEST(PluginChainTest, ALaterHookGoesOnAsAnObserver) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("disconnected", "return call:redial{after = '30s'}")},
                         {"b", WithHook("disconnected",
                                        "lineman.sleep('3s') lineman.log('seen') call.store.n = 1 "
                                        "return call:stop('no')")}},
                        R"(
  - attempt: no_answer
  - expect: {redial: true, by: a}
  - expect: {log: seen, within: 3s}
  - expect: {line: holdoff}
)"),
            "");
}

TEST(PluginChainTest, AtTheDeadlinePolicyStands) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("disconnected", "lineman.sleep('1h')")},
                         {"b", WithHook("disconnected", "return call:stop('no')")}},
                        R"(
  - attempt: no_answer
  - expect: {trouble: 'did not end before the hooks', within: 20s}
  - expect: {redial: true, by: policy}
)"),
            "");
}

TEST(PluginChainTest, InAPauseThereIsTimeLeftForPolicysOwnAnswer) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("callback_set_by_caller", "lineman.sleep('1h')")}}, R"(
  - attempt: callback_set_by_caller
  - expect: {answer: {callback_number: '0300'}, within: 20s, by: policy}
)",
                        "paused: {callback_set_by_caller: {answer: {callback_number: '0300'}}}"),
            "");
}

TEST(PluginChainTest, LeavingTheStateCancelsItsHooks) {
  EXPECT_EQ(
      PlayPlugins(
          {{"a", WithHook("interactive", "lineman.sleep('5s') return call:answer{text = 'late'}")}},
          R"(
  - attempt: interactive
  - notify: [authenticate]
  - expect: {nothing: true, for: 10s}
)"),
      "");
}

TEST(PluginChainTest, AReplyThatComesTooLateLiftsNobodysDeadline) {
  const std::string plugin =
      "return {api = 1, about = 'test', hooks = {\n"
      "interactive = function(call) lineman.sleep('5s') end,\n"
      "retry_authentication = function(call) lineman.sleep('1h') end}}\n";
  EXPECT_EQ(PlayPlugins({{"a", plugin}}, R"(
  - attempt: interactive
  - notify: [authenticate, retry_authentication]
  - expect: {trouble: did not end before the hooks, within: 20s}
  - expect: {ask_operator: true, by: policy}
)"),
            "");
}

TEST(PluginChainTest, HooksOfRunningStatesMayNotWait) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("authenticate", "lineman.sleep('5s')")}}, R"(
  - attempt: connected
  - expect: {trouble: 'hooks of running states may not'}
)"),
            "");
}

TEST(PluginChainTest, ARunningStateMayBeHungUpAndStartAProgram) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("running",
                                        "if call.state == 'authenticate' then "
                                        "lineman.start{'/bin/tool', call.state} "
                                        "return call:hang_up('not today') end")}},
                        R"(
  - attempt: connected
  - expect: {ran: /bin/tool authenticate}
  - expect: {hang_up: not today, by: a}
)"),
            "");
}

TEST(PluginChainTest, AStateWithoutANameHasItsGroupsHook) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("running", "lineman.log('in ' .. call.state)")}}, R"(
  - expect: {dial: true}
  - notify: [connect_device, state_0x19]
  - expect: {log: in connect_device}
  - expect: {log: in state_0x19}
)"),
            "");
}

TEST(PluginChainTest, AHookOfTheStateGoesBeforeItsGroups) {
  const std::string both =
      "return {api = 1, about = 'test', hooks = {\n"
      "terminal = function(call) lineman.log('group ' .. call.state) end,\n"
      "connected = function(call) lineman.log('own') end}}\n";
  EXPECT_EQ(PlayPlugins({{"a", both}}, R"(
  - attempt: connected
  - expect: {log: own}
  - notify: [{disconnected: link_failure}]
  - expect: {log: group disconnected}
)"),
            "");
}

TEST(PluginChainTest, ALoginGivenToARedialGoesWithTheNextDialOnly) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("disconnected",
                                        "if call.user == 'kiosk' then return call:redial{after = "
                                        "'10s', username = 'other', password = "
                                        "lineman.secret('backup')} end")}},
                        R"(
  - attempt: authentication_failure
  - expect: {redial: {after: 10s}, by: a}
  - expect: {dial: {user: other}, within: 10s}
  - attempt: no_answer
  - expect: {redial: true, by: policy}
  - expect: {dial: {user: kiosk}, within: 1m}
)"),
            "");
}

TEST(PluginChainTest, BeforeADialItMayChooseNumberAndLoginOrHoldOff) {
  EXPECT_EQ(
      PlayPlugins({{"a", WithHook("before_dial",
                                  "if call.attempt == 1 then return call:hold_off('1m', "
                                  "'not yet') end "
                                  "return call:dial_with{number = 'next', username = 'u2'}")}},
                  R"(
  - expect: {hold_off: {for: 1m, why: not yet}, by: a}
  - expect: {nothing: true, for: 59s}
)"),
      "");
  EXPECT_EQ(
      PlayPlugins({{"a", WithHook("before_dial",
                                  "return call:dial_with{number = 'next', username = 'u2'}")}},
                  R"(
  - expect: {dial: {number: '0200', user: u2}, by: a}
)"),
      "");
}

TEST(PluginChainTest, ConditionsReadAsInARule) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("disconnected",
                                        "if call:matches{error = {'line_busy', 'no_answer'}, "
                                        "attempt = {at_least = 2}} then return "
                                        "call:redial{after = '8s'} end")}},
                        R"(
  - attempt: no_answer
  - expect: {redial: true, by: policy}
  - attempt: line_busy
  - expect: {redial: {after: 8s}, by: a}
)"),
            "");
  EXPECT_EQ(PlayPlugins({{"a", WithHook("disconnected", "return call:matches{eror = 'busy'}")}}, R"(
  - attempt: no_answer
  - expect: {trouble: "unknown key 'eror'"}
)"),
            "");
}

TEST(PluginChainTest, APasswordNobodyKnowsAnswersAnExpiredOne) {
  EXPECT_EQ(
      PlayPlugins({{"a", WithHook("password_expired",
                                  "local new = lineman.new_password{length = 20} "
                                  "local kept = lineman.run{'/bin/tool', 'keep', stdin = new} "
                                  "if kept.ok then return call:answer{new_password = new} "
                                  "end")}},
                  R"(
  - attempt: password_expired
  - expect: {ran: /bin/tool keep}
  - expect: {answer: {new_password: 'new password 1xxxxxx'}, by: a}
)"),
      "");
}

TEST(PluginStoreTest, IsKeptWithTheVerdictAndOverAPowerCut) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("disconnected",
                                        "call.store.n = (call.store.n or 0) + 1 "
                                        "return call:redial{after = call.store.n * 10 .. 's'}")}},
                        R"(
  - attempt: no_answer
  - expect: {redial: {after: 10s}, by: a}
  - event: power_cut
  - attempt: no_answer
  - expect: {redial: {after: 20s}, by: a}
)"),
            "");
}

TEST(PluginStoreTest, NothingIsKeptOfAHookThatFails) {
  EXPECT_EQ(PlayPlugins({{"a", WithHook("disconnected",
                                        "call.store.n = (call.store.n or 0) + 1 "
                                        "if call.attempt == 1 then error('no') end "
                                        "return call:redial{after = call.store.n * 10 .. 's'}")}},
                        R"(
  - attempt: {error: no_answer, times: 2}
  - expect: {redial: {after: 10s}, by: a}
)"),
            "");
}

TEST(PluginDeterminismTest, TheSameStoryGivesTheSameRecordToTheByte) {
  const std::string plugin = WithHook("disconnected",
                                      "local t = {b = 1, a = 2, [3] = 3, [1] = 4} "
                                      "local s = tostring(t) .. tostring(print) "
                                      "for k, v in pairs(t) do s = s .. k .. v end "
                                      "lineman.log(s .. math.random(1000000) .. ' ' .. "
                                      "call.now.epoch)");
  constexpr std::string_view kSteps = R"(
  - attempt: {error: no_answer, times: 5}
  - expect: {redial: true}
)";
  const std::string record = RecordOf({{"p", plugin}}, kSteps);
  EXPECT_NE(record.find("tablefunction1433a2b1"), std::string::npos) << record;
  EXPECT_EQ(record, RecordOf({{"p", plugin}}, kSteps));
}

}  // namespace
}  // namespace lineman
