// Finds the profile a command is about: by file, or by its name in the configuration.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/options.h"
#include "pipeline/load_plugins.h"

namespace lineman {

struct FoundProfile {
  ProfilePtr profile;  // null when it was not found, or is wrong
  std::shared_ptr<const PluginSet> plugins;
};

// Prints what is wrong to standard error. A profile that loads with warnings is found.
FoundProfile FindProfile(const CommonOptions& common, const std::string& name_or_file);

struct FoundProfiles {
  std::vector<ProfilePtr> profiles;
  std::shared_ptr<const PluginSet> plugins;  // of all of them
};

// Several, in the order named: all by name, or all by file.
std::optional<FoundProfiles> FindProfiles(const CommonOptions& common,
                                          const std::vector<std::string>& names_or_files);

// One, under another name: in the place of the profile that has it.
std::optional<FoundProfiles> FindProfileAs(const CommonOptions& common,
                                           const std::string& name_or_file,
                                           const std::string& name);

}  // namespace lineman
