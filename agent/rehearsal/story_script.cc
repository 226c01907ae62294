#include "rehearsal/story_script.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/load_plugins.h"
#include "policy/profile_source.h"
#include "rehearsal/story_steps.h"

namespace lineman {
namespace {

// Warnings about a profile are told when the profile itself is checked.
void AppendErrors(const Findings& from, Findings& to) {
  for (const Finding& finding : from.Sorted()) {
    if (finding.severity == Severity::kError) to.Error(finding.place, finding.message);
  }
}

ProfilePtr ReadProfile(const YamlPtr& node, const std::string& path, const ProfileReading& reading,
                       Findings& findings) {
  std::optional<Profile> profile;
  Findings own;
  if (node->IsScalar()) {
    profile = LoadProfile(RelativeTo(path, node->scalar), reading, own);
  } else if (node->IsMapping()) {
    profile = LoadInlineProfile(node, path, reading, own);
  } else {
    own.Error(node->place, "a profile is a path relative to this file, or a mapping");
  }
  AppendErrors(own, findings);
  if (node->IsScalar() && own.HasErrors()) {
    findings.Error(node->place, fmt::format("the profile {} has errors", Shown(node->scalar)));
  }
  return profile ? std::make_shared<const Profile>(*std::move(profile)) : nullptr;
}

std::vector<YamlPtr> ProfileNodes(const YamlNode& document, Findings& findings) {
  const YamlEntry* one = document.FindEntry("profile");
  const YamlEntry* several = document.FindEntry("profiles");
  if ((one == nullptr) == (several == nullptr)) {
    findings.Error(one == nullptr ? document.place : several->key_place,
                   one == nullptr ? "the story is about nobody: give it `profile`"
                                  : "give the story `profile` or `profiles`, not both");
    return {};
  }
  if (one != nullptr) return {one->value};
  if (several->value->items.empty()) findings.Error(several->value->place, "no profile is listed");
  return several->value->items;
}

FindPlugin FinderFor(const StoryReading& reading) {
  if (reading.find_plugin) return reading.find_plugin;
  return [](const std::string& name) -> Result<PluginFolder> {
    return Fail(fmt::format("there is no plugin {}: no folder of plugins is known", name));
  };
}

std::vector<StoryProgram> ReadPrograms(const OptionReader& reader) {
  std::vector<StoryProgram> programs;
  for (const OptionReader& item : reader.Items("run")) {
    programs.push_back({item.Text("match"), static_cast<int>(item.Integer("status")),
                        item.Text("output"), item.Span("takes")});
  }
  return programs;
}

void ReadSteps(const OptionReader& reader, Story& story, Findings& findings) {
  bool expects = false;
  for (const OptionReader& item : reader.Items("steps")) {
    Step step = ReadStep(item, story.profiles, findings);
    if (const auto* expect = std::get_if<ExpectStep>(&step.what); expect && !step.verb.empty()) {
      expects = true;
      const YamlNode* by = item.Find("expect.by");
      const bool known = std::any_of(story.profiles.begin(), story.profiles.end(),
                                     [&](const auto& one) { return one->name == step.profile; });
      if (by != nullptr && known) {
        CheckBy(expect->expectation, by->place, story.ProfileOf(step), findings);
      }
    }
    story.steps.push_back(std::move(step));
  }
  if (!expects) {
    findings.Error(story.place, "the story expects nothing, so it proves nothing: add an `expect`");
  }
}

}  // namespace

const Profile& Story::ProfileOf(const Step& step) const {
  for (const ProfilePtr& profile : profiles) {
    if (profile->name == step.profile) return *profile;
  }
  return *profiles.front();
}

StoryCast ReadStoryCast(const YamlPtr& document, const std::string& path,
                        const StoryReading& reading, Findings& findings) {
  ProfileReading profiles_reading = reading.profiles;
  profiles_reading.machine_zone = Zone();
  StoryCast cast;
  for (const YamlPtr& node : ProfileNodes(*document, findings)) {
    if (ProfilePtr profile = ReadProfile(node, path, profiles_reading, findings)) {
      cast.profiles.push_back(std::move(profile));
    }
  }
  CheckTogether(cast.profiles, findings);
  cast.plugins = LoadPlugins(cast.profiles, FinderFor(reading), findings);
  return cast;
}

std::optional<Story> ReadStory(const YamlPtr& document, const std::string& path,
                               const StoryReading& reading, Findings& findings) {
  Findings own;
  StoryTable().Check(*document, own);
  Story story;
  if (document->IsMapping()) {
    StoryCast cast = ReadStoryCast(document, path, reading, own);
    story.profiles = std::move(cast.profiles);
    story.plugins = std::move(cast.plugins);
  }
  if (!own.HasErrors()) {
    const OptionReader reader(StoryTable(), document.get());
    story.title = reader.Text("story");
    story.place = reader.Find("story")->place;
    story.source = document;
    story.start = ParseLocal(reader.Text("start")).value_or(LocalTime{});
    story.seed = static_cast<std::uint64_t>(reader.Integer("seed"));
    story.programs = ReadPrograms(reader);
    ReadSteps(reader, story, own);
  }
  findings.Append(own);
  if (own.HasErrors()) return std::nullopt;
  return story;
}

}  // namespace lineman
