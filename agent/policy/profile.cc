#include "policy/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "base/suggest.h"
#include "policy/profile_source.h"

namespace lineman {
namespace {

constexpr std::array<std::string_view, 5> kPauseNames = {"interactive", "retry_authentication",
                                                         "callback_set_by_caller",
                                                         "password_expired", "invoke_eap_ui"};

int AsInt(const OptionReader& reader, std::string_view key) {
  return static_cast<int>(reader.Integer(key));
}

std::int64_t Milli(const OptionReader& reader, std::string_view key) {
  return std::llround(reader.Number(key) * 1000);
}

void CheckName(const OptionReader& reader, const std::string& name, Findings& findings) {
  const bool plain = !name.empty() && name.size() <= 64 && name.front() != '.' &&
                     std::all_of(name.begin(), name.end(), [](unsigned char c) {
                       return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
                     });
  if (!plain) {
    findings.Error(reader.Find("profile")->place,
                   fmt::format("'{}' cannot name a profile: use up to 64 letters, digits, - and _, "
                               "for it names files and commands",
                               name));
  }
}

// `from` stands at the value: the password itself, or where it comes from.
PasswordSource ReadPassword(const OptionReader& from, Findings& findings) {
  PasswordSource source;
  const YamlNode* node = from.node();
  if (node == nullptr) return source;
  source.place = node->place;
  if (node->IsScalar()) {
    source.kind = PasswordSource::Kind::kLiteral;
    source.literal = Secret(node->scalar);
    findings.Warning(node->place,
                     "the password stands in this file for everybody who may read it: use "
                     "password: {file: …}");
    return source;
  }
  if (node->entries.size() != 1) {
    findings.Error(node->place,
                   "a password has one source: give one of file, credential, keyring, command "
                   "and env");
    return source;
  }
  const std::string& key = node->entries.front().key;
  source.name = from.Text(key);
  if (key == "file") {
    source.kind = PasswordSource::Kind::kFile;
    const Place& named = node->entries.front().value->place;
    if (named.file) source.name = RelativeTo(*named.file, source.name);
  }
  if (key == "credential") source.kind = PasswordSource::Kind::kCredential;
  if (key == "keyring") source.kind = PasswordSource::Kind::kKeyring;
  if (key == "env") {
    source.kind = PasswordSource::Kind::kEnv;
    findings.Warning(
        node->place,
        "every process of this user can read an environment variable for as long as the "
        "agent runs: use {file: …} or {credential: …}");
  }
  if (key == "command") {
    source.kind = PasswordSource::Kind::kCommand;
    source.name.clear();
    source.command = from.Texts("command");
    if (source.command.empty()) findings.Error(node->place, "the command is empty");
  }
  return source;
}

OnlineRule ReadOnline(const OptionReader& reader, Findings& findings) {
  OnlineRule online;
  const YamlNode* node = reader.Find("online");
  if (node == nullptr) return online;
  online.place = node->place;
  if (node->IsScalar()) {
    if (node->scalar == "manual") online.kind = OnlineRule::Kind::kManual;
  } else if (node->IsSequence()) {
    online.kind = OnlineRule::Kind::kWindows;
    for (const std::string& text : reader.Texts("online")) {
      if (const auto window = ParseWeekWindow(text)) online.windows.push_back(*window);
    }
    if (node->items.empty()) {
      findings.Error(node->place,
                     "no window: the line would never be up; write online: manual if so");
    }
  } else {
    online.kind = OnlineRule::Kind::kStandby;
    online.standby_for = reader.Text("online.standby_for");
    online.after = reader.Span("online.after");
    online.failback_after = reader.Span("online.failback_after");
  }
  return online;
}

Cap PresetCap(const std::string& name) {
  if (name == "cellular") {
    return {.name = name, .dials = 4, .per = std::chrono::hours(1), .each_number = false};
  }
  return {.name = name,
          .dials = 15,
          .per = std::nullopt,
          .each_number = true,
          .apart = std::chrono::seconds(5)};
}

std::optional<Cap> ReadCap(const OptionReader& item, Findings& findings) {
  if (item.Has("preset")) {
    if (item.Has("dials") || item.Has("per") || item.Has("each")) {
      findings.Error(item.place(), "a preset stands alone: write further caps as further items");
    }
    return PresetCap(item.Text("preset"));
  }
  if (!item.Has("dials") || !item.Has("per")) {
    findings.Error(item.place(), "a cap needs a preset, or dials and per");
    return std::nullopt;
  }
  Cap cap{.name = fmt::format("{} dials per {}", item.Integer("dials"), item.Text("per")),
          .dials = AsInt(item, "dials"),
          .per = std::nullopt,
          .each_number = item.Text("each") == "number"};
  if (item.Text("per") == "sequence") return cap;
  const Result<Duration> per = ParseDuration(item.Text("per"));
  if (!per) {
    findings.Error(item.Find("per")->place, per.error().message + ", or write sequence");
  } else if (*per <= Duration::zero() || *per > kLongestCapWindow) {
    findings.Error(item.Find("per")->place,
                   "a cap slides over more than nothing and at most 1d: write a shorter time");
  } else {
    cap.per = *per;
  }
  return cap;
}

PausePolicy ReadPause(const OptionReader& reader, std::string_view state) {
  PausePolicy pause;
  const std::string key = fmt::format("paused.{}", state);
  const YamlNode* node = reader.Find(key);
  if (node == nullptr) return pause;
  if (node->IsScalar()) {
    if (node->scalar == "hang_up") pause.kind = PausePolicy::Kind::kHangUp;
    return pause;
  }
  pause.kind = PausePolicy::Kind::kAnswer;
  const OptionReader answer = reader.Below(key + ".answer");
  Answer& given = pause.answer;
  if (answer.Has("callback_number")) given.callback_number = answer.Text("callback_number");
  if (answer.Has("username")) given.username = answer.Text("username");
  if (answer.Has("password")) given.password = Secret(answer.Text("password"));
  if (answer.Has("domain")) given.domain = answer.Text("domain");
  if (answer.Has("new_password")) given.new_password = Secret(answer.Text("new_password"));
  if (answer.Has("text")) given.text = answer.Text("text");
  given.done = answer.Has("done") && answer.Flag("done");
  return pause;
}

void ReadPauses(const OptionReader& reader, Profile& profile, Findings& findings) {
  profile.pause_deadline = reader.Span("paused.deadline");
  for (std::size_t i = 0; i < kPauseNames.size(); ++i) {
    PausePolicy& pause = profile.pauses.at(i);
    pause = ReadPause(reader, kPauseNames.at(i));
    if (pause.kind != PausePolicy::Kind::kAnswer) continue;
    const Result<Done> fits = CheckAnswer(*FindState(kPauseNames.at(i)), pause.answer);
    if (!fits) {
      findings.Error(reader.Find(fmt::format("paused.{}", kPauseNames.at(i)))->place,
                     fits.error().message);
    }
  }
}

void ReadRetry(const OptionReader& reader, Profile& profile, Findings& findings) {
  profile.holdoff = reader.Span("retry.holdoff");
  profile.backoff = {.first = reader.Span("retry.backoff.first"),
                     .factor_milli = Milli(reader, "retry.backoff.factor"),
                     .max = reader.Span("retry.backoff.max"),
                     .jitter_per_million = reader.PerMillion("retry.backoff.jitter")};
  profile.stable_after = reader.Span("retry.stable_after");
  profile.dial_deadline = reader.Span("retry.dial_deadline");
  for (const Cause cause : AllCauses()) {
    if (cause == Cause::kUser || cause == Cause::kSuspend) continue;
    profile.budgets.at(static_cast<std::size_t>(cause)) =
        AsInt(reader, fmt::format("retry.budgets.{}", NameOf(cause)));
  }
  profile.circuit = {.first = reader.Span("retry.open_circuit.probe_after"),
                     .factor_milli = Milli(reader, "retry.open_circuit.factor"),
                     .max = reader.Span("retry.open_circuit.max"),
                     .jitter_per_million = 0};
  for (const OptionReader& item : reader.Items("retry.caps")) {
    if (auto cap = ReadCap(item, findings)) profile.caps.push_back(std::move(*cap));
  }
  profile.start_spread = reader.Span("retry.start_spread");
}

void ReadHealth(const OptionReader& reader, Profile& profile) {
  for (const OptionReader& item : reader.Items("health.probes")) {
    profile.probes.push_back({.endpoint = item.Text("tcp"),
                              .every = item.Span("every"),
                              .timeout = item.Span("timeout"),
                              .down_after = AsInt(item, "down_after"),
                              .up_after = AsInt(item, "up_after")});
  }
  profile.hang_up_after = reader.Span("health.hang_up_after");
}

void ReadPlugins(const OptionReader& reader, Profile& profile, Findings& findings) {
  for (const OptionReader& item : reader.Items("plugins")) {
    PluginUse use{
        .name = item.Text("use"), .options = nullptr, .may_run = {}, .place = item.place()};
    if (const YamlEntry* with = item.node()->FindEntry("with")) use.options = with->value;
    use.may_run = item.Texts("allow.run");
    profile.plugins.push_back(std::move(use));
  }
  profile.hook_deadline = reader.Span("hook_deadline");
  for (const auto& [name, source] : reader.Members("secrets")) {
    profile.secrets[name] = ReadPassword(source, findings);
  }
}

// Settings that load but will be clamped by a limit or can do nothing.
void WarnAboutClamps(const OptionReader& reader, const Profile& profile, Findings& findings) {
  if (reader.Has("retry.backoff.first") && profile.backoff.first < profile.holdoff) {
    findings.Warning(reader.Find("retry.backoff.first")->place,
                     fmt::format("the back-off begins under the holdoff of {}, which will hold",
                                 FormatDuration(profile.holdoff)));
  }
  if (profile.backoff.max < profile.backoff.first) {
    const char* given =
        reader.Has("retry.backoff.max") ? "retry.backoff.max" : "retry.backoff.first";
    findings.Error(reader.Find(given)->place, "retry.backoff: max is less than first");
  }
  for (const Rule& rule : profile.rules) {
    const auto* redial = std::get_if<Redial>(&rule.verdict);
    if (redial == nullptr || !redial->after || *redial->after >= profile.holdoff) continue;
    findings.Warning(rule.place,
                     fmt::format("redial after {} is under the holdoff of {}, which will hold",
                                 FormatDuration(*redial->after), FormatDuration(profile.holdoff)));
  }
  for (const Cap& cap : profile.caps) {
    if (cap.apart > profile.holdoff) {
      findings.Warning(
          reader.Find("retry.caps")->place,
          fmt::format("cap {} keeps dials {} apart, longer than the holdoff of {}", cap.name,
                      FormatDuration(cap.apart), FormatDuration(profile.holdoff)));
    }
  }
  if (profile.password.kind != PasswordSource::Kind::kNone && profile.user.empty()) {
    findings.Warning(profile.password.place, "a password without a user is never sent");
  }
}

void CheckNumbers(const OptionReader& reader, const Profile& profile, Findings& findings) {
  for (std::size_t i = 0; i < profile.numbers.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (NumberKey(profile.numbers[i]) != NumberKey(profile.numbers[j])) continue;
      findings.Error(reader.Find("numbers")->items[i]->place,
                     fmt::format("{} is in the list already", profile.numbers[i]));
      break;
    }
  }
}

}  // namespace

bool Profile::AnswersCallback() const {
  return PauseFor(ConnectionState::kCallbackSetByCaller).kind == PausePolicy::Kind::kAnswer;
}

PluginUser Profile::AsPluginUser() const {
  PluginUser as_user{name, zone, {}, plugins};
  for (const auto& secret : secrets) as_user.secrets.push_back(secret.first);
  return as_user;
}

const PausePolicy& Profile::PauseFor(ConnectionState state) const {
  const auto index = static_cast<std::uint32_t>(state) - 0x1000U;
  // A paused state nobody knew when this was written is the operator's.
  static const PausePolicy kUnknown;
  return index < pauses.size() ? pauses.at(index) : kUnknown;
}

std::optional<Profile> LoadInlineProfile(const YamlPtr& root, const std::string& path,
                                         const ProfileReading& reading, Findings& findings) {
  Findings own;
  const YamlPtr merged = ResolveExtends(root, path, reading, own);
  if (merged != nullptr) reading.table->Check(*merged, own);
  if (own.HasErrors()) {
    findings.Append(own);
    return std::nullopt;
  }
  const OptionReader reader(*reading.table, merged.get());
  Profile profile;
  profile.name = reader.Text("profile");
  profile.place = reader.Find("profile")->place;
  CheckName(reader, profile.name, own);
  profile.engine = reader.Text("engine");
  profile.numbers = reader.Texts("numbers");
  CheckNumbers(reader, profile, own);
  profile.user = reader.Text("user");
  profile.domain = reader.Text("domain");
  profile.password = ReadPassword(reader.Below("password"), own);
  profile.online = ReadOnline(reader, own);
  profile.zone = reader.Has("timezone") ? Zone::Find(reader.Text("timezone")).value_or(Zone())
                                        : reading.machine_zone;
  if (reader.Has("redial_daily")) {
    profile.redial_daily = ParseDayWindow(reader.Text("redial_daily")).value_or(DayWindow{});
  }
  ReadRetry(reader, profile, own);
  ReadPauses(reader, profile, own);
  ReadHealth(reader, profile);
  profile.rules = ReadRules(reader, profile.numbers, own);
  ReadPlugins(reader, profile, own);
  WarnAboutClamps(reader, profile, own);
  profile.source = merged;
  profile.fingerprint = Fingerprint(*merged);
  findings.Append(own);
  if (own.HasErrors()) return std::nullopt;
  return profile;
}

std::optional<Profile> LoadProfile(const std::string& path, const ProfileReading& reading,
                                   Findings& findings) {
  const YamlPtr root = ReadProfileFile(path, reading, findings);
  if (root == nullptr) return std::nullopt;
  return LoadInlineProfile(root, path, reading, findings);
}

void CheckFragment(const std::string& path, const ProfileReading& reading, Findings& findings) {
  const YamlPtr root = ReadProfileFile(path, reading, findings);
  if (root == nullptr) return;
  const YamlPtr merged = ResolveExtends(root, path, reading, findings);
  if (merged != nullptr) reading.table->Check(*merged, findings, true);
}

void CheckTogether(const std::vector<ProfilePtr>& profiles, Findings& findings) {
  const auto find = [&](const std::string& name) -> const Profile* {
    const auto at = std::find_if(profiles.begin(), profiles.end(),
                                 [&](const ProfilePtr& profile) { return profile->name == name; });
    return at == profiles.end() ? nullptr : at->get();
  };
  std::vector<std::string_view> names;
  for (const ProfilePtr& profile : profiles) {
    const Profile* first = find(profile->name);
    if (first != profile.get()) {
      findings.Error(profile->place, fmt::format("the profile {} is defined already at {}",
                                                 profile->name, first->place.FileAndLine()));
    }
    names.push_back(profile->name);
  }
  for (const ProfilePtr& profile : profiles) {
    if (profile->online.kind != OnlineRule::Kind::kStandby) continue;
    const std::string& primary = profile->online.standby_for;
    if (find(primary) == nullptr) {
      findings.Error(profile->online.place,
                     fmt::format("there is no profile {}{}", primary, DidYouMean(primary, names)));
    }
    const Profile* at = profile.get();
    for (std::size_t steps = 0; at != nullptr && at->online.kind == OnlineRule::Kind::kStandby;) {
      at = find(at->online.standby_for);
      if (++steps <= profiles.size()) continue;
      findings.Error(profile->online.place,
                     "the standby lines stand in for each other in a circle: none would ever dial");
      break;
    }
  }
}

}  // namespace lineman
