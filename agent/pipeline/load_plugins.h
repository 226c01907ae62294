// The plugins of profiles: the only place that knows both.
#pragma once

#include <memory>
#include <vector>

#include "hooks/lua_hooks.h"
#include "policy/profile.h"

namespace lineman {

// Loads what the profiles use. Nothing comes back after an error.
std::shared_ptr<const PluginSet> LoadPlugins(const std::vector<ProfilePtr>& profiles,
                                             const FindPlugin& find, Findings& findings);

// Hooks whose conditions are read as policy reads a rule's `when`.
std::unique_ptr<LuaHooks> MakeHooks(const Env& env, std::shared_ptr<const PluginSet> plugins);

}  // namespace lineman
