#include "hooks/plugin_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace lineman {
namespace {

std::map<std::string, std::size_t> CountUsers(const std::vector<PluginUser>& users) {
  std::map<std::string, std::size_t> counts;
  for (const PluginUser& user : users) {
    for (const PluginUse& use : user.uses) ++counts[use.name];
  }
  return counts;
}

// Two uses of one plugin that are alike do the same twice: hardly what was meant.
bool IsDoubled(const std::vector<PluginUse>& uses, std::size_t index) {
  for (std::size_t i = 0; i < index; ++i) {
    if (uses[i].name == uses[index].name && uses[i].options == nullptr &&
        uses[index].options == nullptr) {
      return true;
    }
  }
  return false;
}

std::string KeyOf(const std::vector<PluginUse>& uses, std::size_t index) {
  const auto before =
      std::count_if(uses.begin(), uses.begin() + static_cast<std::ptrdiff_t>(index),
                    [&](const PluginUse& use) { return use.name == uses[index].name; });
  return before == 0 ? uses[index].name : fmt::format("{}#{}", uses[index].name, before + 1);
}

}  // namespace

std::shared_ptr<const PluginSet> PluginSet::Load(const std::vector<PluginUser>& users,
                                                 const FindPlugin& find, Findings& findings) {
  auto set = std::make_shared<PluginSet>();
  Findings own;
  const auto counts = CountUsers(users);
  std::set<std::string> missing;
  for (const PluginUser& user : users) {
    for (std::size_t i = 0; i < user.uses.size(); ++i) {
      const PluginUse& use = user.uses[i];
      if (!set->plugins_.contains(use.name)) {
        const Result<PluginFolder> folder = find(use.name);
        if (!folder) own.Error(use.place, folder.error().message);
        set->plugins_[use.name] =
            folder ? Plugin::Load(use.name, *folder, counts.at(use.name), own) : nullptr;
        if (!folder) missing.insert(use.name);
      } else if (missing.contains(use.name)) {
        own.Error(use.place, find(use.name).error().message);
      }
      const auto& plugin = set->plugins_[use.name];
      if (IsDoubled(user.uses, i)) {
        own.Error(use.place,
                  fmt::format("{} is used twice with the same options: leave one out", use.name));
      }
      if (plugin == nullptr) continue;
      PluginBinding binding{
          plugin,   {user.profile, KeyOf(user.uses, i)}, {}, use.may_run, user.secrets, user.zone,
          use.place};
      binding.options =
          plugin->options().Check(use.options, use.place, use.may_run, user.secrets, own);
      set->bindings_[user.profile].push_back(std::move(binding));
    }
  }
  findings.Append(own);
  return own.HasErrors() ? nullptr : set;
}

const PluginBindings* PluginSet::Of(const std::string& profile) const {
  const auto at = bindings_.find(profile);
  return at == bindings_.end() ? nullptr : &at->second;
}

}  // namespace lineman
