// All plugins of an agent, loaded, with what each profile gives them. Immutable once made, so a
// reload swaps one set for another.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/zone.h"
#include "hooks/plugin.h"
#include "model/facts.h"
#include "model/plugin_use.h"

namespace lineman {

// One use of a plugin by one profile.
struct PluginBinding {
  std::shared_ptr<Plugin> plugin;
  PluginKey key;  // of its store: the second use of one plugin is "NAME#2"
  OptionValue options;
  std::vector<std::string> may_run;
  std::vector<std::string> secrets;
  Zone zone;
  Place place;  // where the profile uses it
};

using PluginBindings = std::vector<PluginBinding>;  // in the order of the profile

class PluginSet {
 public:
  // Loads each plugin once and checks every use of it. Nothing comes back after an error.
  static std::shared_ptr<const PluginSet> Load(const std::vector<PluginUser>& users,
                                               const FindPlugin& find, Findings& findings);

  // The uses of a profile, null when it has none.
  const PluginBindings* Of(const std::string& profile) const;
  const std::map<std::string, std::shared_ptr<Plugin>>& plugins() const { return plugins_; }

 private:
  std::map<std::string, std::shared_ptr<Plugin>> plugins_;
  std::unordered_map<std::string, PluginBindings> bindings_;
};

}  // namespace lineman
