// Stories about plugins whose text stands in the test.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "rehearsal/story.h"

namespace lineman {

// init.lua by the plugin's name.
using PluginTexts = std::map<std::string, std::string>;

// A plugin with one hook: `body` is what the hook does with `call`.
std::string WithHook(std::string_view hook, std::string_view body);

// Plays steps on a profile `kiosk` that uses the plugins in the order of their names; `more` is
// more YAML of the profile. What went wrong, "" when nothing did.
std::string PlayPlugins(const PluginTexts& plugins, std::string_view steps,
                        std::string_view more = "");

// The findings of a profile that uses the plugin `p` with these options, one a line.
std::string PluginFindings(const std::string& text, std::string_view with = "",
                           std::string_view more = "");

// The whole record of such a story, as JSON lines.
std::string RecordOf(const PluginTexts& plugins, std::string_view steps);

}  // namespace lineman
