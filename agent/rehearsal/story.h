// Stories: small tests of an administrator's rules. Notifications go in, decisions are expected.
//
// A story runs the shipping pipeline in virtual time, with seeded chance and made-up passwords; the
// engine says what the story says. config/STORIES.md is the manual. Nothing here reads a file by
// itself, and stories do not know of each other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "hooks/plugin.h"
#include "model/option_table.h"
#include "model/record.h"
#include "policy/profile.h"
#include "text/findings.h"

namespace lineman {

// The keys of a story. What a table cannot say of a step is checked when the story is read.
const OptionTable& StoryTable();

// What keeps a story from running for ever; one that reaches a limit fails there.
struct StoryLimits {
  Duration time = kLongestDuration;  // of the story, in virtual time
  std::size_t tasks = 5'000'000;     // timers and the like that came due
  std::size_t entries = 100'000;     // of the record
};

struct StoryReading {
  // The machine's own zone is not used: profiles without a zone are in UTC in stories.
  ProfileReading profiles;
  StoryLimits limits;
  FindPlugin find_plugin = {};
};

// How one story ended.
struct StoryResult {
  std::string title;
  Place place;  // of the title
  bool passed = false;
  std::string failure;        // in lines, for people; empty when it passed
  std::vector<Entry> record;  // everything that happened
};

// Runs every story of a file. What is wrong with a story goes to `findings`, and it does not run;
// the others do. `path` is the file, as places show it and as the profiles' paths are relative to.
std::vector<StoryResult> RunStories(std::string_view text, const std::string& path,
                                    const StoryReading& reading, Findings& findings);

// Reads the stories of a file without running them.
void CheckStories(std::string_view text, const std::string& path, const StoryReading& reading,
                  Findings& findings);

// One entry a line, each in its stable JSON form.
std::string ToJsonLines(const std::vector<Entry>& record);

}  // namespace lineman
