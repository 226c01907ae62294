// The plugins that lineman ships with, for benchmarks.
#pragma once

#include <string>

#include "hooks/plugin.h"

namespace lineman::bench {

// Three of them as a profile uses them, in YAML.
extern const char* const kThreePlugins;

Result<PluginFolder> FindShippedPlugin(const std::string& name);

}  // namespace lineman::bench
