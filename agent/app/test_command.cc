// `lineman test`: runs stories.

#include <fmt/format.h>

#include "app/commands.h"
#include "app/configuration.h"
#include "app/files.h"
#include "app/terminal.h"
#include "rehearsal/story.h"

namespace lineman {
namespace {

class StoryTester {
 public:
  StoryTester(const CommonOptions& common, const TestOptions& options)
      : common_(common), options_(options) {}

  void RunFile(const std::string& path) {
    const Result<std::string> text = ReadTextFile(path);
    if (!text) {
      return findings_.Error({std::make_shared<const std::string>(path), 1, 1},
                             text.error().message);
    }
    Findings elsewhere;
    const AgentSettings settings =
        SettingsFor(common_.config.empty() ? path : common_.config, elsewhere);
    for (const StoryResult& result : RunStories(
             *text, path, {ReadingWith(settings), {}, FinderFor(path, common_.plugins, settings)},
             findings_)) {
      Show(result);
    }
  }

  void Error(const std::string& path, const std::string& message) {
    findings_.Error({std::make_shared<const std::string>(path), 1, 1}, message);
  }

  // Warnings about profiles are `check`'s business; a story only needs them to load.
  int Finish() {
    for (const Finding& finding : findings_.Sorted()) {
      if (finding.severity == Severity::kError) PrintError(finding.ToString() + "\n");
    }
    if (!options_.record) {
      Print(fmt::format("{} passed, {} failed\n", passed_, failed_));
    }
    if (passed_ + failed_ == 0 && !findings_.HasErrors()) {
      PrintError("lineman: no story was found: stories are in files named *.story.yaml\n");
      return kExitNo;
    }
    return failed_ > 0 || findings_.HasErrors() ? kExitNo : kExitDone;
  }

 private:
  void Show(const StoryResult& result) {
    ++(result.passed ? passed_ : failed_);
    if (options_.record) {
      Print(ToJsonLines(result.record));
      if (!result.passed) PrintError(result.failure);
      return;
    }
    Print(fmt::format("{} {}  {}\n", result.passed ? paint_.Good("passed") : paint_.Bad("FAILED"),
                      result.title, paint_.Dim(result.place.FileAndLine())));
    if (!result.passed) Print(result.failure);
    if (result.passed && options_.verbose) {
      for (const Entry& entry : result.record) {
        Print(fmt::format("    {}  {}: {}\n", FormatLocal(Zone().ToLocal(entry.wall)),
                          entry.profile, Describe(entry)));
      }
    }
  }

  const CommonOptions& common_;
  const TestOptions& options_;
  Paint paint_{stdout};
  Findings findings_;
  int passed_ = 0;
  int failed_ = 0;
};

bool IsStory(const std::string& path) { return path.find(".story.") != std::string::npos; }

}  // namespace

int RunTest(const CommonOptions& common, const TestOptions& options) {
  StoryTester tester(common, options);
  std::vector<std::string> paths = options.paths;
  if (paths.empty()) paths.push_back(FolderOf(ConfigPath(common.config)));
  for (const std::string& path : paths) {
    const Result<std::vector<std::string>> files = FindYamlFiles(path);
    if (!files) {
      tester.Error(path, files.error().message);
      continue;
    }
    for (const std::string& file : *files) {
      if (IsStory(file) || file == path) tester.RunFile(file);
    }
  }
  return tester.Finish();
}

}  // namespace lineman
