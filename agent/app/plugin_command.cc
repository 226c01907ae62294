// `lineman plugin new` and `lineman plugin list`.

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "app/commands.h"
#include "app/configuration.h"
#include "app/files.h"
#include "app/plugin_folders.h"
#include "app/terminal.h"
#include "base/path.h"

namespace lineman {
namespace {

namespace fs = std::filesystem;

// A plugin that does something small and right, to be changed: NAME stands for its name.
constexpr std::string_view kInit = R"(---@type lineman.Plugin
return {
  api = 1,
  about = "Waits longer after a busy tone.",
  options = {
    pause = { type = "duration", default = "2m", help = "The pause after a busy tone." },
  },
  hooks = {
    disconnected = function(call)
      if call.error and call.error.name == "line_busy" then
        return call:redial { after = call.options.pause }
      end
    end,
  },
}
)";

constexpr std::string_view kReadme = R"(# NAME

Waits longer after a busy tone.

```yaml
plugins:
  - use: NAME
    with: {pause: 5m}
```

| option | type | default | |
|---|---|---|---|
| `pause` | duration | `2m` | The pause after a busy tone. |

`lineman test NAME` runs its stories.
)";

constexpr std::string_view kStory = R"(story: a busy tone is followed by the pause of the plugin
profile:
  profile: kiosk
  numbers: ["0100"]
  plugins: [{use: NAME, with: {pause: 3m}}]
steps:
  - attempt: line_busy
  - expect: {redial: {after: 3m}, by: NAME}
---
story: anything else is left to policy
profile:
  profile: kiosk
  numbers: ["0100"]
  plugins: [{use: NAME}]
steps:
  - attempt: no_answer
  - expect: {redial: true, by: policy}
)";

std::string WithName(std::string_view text, const std::string& name) {
  std::string with(text);
  for (std::size_t at = with.find("NAME"); at != std::string::npos; at = with.find("NAME", at)) {
    with.replace(at, 4, name);
    at += name.size();
  }
  return with;
}

bool Write(const std::string& path, const std::string& text) {
  std::ofstream file(PathOf(path), std::ios::binary);
  file << text;
  file.close();
  if (file) return true;
  PrintError(fmt::format("lineman: {} cannot be written: {}\n", path, std::strerror(errno)));
  return false;
}

int New(const PluginOptionsGiven& options) {
  const std::string& name = options.name;
  if (!CanNamePlugin(name)) {
    PrintError(
        fmt::format("lineman: {} cannot name a plugin: it is the name of its folder, "
                    "letters, digits, - and _\n",
                    Shown(name)));
    return kExitUsage;
  }
  const std::string folder = TextOfPath((PathOf(options.folder) / PathOf(name)).lexically_normal());
  std::error_code error;
  if (fs::exists(PathOf(folder), error)) {
    PrintError(fmt::format("lineman: {} is there already; nothing was changed\n", folder));
    return kExitNo;
  }
  if (!fs::create_directories(PathOf(folder), error)) {
    PrintError(fmt::format("lineman: {} cannot be made: {}\n", folder, error.message()));
    return kExitNo;
  }
  const bool written = Write(folder + "/init.lua", std::string(kInit)) &&
                       Write(folder + "/README.md", WithName(kReadme, name)) &&
                       Write(fmt::format("{}/{}.story.yaml", folder, name), WithName(kStory, name));
  if (!written) return kExitNo;
  Print(
      fmt::format("{0}/init.lua, {0}/README.md and {0}/{1}.story.yaml are written.\n"
                  "Run its stories: lineman test {0}\n",
                  folder, name));
  return kExitDone;
}

struct Listed {
  std::string name;
  std::string folder;
  std::string about;
  bool hidden = false;  // one of the same name is found before it
};

std::vector<Listed> AllPlugins(const CommonOptions& common) {
  std::vector<std::string> folders = common.plugins;
  Findings elsewhere;
  if (const auto settings = LoadAgentSettings(ConfigPath(common.config), elsewhere)) {
    folders.insert(folders.end(), settings->plugins.begin(), settings->plugins.end());
  }
  if (std::string shipped = ShippedPlugins(); !shipped.empty()) {
    folders.push_back(std::move(shipped));
  }
  std::vector<Listed> all;
  std::set<std::string> seen_folders;
  std::set<std::string> seen;
  for (const std::string& folder : folders) {
    std::error_code error;
    if (!seen_folders.insert(TextOfPath(fs::weakly_canonical(PathOf(folder), error))).second)
      continue;
    for (const std::string& name : PluginsIn(folder)) {
      Findings findings;
      const PluginFolder lies = PluginAt(folder, name);
      const auto plugin = Plugin::Load(name, lies, 1, findings);
      all.push_back({name, lies.path,
                     plugin != nullptr ? plugin->about() : findings.Sorted().front().ToString(),
                     !seen.insert(name).second});
    }
  }
  return all;
}

int List(const CommonOptions& common, const PluginOptionsGiven& options) {
  const std::vector<Listed> all = AllPlugins(common);
  Json json(Json::Array{});
  std::size_t widest = 0;
  for (const Listed& plugin : all) widest = std::max(widest, plugin.name.size());
  const Paint paint(stdout);
  for (const Listed& plugin : all) {
    Json item;
    item.Set("name", plugin.name);
    item.Set("folder", plugin.folder);
    item.Set("about", plugin.about);
    item.Set("hidden", plugin.hidden);
    json.Append(std::move(item));
    if (options.json) continue;
    Print(fmt::format("{:<{}}  {}{}  {}\n", plugin.name, widest, plugin.about,
                      plugin.hidden ? " (hidden by one found before)" : "",
                      paint.Dim(plugin.folder)));
  }
  if (options.json) Print(json.Dump(2) + "\n");
  if (all.empty() && !options.json) {
    PrintError("lineman: there is no plugin in any folder that is searched\n");
  }
  return kExitDone;
}

}  // namespace

int RunPlugin(const CommonOptions& common, const PluginOptionsGiven& options) {
  return options.name.empty() ? List(common, options) : New(options);
}

}  // namespace lineman
