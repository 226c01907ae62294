// What an administrator has written: lineman.yaml and the profiles it names.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/load_plugins.h"
#include "policy/profile.h"

namespace lineman {

// lineman.yaml, with paths as the process can open them.
struct AgentSettings {
  std::string path;  // of the file itself, empty when there is none
  std::string profiles;
  std::vector<std::string> plugins;
  std::string state;
  std::string socket;
  std::string look_group;
  std::string act_group;
  std::string metrics_file;  // empty: none
  YamlPtr defaults;          // for every profile; may be null
};

struct Configuration {
  AgentSettings settings;
  std::vector<ProfilePtr> profiles;  // in the order of their files
  std::shared_ptr<const PluginSet> plugins;
};

// The file named, or $LINEMAN_CONFIG, or the system's.
std::string ConfigPath(const std::string& named);

std::optional<AgentSettings> LoadAgentSettings(const std::string& path, Findings& findings);

// How profiles are read under these settings.
ProfileReading ReadingWith(const AgentSettings& settings);

// Reads everything, and finds everything wrong with it at once. Nothing comes back after an error.
// `plugins` are folders that are searched before the configured ones.
std::optional<Configuration> LoadConfiguration(const std::string& path,
                                               const std::vector<std::string>& plugins,
                                               Findings& findings);

// The names of the profiles, without a look at whether anything is right; none when there is
// nothing.
std::vector<std::string> ProfileNames(const std::string& config);

// Finds plugins for the file at `path`: in `first`, beside the file, in the configured folders,
// among the shipped ones.
FindPlugin FinderFor(const std::string& path, const std::vector<std::string>& first,
                     const AgentSettings& settings);

// The settings that govern a file: of the nearest lineman.yaml in its folder or the one above,
// else empty ones.
AgentSettings SettingsFor(const std::string& path, Findings& findings);

// What this machine and this build make of a profile that is right in itself: an engine that is
// not there, a password that cannot be read, a hook that never runs.
void WarnAboutThisMachine(const Profile& profile, Findings& findings);
void WarnAboutHooks(const PluginSet& plugins, const Profile& profile, Findings& findings);

}  // namespace lineman
