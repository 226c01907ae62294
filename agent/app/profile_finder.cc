#include "app/profile_finder.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "app/configuration.h"
#include "app/files.h"
#include "app/terminal.h"
#include "base/suggest.h"
#include "rehearsal/side_by_side.h"

namespace lineman {
namespace {

bool IsNamedByFile(const std::string& name_or_file) {
  return IsFile(name_or_file) || name_or_file.find('/') != std::string::npos ||
         name_or_file.find(".yaml") != std::string::npos;
}

std::optional<FoundProfiles> ByName(const CommonOptions& common,
                                    const std::vector<std::string>& wanted, const std::string& as,
                                    Findings& findings) {
  const auto configuration = LoadConfiguration(ConfigPath(common.config), common.plugins, findings);
  if (!configuration) return std::nullopt;
  FoundProfiles found{{}, configuration->plugins};
  std::vector<std::string_view> names;
  for (const ProfilePtr& profile : configuration->profiles) names.push_back(profile->name);
  for (const std::string& name : wanted) {
    const auto at = std::ranges::find(names, name);
    if (at == names.end()) {
      PrintError(fmt::format("lineman: there is no profile {}{} in {}\n", name,
                             DidYouMean(name, names), configuration->settings.profiles));
      return std::nullopt;
    }
    found.profiles.push_back(configuration->profiles[static_cast<std::size_t>(at - names.begin())]);
  }
  if (as.empty()) return found;
  found.profiles = {InThePlaceOf(*found.profiles.front(), as)};
  const AgentSettings& settings = configuration->settings;
  found.plugins =
      LoadPlugins(found.profiles, FinderFor(settings.path, common.plugins, settings), findings);
  if (found.plugins == nullptr) return std::nullopt;
  return found;
}

std::optional<FoundProfiles> ByFile(const CommonOptions& common,
                                    const std::vector<std::string>& paths, const std::string& as,
                                    Findings& findings) {
  AgentSettings settings;
  if (common.config.empty()) {
    settings = SettingsFor(paths.front(), findings);
  } else if (auto named = LoadAgentSettings(common.config, findings)) {
    settings = *std::move(named);
  }
  FoundProfiles found;
  for (const std::string& path : paths) {
    auto read = LoadProfile(path, ReadingWith(settings), findings);
    if (!read || findings.HasErrors()) return std::nullopt;
    found.profiles.push_back(std::make_shared<const Profile>(*std::move(read)));
  }
  if (!as.empty()) found.profiles = {InThePlaceOf(*found.profiles.front(), as)};
  found.plugins =
      LoadPlugins(found.profiles, FinderFor(paths.front(), common.plugins, settings), findings);
  if (found.plugins == nullptr) return std::nullopt;
  return found;
}

// With `as`, one profile under that name.
std::optional<FoundProfiles> Find(const CommonOptions& common,
                                  const std::vector<std::string>& names_or_files,
                                  const std::string& as) {
  Findings findings;
  const auto by_file = std::ranges::count_if(names_or_files, IsNamedByFile);
  if (by_file > 0 && by_file < std::ssize(names_or_files)) {
    PrintError("lineman: name all profiles by their files, or all by their names\n");
    return std::nullopt;
  }
  auto found = by_file > 0 ? ByFile(common, names_or_files, as, findings)
                           : ByName(common, names_or_files, as, findings);
  if (!found) PrintError(findings.ToString());
  return found;
}

}  // namespace

std::optional<FoundProfiles> FindProfiles(const CommonOptions& common,
                                          const std::vector<std::string>& names_or_files) {
  return Find(common, names_or_files, "");
}

std::optional<FoundProfiles> FindProfileAs(const CommonOptions& common,
                                           const std::string& name_or_file,
                                           const std::string& name) {
  return Find(common, {name_or_file}, name);
}

FoundProfile FindProfile(const CommonOptions& common, const std::string& name_or_file) {
  const auto found = FindProfiles(common, {name_or_file});
  if (!found) return {};
  return {found->profiles.front(), found->plugins};
}

}  // namespace lineman
