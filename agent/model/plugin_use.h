// How profiles use plugins, as their YAML says it.
#pragma once

#include <string>
#include <vector>

#include "base/zone.h"
#include "text/yaml.h"

namespace lineman {

// One item of a profile's `plugins`.
struct PluginUse {
  std::string name;                  // of the plugin's folder
  YamlPtr options;                   // `with`; may be null
  std::vector<std::string> may_run;  // programs, by absolute path
  Place place;
};

// A profile with its plugins, in the order in which they are asked.
struct PluginUser {
  std::string profile;
  Zone zone;                         // in which hooks are told the time
  std::vector<std::string> secrets;  // names that hooks may ask for
  std::vector<PluginUse> uses;
};

}  // namespace lineman
