// Where plugins lie on this machine.
#pragma once

#include <string>
#include <vector>

#include "hooks/plugin.h"

namespace lineman {

// Looks for a plugin in these folders, in order, then among the shipped ones.
FindPlugin FinderIn(std::vector<std::string> folders);

// The folder of plugins a file lies in (FOLDER of FOLDER/NAME/file, where NAME is a plugin); empty
// when there is none. So a plugin's stories find it wherever it is.
std::string PluginFolderAround(const std::string& path);

// `plugins/` as it was shipped: beside the installed program, or in the source tree it was built
// in. Empty when there is none.
std::string ShippedPlugins();

// The plugin NAME of a folder of plugins.
PluginFolder PluginAt(const std::string& folder, const std::string& name);

// The names of the plugins in a folder, in order.
std::vector<std::string> PluginsIn(const std::string& folder);

// Whether a word can name a plugin: it names a folder, so letters, digits, - and _.
bool CanNamePlugin(const std::string& name);

}  // namespace lineman
