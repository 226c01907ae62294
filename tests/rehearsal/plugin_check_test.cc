// What `check` finds in plugins and in what profiles give them.
#include <gtest/gtest.h>

#include "tests/rehearsal/plugin_testing.h"

namespace lineman {
namespace {

std::string Plugin(std::string_view fields) {
  return "return {api = 1, about = 'test', " + std::string(fields) + "}\n";
}

constexpr std::string_view kHooks = "hooks = {connected = function() end}";

std::string WithOptions(std::string_view options) {
  return Plugin("options = {" + std::string(options) + "}, " + std::string(kHooks));
}

TEST(PluginCheckTest, ASyntaxErrorIsToldWhereItIs) {
  EXPECT_EQ(PluginFindings("return {\n  api = = 1,\n}\n"),
            "p/init.lua:2:1: error: unexpected symbol near '='");
}

TEST(PluginCheckTest, AHookThatIsNoStateIsToldWithWhatWasMeant) {
  EXPECT_EQ(
      PluginFindings("return {api = 1, about = 'x', hooks = {\n  conected = function() end,\n}}"),
      "p/init.lua:2:1: error: there is no hook 'conected' (did you mean 'connected'?); hooks "
      "are the connection states, running, paused, terminal and before_dial");
}

TEST(PluginCheckTest, WhatIsNoPluginIsTold) {
  const std::pair<std::string, std::string> kTexts[] = {
      {"return 1", "init.lua returns a number; it must return the plugin's table"},
      {"return {}", "the plugin must say which API it is written for: api = 1"},
      {"return {api = 2}", "the plugin wants api 2; this lineman has api 1"},
      {"return {api = 1}", "the plugin needs about"},
      {"return {api = 1, about = 'x'}", "the plugin has no hooks"},
      {"return {api = 1, about = 'x', hooks = {}}", "give it at least one"},
      {"return {api = 1, about = 'x', hooks = {running = 1}}", "hook running is a number"},
      {"return {api = 1, about = 'x', hoks = {}, hooks = {running = print}}", "no field hoks"},
      {"error('boom')", "boom"},
      {"while true do end", "steps"},
      {"require 'other'", "other.lua: there is no such file"},
      {"lineman.log('x')", "only while a hook runs"},
  };
  for (const auto& [text, expected] : kTexts) {
    const std::string findings = PluginFindings(text);
    EXPECT_NE(findings.find(expected), std::string::npos) << text << "\n" << findings;
    EXPECT_TRUE(findings.starts_with("p/init.lua:1:1: error: ")) << findings;
  }
}

TEST(PluginCheckTest, APartOfThePluginMayBeRequired) {
  EXPECT_EQ(PluginFindings("local part = require 'part'\nassert(part.part)\n" +
                           Plugin(std::string(kHooks))),
            "");
}

TEST(PluginCheckTest, AMissingPluginIsToldWhereItIsUsed) {
  EXPECT_EQ(PluginFindings(Plugin(std::string(kHooks)), "", "    - {use: q}\n"),
            "t.story.yaml:7:7: error: there is no plugin q");
}

TEST(PluginCheckTest, TheSameUseTwiceIsAnError) {
  EXPECT_EQ(PluginFindings(Plugin(std::string(kHooks)), "", "    - {use: p}\n"),
            "t.story.yaml:7:7: error: p is used twice with the same options: leave one out");
}

TEST(PluginCheckTest, OptionsAreCheckedWhereTheyStand) {
  const std::string plugin = WithOptions(
      "numbers = {type = 'phone_list', required = true}, pause = {type = 'duration', least = "
      "'1s'}, "
      "by = {type = 'map', keys = 'error', of = {type = 'duration_list'}}, "
      "cmd = {type = 'command'}, key = {type = 'secret'}");
  EXPECT_EQ(PluginFindings(plugin,
                           "{numbers: ['0100'], pause: 5s, by: {676: [1s]}, cmd: "
                           "[/bin/tool, x], key: backup}"),
            "");
  const std::pair<const char*, const char*> kWrong[] = {
      {"{}", "numbers"},
      {"{numbers: []}", "numbers"},
      {"{numbers: ['1'], puase: 5s}", "6:66: error: unknown key 'puase' (did you mean 'pause'?)"},
      {"{numbers: ['1'], pause: 5}", "6:73: error: "},
      {"{numbers: ['1'], by: {line_bussy: [1s]}}", "line_bussy"},
      {"{numbers: ['1'], cmd: [/bin/rm]}", "'/bin/rm' is not allowed"},
      {"{numbers: ['1'], key: bakup}", "no secret 'bakup' (did you mean 'backup'?)"},
  };
  for (const auto& [with, expected] : kWrong) {
    const std::string findings = PluginFindings(plugin, with);
    EXPECT_NE(findings.find(expected), std::string::npos) << with << "\n" << findings;
  }
}

TEST(PluginCheckTest, OptionsOfAPluginWithoutAnyAreAnError) {
  EXPECT_EQ(PluginFindings(Plugin(std::string(kHooks)), "{x: 1}"),
            "t.story.yaml:6:49: error: the plugin has no options: leave `with` out");
}

TEST(PluginCheckTest, ASpecThatIsNoneIsTold) {
  const std::pair<const char*, const char*> kSpecs[] = {
      {"x = 1", "option x takes a table"},
      {"x = {type = 'numbr'}", "option x: there is no type numbr (did you mean 'number'?)"},
      {"x = {}", "option x needs type"},
      {"x = {type = 'choice'}", "a choice needs choices"},
      {"x = {type = 'map'}", "a map says what it is a map of"},
      {"x = {type = 'text', requird = true}", "no field requird"},
  };
  for (const auto& [spec, expected] : kSpecs) {
    const std::string findings = PluginFindings(WithOptions(spec));
    EXPECT_NE(findings.find(expected), std::string::npos) << spec << "\n" << findings;
  }
}

}  // namespace
}  // namespace lineman
