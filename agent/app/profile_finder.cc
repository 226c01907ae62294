#include "app/profile_finder.h"

#include <fmt/format.h>

#include <vector>

#include "app/configuration.h"
#include "app/files.h"
#include "app/terminal.h"
#include "base/suggest.h"

namespace lineman {
namespace {

ProfilePtr ByName(const CommonOptions& common, const std::string& name, Findings& findings) {
  const auto configuration = LoadConfiguration(ConfigPath(common.config), findings);
  if (!configuration) return nullptr;
  std::vector<std::string_view> names;
  for (const ProfilePtr& profile : configuration->profiles) {
    if (profile->name == name) return profile;
    names.push_back(profile->name);
  }
  PrintError(fmt::format("lineman: there is no profile {}{} in {}\n", name, DidYouMean(name, names),
                         configuration->settings.profiles));
  return nullptr;
}

ProfilePtr ByFile(const CommonOptions& common, const std::string& path, Findings& findings) {
  AgentSettings settings;
  if (common.config.empty()) {
    settings = SettingsFor(path, findings);
  } else if (auto named = LoadAgentSettings(common.config, findings)) {
    settings = *std::move(named);
  }
  auto profile = LoadProfile(path, ReadingWith(settings), findings);
  if (!profile || findings.HasErrors()) return nullptr;
  return std::make_shared<const Profile>(*std::move(profile));
}

}  // namespace

ProfilePtr FindProfile(const CommonOptions& common, const std::string& name_or_file) {
  Findings findings;
  const bool is_file = IsFile(name_or_file) || name_or_file.find('/') != std::string::npos ||
                       name_or_file.find(".yaml") != std::string::npos;
  ProfilePtr profile =
      is_file ? ByFile(common, name_or_file, findings) : ByName(common, name_or_file, findings);
  if (profile == nullptr) PrintError(findings.ToString());
  return profile;
}

}  // namespace lineman
