// A story as read: whom it is about and what happens, step by step.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/zone.h"
#include "hooks/plugin_set.h"
#include "model/event.h"
#include "policy/profile.h"
#include "rehearsal/story.h"
#include "rehearsal/story_expect.h"
#include "rehearsal/story_ports.h"

namespace lineman {

// One notification as the story gives it.
struct Note {
  ConnectionState state = ConnectionState::kOpenPort;
  RasError error = RasError::kNone;
  std::string detail;
};

struct NotifyStep {
  std::vector<Note> notes;
};

// Whole attempts: run to the dial, play the usual states, end in `last`.
struct AttemptStep {
  ConnectionState last = ConnectionState::kConnected;  // where it connects or pauses
  RasError error = RasError::kNone;                    // or how it fails
  int times = 1;
};

struct WaitStep {
  Duration span{0};
};

struct UntilStep {
  Duration time_of_day{0};  // [0, 24h)
};

struct OperatorStep {
  OperatorSays says;
};

struct EventStep {
  enum class Kind { kCredentials, kNetwork, kWake, kReload, kPowerCut, kClockBy, kClockTo };
  Kind kind = Kind::kWake;
  Duration span{0};  // kPowerCut: without power; kClockBy: forward, or back
  LocalTime clock;   // kClockTo: in the profile's zone
};

struct ProbeStep {
  bool pass = true;
  std::optional<int> times;  // of a failure: then they pass again
};

struct ExpectStep {
  Expectation expectation;
};

struct Step {
  const YamlNode* node = nullptr;  // the whole step, kept alive by Story::source
  Place place;
  std::string verb;     // "notify"
  std::string profile;  // empty: all lines, or the zone of the first
  std::variant<NotifyStep, AttemptStep, WaitStep, UntilStep, OperatorStep, EventStep, ProbeStep,
               ExpectStep>
      what;
};

struct Story {
  std::string title;
  Place place;
  YamlPtr source;
  LocalTime start;
  std::uint64_t seed = 1;
  std::vector<ProfilePtr> profiles;
  std::shared_ptr<const PluginSet> plugins;
  std::vector<StoryProgram> programs;  // `run`
  std::vector<Step> steps;

  const Profile& ProfileOf(const Step& step) const;
};

// Reads one document; nothing after an error.
std::optional<Story> ReadStory(const YamlPtr& document, const std::string& path,
                               const StoryReading& reading, Findings& findings);

// Whom a story is about, as files have it now.
struct StoryCast {
  std::vector<ProfilePtr> profiles;
  std::shared_ptr<const PluginSet> plugins;
};

// The profiles a document names, with their plugins. Also for the `reload` of a story.
StoryCast ReadStoryCast(const YamlPtr& document, const std::string& path,
                        const StoryReading& reading, Findings& findings);

}  // namespace lineman
