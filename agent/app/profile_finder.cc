#include "app/profile_finder.h"

#include <fmt/format.h>

#include <vector>

#include "app/configuration.h"
#include "app/files.h"
#include "app/terminal.h"
#include "base/suggest.h"

namespace lineman {
namespace {

FoundProfile ByName(const CommonOptions& common, const std::string& name, Findings& findings) {
  const auto configuration = LoadConfiguration(ConfigPath(common.config), common.plugins, findings);
  if (!configuration) return {};
  std::vector<std::string_view> names;
  for (const ProfilePtr& profile : configuration->profiles) {
    if (profile->name == name) return {profile, configuration->plugins};
    names.push_back(profile->name);
  }
  PrintError(fmt::format("lineman: there is no profile {}{} in {}\n", name, DidYouMean(name, names),
                         configuration->settings.profiles));
  return {};
}

FoundProfile ByFile(const CommonOptions& common, const std::string& path, Findings& findings) {
  AgentSettings settings;
  if (common.config.empty()) {
    settings = SettingsFor(path, findings);
  } else if (auto named = LoadAgentSettings(common.config, findings)) {
    settings = *std::move(named);
  }
  auto read = LoadProfile(path, ReadingWith(settings), findings);
  if (!read || findings.HasErrors()) return {};
  const auto profile = std::make_shared<const Profile>(*std::move(read));
  auto plugins = LoadPlugins({profile}, FinderFor(path, common.plugins, settings), findings);
  if (plugins == nullptr) return {};
  return {profile, std::move(plugins)};
}

}  // namespace

FoundProfile FindProfile(const CommonOptions& common, const std::string& name_or_file) {
  Findings findings;
  const bool is_file = IsFile(name_or_file) || name_or_file.find('/') != std::string::npos ||
                       name_or_file.find(".yaml") != std::string::npos;
  FoundProfile found =
      is_file ? ByFile(common, name_or_file, findings) : ByName(common, name_or_file, findings);
  if (found.profile == nullptr) PrintError(findings.ToString());
  return found;
}

}  // namespace lineman
