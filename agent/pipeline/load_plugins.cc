#include "pipeline/load_plugins.h"

namespace lineman {

std::shared_ptr<const PluginSet> LoadPlugins(const std::vector<ProfilePtr>& profiles,
                                             const FindPlugin& find, Findings& findings) {
  std::vector<PluginUser> users;
  users.reserve(profiles.size());
  for (const ProfilePtr& profile : profiles) users.push_back(profile->AsPluginUser());
  return PluginSet::Load(users, find, findings);
}

std::unique_ptr<LuaHooks> MakeHooks(const Env& env, std::shared_ptr<const PluginSet> plugins) {
  auto hooks = std::make_unique<LuaHooks>(env, MatchesWhen);
  if (plugins != nullptr) hooks->Use(std::move(plugins));
  return hooks;
}

}  // namespace lineman
