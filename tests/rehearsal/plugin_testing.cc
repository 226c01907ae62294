#include "tests/rehearsal/plugin_testing.h"

#include <fmt/format.h>

#include "tests/rehearsal/story_testing.h"

namespace lineman {
namespace {

StoryReading ReadingWith(const PluginTexts& plugins) {
  StoryReading reading = ReadingOfTests();
  reading.find_plugin = [plugins](const std::string& name) -> Result<PluginFolder> {
    const auto text = plugins.find(name);
    if (text == plugins.end()) return Fail("there is no plugin " + name);
    return PluginFolder{name,
                        [text = text->second](const std::string& file) -> Result<std::string> {
                          if (file == "init.lua") return text;
                          if (file == "part.lua") return std::string("return {part = true}\n");
                          return Fail(file + ": there is no such file");
                        }};
  };
  return reading;
}

std::string StoryOf(const PluginTexts& plugins, std::string_view steps, std::string_view more) {
  std::string text =
      "story: test\nprofile:\n  profile: kiosk\n  numbers: ['0100', '0200']\n"
      "  user: kiosk\n  password: {file: /s}\n  retry: {holdoff: 5s, backoff: "
      "{first: 30s, factor: 1, jitter: 0%}, budgets: {line: 100}, start_spread: 0s}\n  secrets: "
      "{backup: {file: /b}}\n"
      "  plugins:\n";
  for (const auto& [name, source] : plugins) {
    text += fmt::format("    - {{use: {}, allow: {{run: [/bin/tool]}}}}\n", name);
  }
  if (!more.empty()) text += fmt::format("  {}\n", more);
  return text + "steps:" + std::string(steps);
}

}  // namespace

std::string WithHook(std::string_view hook, std::string_view body) {
  return fmt::format(
      "return {{api = 1, about = 'test', hooks = {{{} = function(call)\n{}\nend}}}}\n", hook, body);
}

std::string PlayPlugins(const PluginTexts& plugins, std::string_view steps, std::string_view more) {
  Findings findings;
  std::string complaint;
  for (const StoryResult& result :
       RunStories(StoryOf(plugins, steps, more), "t.story.yaml", ReadingWith(plugins), findings)) {
    complaint += result.failure;
  }
  return findings.ToString() + complaint;
}

std::string PluginFindings(const std::string& text, std::string_view with, std::string_view more) {
  Findings findings;
  const std::string story = fmt::format(
      "story: test\nprofile:\n  profile: kiosk\n  secrets: {{backup: {{file: /b}}}}\n  plugins:\n"
      "    - {{use: p, allow: {{run: [/bin/tool]}}{}{}}}\n{}steps: [{{expect: {{line: idle}}}}]\n",
      with.empty() ? "" : ", with: ", with, more);
  CheckStories(story, "t.story.yaml", ReadingWith({{"p", text}}), findings);
  std::string found = findings.ToString();
  if (!found.empty()) found.pop_back();
  return found;
}

std::string RecordOf(const PluginTexts& plugins, std::string_view steps) {
  Findings findings;
  std::string record;
  for (const StoryResult& result :
       RunStories(StoryOf(plugins, steps, ""), "t.story.yaml", ReadingWith(plugins), findings)) {
    record += ToJsonLines(result.record);
  }
  return record;
}

}  // namespace lineman
