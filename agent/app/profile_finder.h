// Finds the profile a command is about: by file, or by its name in the configuration.
#pragma once

#include <memory>
#include <string>

#include "app/options.h"
#include "pipeline/load_plugins.h"

namespace lineman {

struct FoundProfile {
  ProfilePtr profile;  // null when it was not found, or is wrong
  std::shared_ptr<const PluginSet> plugins;
};

// Prints what is wrong to standard error. A profile that loads with warnings is found.
FoundProfile FindProfile(const CommonOptions& common, const std::string& name_or_file);

}  // namespace lineman
