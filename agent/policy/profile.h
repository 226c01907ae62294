// A profile: one connection to keep up, as its YAML says it, with every default filled in.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar_window.h"
#include "base/zone.h"
#include "model/answer.h"
#include "model/facts.h"
#include "model/option_table.h"
#include "model/plugin_use.h"
#include "policy/backoff.h"
#include "policy/rule.h"

namespace lineman {

// Where a password comes from. The text is read when a dial needs it, never kept here, except for
// a literal.
struct PasswordSource {
  enum class Kind { kNone, kLiteral, kFile, kCredential, kKeyring, kCommand, kEnv };
  Kind kind = Kind::kNone;
  std::string name;                  // file, credential, item or variable
  std::vector<std::string> command;  // of kCommand
  Secret literal;
  Place place;
};

// When the line should be up, before the operator's word.
struct OnlineRule {
  enum class Kind { kAlways, kManual, kWindows, kStandby };
  Kind kind = Kind::kAlways;
  std::vector<WeekWindow> windows;
  std::string standby_for;
  Duration after{0};
  Duration failback_after{0};
  Place place;
};

// Dials allowed in a time. Sources of the presets:
//   eu, au    at least 5 s apart, at most 15 tries of a number in a sequence, and a spent sequence
//             does not start again by itself (AS/CA S002:2010 5.3.5.5; the same figures in most
//             European modem approvals)
//   cellular  4 automatic tries an hour (carrier rules for unattended devices)
struct Cap {
  std::string name;  // "eu", or "3 dials per 30m"
  int dials = 0;
  // A sliding time, at most kLongestCapWindow. Empty: one sequence; once that is spent, only an
  // event starts another, for a timed probe would belong to the spent one.
  std::optional<Duration> per;
  bool each_number = false;  // else for the profile as a whole
  Duration apart{0};         // least time from the end of one dial to the next
};

// What to do in a paused state when no hook answers.
struct PausePolicy {
  enum class Kind { kAskOperator, kHangUp, kAnswer };
  Kind kind = Kind::kAskOperator;
  Answer answer;
};

struct HealthProbe {
  std::string endpoint;  // "10.0.0.1:443"
  Duration every{30'000};
  Duration timeout{5000};
  int down_after = 3;
  int up_after = 2;
};

struct Profile {
  std::string name;
  Place place;  // of the name
  std::string engine;
  std::vector<std::string> numbers;
  std::string user;
  std::string domain;
  PasswordSource password;
  OnlineRule online;
  Zone zone;
  std::optional<DayWindow> redial_daily;

  Duration holdoff{0};
  Backoff backoff;
  Duration stable_after{0};
  Duration dial_deadline{0};
  std::array<int, kCauseCount> budgets{};  // by cause; 0 for user and suspend: never counted
  Backoff circuit;                         // the intervals between slow probes, without jitter
  std::vector<Cap> caps;
  Duration start_spread{0};

  Duration pause_deadline{0};
  std::array<PausePolicy, 5> pauses;  // interactive, retry_authentication, callback, expired, eap

  std::vector<HealthProbe> probes;
  Duration hang_up_after{0};
  std::vector<Rule> rules;
  std::vector<PluginUse> plugins;
  Duration hook_deadline{0};                      // for all hooks of one notification
  std::map<std::string, PasswordSource> secrets;  // that hooks may ask for, by name

  YamlPtr source;           // the merged tree, each value with its place
  std::string fingerprint;  // equal for two readings exactly when nothing changed

  // Something here can answer callback_set_by_caller, so dial in the way that makes the server ask.
  bool AnswersCallback() const;
  const PausePolicy& PauseFor(ConnectionState state) const;
  // What its plugins are loaded with.
  PluginUser AsPluginUser() const;
};

using ProfilePtr = std::shared_ptr<const Profile>;

// Gives the text of a file; the reader of profiles itself touches none.
using ReadFile = std::function<Result<std::string>(const std::string& path)>;

// What a profile is read with.
struct ProfileReading {
  const OptionTable* table = nullptr;  // MakeProfileTable
  ReadFile read_file;
  YamlPtr defaults;  // of lineman.yaml; may be null
  Zone machine_zone;
};

// Reads the profile in a file, with what it extends. Everything that is wrong goes to `findings`;
// nothing comes back after an error.
std::optional<Profile> LoadProfile(const std::string& path, const ProfileReading& reading,
                                   Findings& findings);
// The same for a profile that stands inside another document (a story).
std::optional<Profile> LoadInlineProfile(const YamlPtr& root, const std::string& path,
                                         const ProfileReading& reading, Findings& findings);
// Checks a file that others extend; required keys may be missing.
void CheckFragment(const std::string& path, const ProfileReading& reading, Findings& findings);

// What can only be seen when all profiles are known: doubled names, standby for an unknown profile
// or in a circle.
void CheckTogether(const std::vector<ProfilePtr>& profiles, Findings& findings);

}  // namespace lineman
