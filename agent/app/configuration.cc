#include "app/configuration.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "app/engines.h"
#include "app/files.h"
#include "app/keyring.h"
#include "app/plugin_folders.h"
#include "app/process.h"
#include "app/system_paths.h"
#include "app/trust.h"
#include "base/path.h"
#include "policy/profile_source.h"

namespace lineman {
namespace {

bool IsProfile(const std::string& path, const YamlNode& root) {
  return root.Find("profile") != nullptr && root.Find("story") == nullptr &&
         path.find(".story.") == std::string::npos;
}

}  // namespace

std::string ConfigPath(const std::string& named) {
  if (!named.empty()) return named;
  const std::string from_environment = Variable("LINEMAN_CONFIG").value_or("");
  return from_environment.empty() ? TheSystemPaths().config : from_environment;
}

std::optional<AgentSettings> LoadAgentSettings(const std::string& path, Findings& findings) {
  const Result<std::string> text = ReadTrustedFile(path);
  if (!text) {
    findings.Error({std::make_shared<const std::string>(path), 1, 1}, text.error().message);
    return std::nullopt;
  }
  Findings own;
  const YamlPtr root = ParseYamlMapping(*text, path, own);
  // What is wrong below `defaults` shows with the first profile as well; say it once, here.
  if (root != nullptr) AgentTable().Check(*root, own, true);
  findings.Append(own);
  if (own.HasErrors()) return std::nullopt;
  const OptionReader reader(AgentTable(), root.get());
  AgentSettings settings;
  settings.path = path;
  settings.profiles = RelativeTo(path, reader.Text("profiles"));
  for (const std::string& folder : reader.Texts("plugins")) {
    settings.plugins.push_back(RelativeTo(path, folder));
  }
  settings.state = RelativeTo(path, reader.Text("state"));
  settings.socket = RelativeTo(path, reader.Text("socket"));
  settings.look_group = reader.Text("control.look");
  settings.act_group = reader.Text("control.act");
  const std::string metrics_file = reader.Text("metrics_file");
  if (!metrics_file.empty()) settings.metrics_file = RelativeTo(path, metrics_file);
  if (const YamlEntry* defaults = root->FindEntry("defaults")) settings.defaults = defaults->value;
  return settings;
}

ProfileReading ReadingWith(const AgentSettings& settings) {
  return {.table = &ProfileTable(),
          .read_file = ReadTrustedFile,
          .defaults = settings.defaults,
          .machine_zone = Zone::OfThisMachine()};
}

FindPlugin FinderFor(const std::string& path, const std::vector<std::string>& first,
                     const AgentSettings& settings) {
  std::vector<std::string> folders = first;
  if (std::string beside = PluginFolderAround(path); !beside.empty()) {
    folders.push_back(std::move(beside));
  }
  folders.insert(folders.end(), settings.plugins.begin(), settings.plugins.end());
  return FinderIn(std::move(folders));
}

std::optional<Configuration> LoadConfiguration(const std::string& path,
                                               const std::vector<std::string>& plugins,
                                               Findings& findings) {
  std::optional<AgentSettings> settings = LoadAgentSettings(path, findings);
  if (!settings) return std::nullopt;
  Configuration configuration{*std::move(settings), {}, nullptr};
  const Result<std::vector<std::string>> files = FindYamlFiles(configuration.settings.profiles);
  const Place nowhere{std::make_shared<const std::string>(path), 1, 1};
  if (!files) {
    findings.Error(nowhere, "profiles: " + files.error().message);
    return std::nullopt;
  }
  const ProfileReading reading = ReadingWith(configuration.settings);
  for (const std::string& file : *files) {
    if (file.find(".story.") != std::string::npos) continue;
    const YamlPtr root = ReadProfileFile(file, reading, findings);
    if (root == nullptr || !IsProfile(file, *root)) continue;
    if (auto profile = LoadInlineProfile(root, file, reading, findings)) {
      CheckEngineBlock(*profile, findings);
      WarnAboutThisMachine(*profile, findings);
      configuration.profiles.push_back(std::make_shared<const Profile>(*std::move(profile)));
    }
  }
  CheckTogether(configuration.profiles, findings);
  if (configuration.profiles.empty() && !findings.HasErrors()) {
    findings.Error(nowhere, fmt::format("there is no profile in {}: a profile is a YAML file with "
                                        "the key profile",
                                        configuration.settings.profiles));
  }
  configuration.plugins = LoadPlugins(configuration.profiles,
                                      FinderFor(path, plugins, configuration.settings), findings);
  if (findings.HasErrors()) return std::nullopt;
  for (const ProfilePtr& profile : configuration.profiles) {
    WarnAboutHooks(*configuration.plugins, *profile, findings);
  }
  return configuration;
}

std::vector<std::string> ProfileNames(const std::string& config) {
  Findings ignored;
  std::vector<std::string> names;
  const auto settings = LoadAgentSettings(config, ignored);
  if (!settings) return names;
  for (const std::string& file : FindYamlFiles(settings->profiles).value_or(names)) {
    const Result<std::string> text = ReadTrustedFile(file);
    const YamlPtr root = text ? ParseYamlMapping(*text, file, ignored) : nullptr;
    if (root == nullptr || !IsProfile(file, *root)) continue;
    if (const YamlNode* name = root->Find("profile")) names.push_back(name->scalar);
  }
  return names;
}

AgentSettings SettingsFor(const std::string& path, Findings& findings) {
  const std::string folder = IsFolder(path) ? path : FolderOf(path);
  for (const std::string& candidate : {folder + "/lineman.yaml", folder + "/../lineman.yaml"}) {
    if (!IsFile(candidate)) continue;
    if (auto settings = LoadAgentSettings(candidate, findings)) return *std::move(settings);
    break;
  }
  return {};
}

void WarnAboutHooks(const PluginSet& plugins, const Profile& profile, Findings& findings) {
  const PluginBindings* bindings = plugins.Of(profile.name);
  const std::optional<Capabilities> engine = CapabilitiesOf(profile.engine);
  if (bindings == nullptr || !engine) return;
  for (const PluginBinding& binding : *bindings) {
    for (const StateInfo& info : AllStates()) {
      const auto hook = FindHook(info.name);
      if (!hook || !binding.plugin->Has(*hook)) continue;
      const auto& shown = engine->shows;
      if (std::find(shown.begin(), shown.end(), info.state) != shown.end()) continue;
      findings.Warning(binding.place,
                       fmt::format("the hook {} of {} never runs: the engine {} does not show that "
                                   "state",
                                   info.name, binding.plugin->name(), profile.engine));
    }
  }
}

void WarnAboutThisMachine(const Profile& profile, Findings& findings) {
  const auto place_of = [&](std::string_view key) {
    const YamlNode* node = profile.source->Find(key);
    return node == nullptr ? profile.place : node->place;
  };
  if (!HasEngine(profile.engine)) {
    findings.Warning(place_of("engine"),
                     fmt::format("the engine {} is not part of this build: the line cannot dial",
                                 profile.engine));
  }
  const PasswordSource& password = profile.password;
  switch (password.kind) {
    case PasswordSource::Kind::kFile:
      if (!std::ifstream(PathOf(password.name))) {
        findings.Warning(password.place,
                         fmt::format("{} cannot be read on this machine", password.name));
      } else if (IsReadableByAll(password.name)) {
        findings.Warning(password.place, fmt::format("everybody may read {}: chmod o-r {}",
                                                     password.name, password.name));
      }
      break;
    case PasswordSource::Kind::kEnv:
      if (!Variable(password.name)) {
        findings.Warning(password.place,
                         fmt::format("the variable {} is not set here", password.name));
      }
      break;
    case PasswordSource::Kind::kKeyring:
      if (const std::string why = WhyNoKeyring(); !why.empty()) {
        findings.Warning(password.place, why);
      }
      break;
    default:
      break;
  }
}

}  // namespace lineman
