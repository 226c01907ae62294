// Finds the profile a command is about: by file, or by its name in the configuration.
#pragma once

#include <optional>
#include <string>

#include "app/options.h"
#include "policy/profile.h"

namespace lineman {

// Prints what is wrong to standard error. A profile that loads with warnings is found.
ProfilePtr FindProfile(const CommonOptions& common, const std::string& name_or_file);

}  // namespace lineman
