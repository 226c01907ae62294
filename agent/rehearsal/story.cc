#include "rehearsal/story.h"

#include "rehearsal/story_player.h"
#include "rehearsal/story_script.h"

namespace lineman {

std::vector<StoryResult> RunStories(std::string_view text, const std::string& path,
                                    const StoryReading& reading, Findings& findings) {
  std::vector<StoryResult> results;
  for (const YamlPtr& document : ParseYaml(text, path, findings)) {
    const std::optional<Story> story = ReadStory(document, path, reading, findings);
    if (!story) continue;
    // The files were read a moment ago, so what is wrong with them has been told.
    const auto reread = [&] {
      Findings told;
      return ReadStoryCast(document, path, reading, told);
    };
    results.push_back(StoryPlayer(*story, reading.limits, reread).Play());
  }
  return results;
}

void CheckStories(std::string_view text, const std::string& path, const StoryReading& reading,
                  Findings& findings) {
  for (const YamlPtr& document : ParseYaml(text, path, findings)) {
    ReadStory(document, path, reading, findings);
  }
}

std::string ToJsonLines(const std::vector<Entry>& record) {
  std::string lines;
  for (const Entry& entry : record) lines += ToJson(entry).Dump() + "\n";
  return lines;
}

}  // namespace lineman
