#include "app/plugin_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <utility>

#include "app/files.h"
#include "app/trust.h"
#include "base/path.h"
#include "base/suggest.h"

namespace lineman {
namespace {

namespace fs = std::filesystem;

bool IsPlugin(const std::string& folder) { return IsFile(folder + "/init.lua"); }

Result<PluginFolder> NotFound(const std::string& name, const std::vector<std::string>& folders) {
  std::vector<std::string> known;
  for (const std::string& folder : folders) {
    for (std::string& plugin : PluginsIn(folder)) known.push_back(std::move(plugin));
  }
  const std::vector<std::string_view> names(known.begin(), known.end());
  return Fail(fmt::format("there is no plugin {}{}: looked in {}", Shown(name),
                          DidYouMean(name, names),
                          folders.empty() ? "no folder; name one under `plugins` in lineman.yaml"
                                          : fmt::format("{}", fmt::join(folders, ", "))));
}

}  // namespace

bool CanNamePlugin(const std::string& name) {
  return !name.empty() && name.size() <= 64 &&
         std::all_of(name.begin(), name.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
}

std::string ShippedPlugins() {
  const Result<std::string> config = ShippedConfig();
  if (!config) return "";
  const std::string folder = *config + "/../plugins";
  return IsFolder(folder) ? TextOfPath(PathOf(folder).lexically_normal()) : "";
}

PluginFolder PluginAt(const std::string& folder, const std::string& name) {
  std::string path = fmt::format("{}/{}", folder, name);
  const auto read = [path](const std::string& file) {
    return ReadTrustedFile(fmt::format("{}/{}", path, file));
  };
  return {std::move(path), read};
}

std::vector<std::string> PluginsIn(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator walk(PathOf(folder), error);
       !error && walk != fs::directory_iterator(); walk.increment(error)) {
    if (IsPlugin(TextOfPath(walk->path()))) names.push_back(TextOfPath(walk->path().filename()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string PluginFolderAround(const std::string& path) {
  const std::string folder = FolderOf(path);
  if (!IsPlugin(folder)) return "";
  const std::string above = TextOfPath(fs::absolute(PathOf(folder)).parent_path());
  const std::string written = FolderOf(folder);
  return folder == "." || written == "." ? (folder == "." ? above : ".") : written;
}

FindPlugin FinderIn(std::vector<std::string> folders) {
  if (std::string shipped = ShippedPlugins(); !shipped.empty()) {
    folders.push_back(std::move(shipped));
  }
  return [folders = std::move(folders)](const std::string& name) -> Result<PluginFolder> {
    if (!CanNamePlugin(name)) {
      return Fail(
          fmt::format("{} cannot name a plugin: it is the name of its folder, letters, "
                      "digits, - and _",
                      Shown(name)));
    }
    for (const std::string& folder : folders) {
      PluginFolder plugin = PluginAt(folder, name);
      if (IsPlugin(plugin.path)) return plugin;
    }
    return NotFound(name, folders);
  };
}

}  // namespace lineman
