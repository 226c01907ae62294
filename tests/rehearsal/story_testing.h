// Runs stories from their text, for tests.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rehearsal/story.h"

namespace lineman {

// How the stories of a text ended.
struct StoriesRun {
  std::vector<StoryResult> results;
  std::string findings;  // one per line

  // "" when all passed; else what is wrong with the text, then the failures.
  std::string Complaint() const;
};

// `files`: what the stories' paths find, by path.
StoriesRun RunText(std::string_view text, const std::map<std::string, std::string>& files = {},
                   const StoryLimits& limits = {});

// The complaint about one story of the profile below. `steps` are the lines under `steps:`, the
// first of which is line 8 of "t.story.yaml".
//
//   {profile: kiosk, numbers: ["0100", "0200"], timezone: Europe/Berlin, user: kiosk,
//    password: {file: /secret}, retry: {backoff: {first: 10s, factor: 2, jitter: 0%}},
//    health: {probes: [{tcp: "10.0.0.1:443", every: 30s, down_after: 2}]},
//    rules: [{name: busy, when: {error: line_busy}, redial: {after: 30s, number: next}}]}
std::string Play(std::string_view steps);

// The same without the lines from "happened" up to "nearest", and without the reasons.
std::string PlayBriefly(std::string_view steps);

// What stories without files are read with.
StoryReading ReadingOfTests();

// Files with their real text, below the folder of the sources.
std::vector<std::string> ShippedStories();
StoriesRun RunFile(const std::string& path);

}  // namespace lineman
