// `lineman check`: everything wrong with YAML files, all at once.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/commands.h"
#include "app/configuration.h"
#include "app/engines.h"
#include "app/files.h"
#include "app/findings_json.h"
#include "app/terminal.h"
#include "policy/profile_source.h"
#include "rehearsal/story.h"

namespace lineman {
namespace {

// What a YAML file is, told by its keys.
enum class Format { kProfile, kFragment, kAgent, kStory, kWorld };

Format FormatOf(const std::string& path, const YamlNode* root) {
  const auto has = [root](std::string_view key) {
    return root != nullptr && root->Find(key) != nullptr;
  };
  if (has("story") || path.find(".story.") != std::string::npos) return Format::kStory;
  if (has("world")) return Format::kWorld;
  if (has("profile")) return Format::kProfile;
  const bool agent = has("profiles") || has("plugins") || has("state") || has("socket") ||
                     has("defaults") || path.ends_with("lineman.yaml");
  return agent && !has("retry") && !has("numbers") ? Format::kAgent : Format::kFragment;
}

// One run over files: each by its format, then profiles together.
class Checker {
 public:
  explicit Checker(const CommonOptions& common) : common_(common) {}

  void CheckPath(const std::string& path) {
    const Result<std::vector<std::string>> files = FindYamlFiles(path);
    const Place place{std::make_shared<const std::string>(path), 1, 1};
    if (!IsFile(path) && !IsFolder(path)) {
      return findings_.Error(place, "there is no such file or folder");
    }
    if (!files) return findings_.Error(place, files.error().message);
    if (files->empty()) findings_.Error(place, "there is no YAML file in this folder");
    for (const std::string& file : *files) CheckFile(file);
  }

  void Finish() {
    for (const auto& [folder, profiles] : profiles_) CheckTogether(profiles, findings_);
  }

  const Findings& findings() const { return findings_; }
  std::size_t files() const { return files_.size(); }

 private:
  void CheckFile(const std::string& path) {
    if (!files_.insert(path).second) return;
    const Result<std::string> text = ReadTextFile(path);
    if (!text) {
      return findings_.Error({std::make_shared<const std::string>(path), 1, 1},
                             text.error().message);
    }
    Findings parsing;
    const std::vector<YamlPtr> documents = ParseYaml(*text, path, parsing);
    const YamlNode* root = documents.empty() ? nullptr : documents.front().get();
    const Format format = FormatOf(path, root);
    if (parsing.HasErrors() || root == nullptr) return findings_.Append(parsing);
    switch (format) {
      case Format::kStory:
        return CheckStories(*text, path, {ReadingFor(path), {}, FinderFor(path)}, findings_);
      case Format::kWorld:
        return CheckWorld(*text, path);
      case Format::kAgent:
        static_cast<void>(LoadAgentSettings(path, findings_));
        return;
      case Format::kProfile:
        return CheckProfile(path);
      case Format::kFragment:
        return CheckFragment(path, ReadingFor(path), findings_);
    }
  }

  AgentSettings Settings(const std::string& path) {
    Findings elsewhere;  // lineman.yaml is checked in its own right when it is asked for
    if (common_.config.empty()) return SettingsFor(path, elsewhere);
    const auto settings = LoadAgentSettings(common_.config, findings_);
    return settings ? *settings : AgentSettings{};
  }

  ProfileReading ReadingFor(const std::string& path) { return ReadingWith(Settings(path)); }
  FindPlugin FinderFor(const std::string& path) {
    return lineman::FinderFor(path, common_.plugins, Settings(path));
  }

  void CheckProfile(const std::string& path) {
    auto profile = LoadProfile(path, ReadingFor(path), findings_);
    if (!profile) return;
    CheckEngineBlock(*profile, findings_);
    WarnAboutThisMachine(*profile, findings_);
    const auto read = std::make_shared<const Profile>(*std::move(profile));
    if (const auto plugins = LoadPlugins({read}, FinderFor(path), findings_)) {
      WarnAboutHooks(*plugins, *read, findings_);
    }
    // Profiles of one folder run in one agent; a name may be used again in another.
    profiles_[FolderOf(path)].push_back(read);
  }

  void CheckWorld(const std::string& text, const std::string& path) {
    const YamlPtr root = ParseYamlMapping(text, path, findings_);
    if (root != nullptr) static_cast<void>(simulator::LoadWorld(root, findings_));
  }

  const CommonOptions& common_;
  Findings findings_;
  std::set<std::string> files_;
  std::map<std::string, std::vector<ProfilePtr>> profiles_;  // by folder
};

std::string ToLine(const Finding& finding, const Paint& paint) {
  const bool error = finding.severity == Severity::kError;
  return fmt::format("{}: {}: {}\n", paint.Bold(finding.place.ToString()),
                     error ? paint.Bad("error") : paint.Notice("warning"), finding.message);
}

Json ToJson(const Findings& findings, std::size_t files) {
  Json json;
  json.Set("files", static_cast<std::int64_t>(files));
  json.Set("errors", static_cast<std::int64_t>(findings.errors()));
  json.Set("warnings", static_cast<std::int64_t>(findings.warnings()));
  json.Set("findings", ToJson(findings));
  return json;
}

std::string Count(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

int RunCheck(const CommonOptions& common, const CheckOptions& options) {
  Checker checker(common);
  std::vector<std::string> paths = options.paths;
  if (paths.empty()) {
    const std::string config = ConfigPath(common.config);
    paths.push_back(config);
    Findings elsewhere;
    if (const auto settings = LoadAgentSettings(config, elsewhere)) {
      paths.push_back(settings->profiles);
    }
  }
  for (const std::string& path : paths) checker.CheckPath(path);
  checker.Finish();
  const Findings& findings = checker.findings();
  if (options.json) {
    Print(ToJson(findings, checker.files()).Dump(2) + "\n");
  } else {
    const Paint paint(stdout);
    for (const Finding& finding : findings.Sorted()) Print(ToLine(finding, paint));
    Print(fmt::format("{}: {}, {}\n", Count(checker.files(), "file"),
                      Count(findings.errors(), "error"), Count(findings.warnings(), "warning")));
  }
  return findings.HasErrors() ? kExitNo : kExitDone;
}

}  // namespace lineman
