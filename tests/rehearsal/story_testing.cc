#include "tests/rehearsal/story_testing.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "policy/settings.h"

namespace lineman {
namespace {

constexpr std::string_view kHead = R"(story: told
profile:
  {profile: kiosk, numbers: ["0100", "0200"], timezone: Europe/Berlin, user: kiosk,
   password: {file: /secret}, retry: {backoff: {first: 10s, factor: 2, jitter: 0%}},
   health: {probes: [{tcp: "10.0.0.1:443", every: 30s, down_after: 2}]},
   rules: [{name: busy, when: {error: line_busy}, redial: {after: 30s, number: next}}]}
)";

const OptionTable& ProfileTable() {
  static const std::array<EngineOptions, 3> kEngines = {
      {{"simulator", nullptr}, {"pppd", nullptr}, {"rasapi", nullptr}}};
  static const OptionTable kTable = MakeProfileTable(kEngines);
  return kTable;
}

Result<std::string> ReadText(const std::string& path);

Result<PluginFolder> FindShippedPlugin(const std::string& name) {
  for (const char* shipped : {"/plugins/", "/config/demo/plugins/"}) {
    const std::string folder = LINEMAN_SOURCE_DIR + (shipped + name);
    if (!std::filesystem::exists(folder + "/init.lua")) continue;
    return PluginFolder{
        folder, [folder](const std::string& file) { return ReadText(folder + "/" + file); }};
  }
  return Fail("there is no plugin " + name);
}

StoriesRun Run(std::string_view text, const std::string& path, const ReadFile& read_file,
               const StoryLimits& limits) {
  Findings findings;
  const ProfileReading profiles{&ProfileTable(), read_file, nullptr, Zone()};
  StoriesRun run;
  run.results = RunStories(text, path, {profiles, limits, FindShippedPlugin}, findings);
  run.findings = findings.ToString();
  return run;
}

Result<std::string> ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Fail(path + " cannot be read");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

std::string StoriesRun::Complaint() const {
  std::string complaint = findings;
  for (const StoryResult& result : results) complaint += result.failure;
  return complaint;
}

StoriesRun RunText(std::string_view text, const std::map<std::string, std::string>& files,
                   const StoryLimits& limits) {
  const auto read = [&](const std::string& path) -> Result<std::string> {
    const auto file = files.find(path);
    return file == files.end() ? Fail(path + " cannot be read") : Result<std::string>(file->second);
  };
  return Run(text, "t.story.yaml", read, limits);
}

std::string Play(std::string_view steps) {
  // Raw strings begin with a line feed, where `steps:` belongs.
  return RunText(std::string(kHead) + "steps:" + std::string(steps)).Complaint();
}

std::string PlayBriefly(std::string_view steps) {
  std::string complaint = Play(steps);
  const std::size_t happened = complaint.find("  happened");
  const std::size_t nearest = complaint.find("  nearest");
  if (happened == std::string::npos) return complaint;
  if (nearest == std::string::npos) return complaint.substr(0, happened);
  const std::size_t why = std::min(complaint.find("    why: ", nearest), complaint.size());
  return complaint.substr(0, happened) + complaint.substr(nearest, why - nearest);
}

StoryReading ReadingOfTests() {
  const auto no_files = [](const std::string& path) -> Result<std::string> {
    return Fail(path + " cannot be read");
  };
  return {{&ProfileTable(), no_files, nullptr, Zone()}, {}, {}};
}

std::vector<std::string> ShippedStories() {
  const std::filesystem::path root(LINEMAN_SOURCE_DIR);
  std::vector<std::string> paths;
  for (const char* folder : {"config", "plugins", "tests/stories"}) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string path = entry.path().string();
      if (path.ends_with(".story.yaml")) paths.push_back(path);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

StoriesRun RunFile(const std::string& path) {
  const Result<std::string> text = ReadText(path);
  if (!text) return {{}, text.error().message};
  return Run(*text, path, ReadText, {});
}

}  // namespace lineman
