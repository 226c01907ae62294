#include "tests/pipeline/random_life.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lineman {
namespace {

using namespace std::chrono_literals;
using enum ConnectionState;

// Profiles with every kind of setting; the name comes in front. Numbers and the login are shared.
constexpr std::array<std::string_view, 9> kVariants = {
    "numbers: ['0100'], user: kiosk, password: {file: /s}",
    "numbers: ['0100', '0200'], user: kiosk, password: {file: /s}, retry: {caps: [{preset: eu}], "
    "budgets: {line: 50, server: 50}}",
    "numbers: ['0100', '0200'], retry: {holdoff: 1s, backoff: {first: 0s, factor: 1, max: 1s}, "
    "caps: [{dials: 3, per: 30m, each: number}, {dials: 9, per: 1h, each: profile}]}",
    "numbers: ['0200'], user: kiosk, password: {file: /s}, online: ['07:00-12:00', "
    "'Mon-Sat 22:00-02:30'], redial_daily: '03:00-04:00'",
    "numbers: ['0100', '0300'], user: kiosk, password: secret, retry: {caps: [{dials: 2, per: "
    "sequence, each: number}]}, rules: [{when: {error: line_busy}, redial: {number: '0300', after: "
    "1s}}, {when: {error: 691}, redial: {after: 0s}}, {when: {cause: device}, stop: broken}, "
    "{when: "
    "{cause: server}, hold_off: 2s}]",
    "numbers: ['0200'], user: kiosk, password: {env: P}, paused: {retry_authentication: {answer: "
    "{password: other}}, callback_set_by_caller: {answer: {callback_number: '0190'}}, interactive: "
    "{answer: {text: hello}}}, health: {probes: [{tcp: '10.0.0.1:443', every: 30s, timeout: 29s, "
    "down_after: 1, up_after: 1}], hang_up_after: 1m}",
    "numbers: ['0100'], online: manual, paused: {password_expired: hang_up}",
    "retry: {budgets: {line: 1, server: 1}, stable_after: 0s, caps: [{preset: cellular}], "
    "open_circuit: {probe_after: 1m, max: 2m}, start_spread: 0s}",
    "numbers: ['0100'], user: kiosk, password: {file: /s}, online: {standby_for: a, after: 1m, "
    "failback_after: 2m}",
};

constexpr ConnectionState kStates[] = {kOpenPort,
                                       kPortOpened,
                                       kConnectDevice,
                                       kConnectDevice,
                                       kDeviceConnected,
                                       kAuthenticate,
                                       kAuthenticate,
                                       kAuthNotify,
                                       kAuthRetry,
                                       kAuthCallback,
                                       kAuthenticated,
                                       kProjected,
                                       kConnected,
                                       kConnected,
                                       kConnected,
                                       kDisconnected,
                                       kDisconnected,
                                       kDisconnected,
                                       kInteractive,
                                       kRetryAuthentication,
                                       kRetryAuthentication,
                                       kCallbackSetByCaller,
                                       kPasswordExpired,
                                       kInvokeEapUi,
                                       kSubEntryConnected,
                                       static_cast<ConnectionState>(0x19),
                                       static_cast<ConnectionState>(0x1009),
                                       static_cast<ConnectionState>(0x2009)};

constexpr RasError kErrors[] = {RasError::kLineBusy,
                                RasError::kNoAnswer,
                                RasError::kAuthenticationFailure,
                                RasError::kAuthenticationFailure,
                                RasError::kAcctDisabled,
                                RasError::kPppTimeout,
                                RasError::kDeviceNotReady,
                                RasError::kPortNotAvailable,
                                RasError::kUserDisconnection,
                                RasError::kHibernation,
                                RasError::kRestrictedLogonHours,
                                RasError::kInteractiveMode,
                                RasError::kLinkFailure,
                                RasError::kNone,
                                static_cast<RasError>(0x800704c9)};

constexpr Duration kSpans[] = {0ms, 1ms,  999ms, 1s,   5s,    5s, 20s, 25s,
                               30s, 1min, 1min,  3min, 15min, 1h, 6h,  9h};

}  // namespace

RandomLife::RandomLife(std::uint64_t seed)
    : agent_(seed, TestAgent::Monday() + std::chrono::hours(seed % 24)),
      promises_(agent_),
      dice_(seed),
      cuts_power_(seed % 2 == 0),
      commits_slowly_(!cuts_power_ && seed % 3 == 0),
      tries_(seed % 4 < 2 ? 1 : 2) {
  promises_.commits_at_once = !commits_slowly_;
  for (const char* name : {"a", "b", "c"}) profiles_.push_back(DrawProfile(name));
  promises_.Know(profiles_);
  agent_.hooks.says = [this](const Occasion& occasion) { return DrawVerdict(occasion); };
  agent_.hooks.parks = [this](const Occasion& occasion) {
    return occasion.occurrence != Occurrence::kRunning && Chance(10);
  };
  agent_.engine.refuses_answer = [this] { return Chance(10); };
  agent_.prober.passes = [this] { return Chance(60); };
  agent_.Start(profiles_, Chance(50));
}

int RandomLife::Draw(int below) {
  return static_cast<int>(dice_.Between(0, below - 1, "life", "draw", ++drawn_));
}

ProfilePtr RandomLife::DrawProfile(const std::string& name) {
  const auto all = static_cast<int>(kVariants.size());
  const auto variant = static_cast<std::size_t>(name == "a" ? Draw(all - 1) : Draw(all));
  // Read once: reading YAML would be most of the time this test takes.
  static std::map<std::tuple<std::string, std::size_t, int>, ProfilePtr> read;
  ProfilePtr& profile = read[{name, variant, tries_}];
  if (!profile) {
    profile = MakeProfile(
        fmt::format("{{profile: {}, timezone: Europe/Berlin, {}}}", name, kVariants.at(variant)),
        fmt::format("retry: {{budgets: {{credentials: {}}}}}", tries_));
  }
  return profile;
}

Answer RandomLife::DrawAnswer() {
  Answer answer;
  if (Chance(40)) answer.password = Secret("another");
  if (Chance(20)) answer.username = Chance(50) ? "kiosk" : "other";
  if (Chance(20)) answer.callback_number = "0190";
  if (Chance(20)) answer.text = "hello";
  if (Chance(20)) answer.new_password = Secret("new");
  return answer;
}

std::optional<Verdict> RandomLife::DrawVerdict(const Occasion& occasion) {
  if (Chance(85)) return std::nullopt;
  const Duration span = OneOf(kSpans);
  switch (occasion.occurrence) {
    case Occurrence::kRunning:
    case Occurrence::kConnected:
      return Chance(30) ? std::optional<Verdict>(HangUp{"hook"}) : std::nullopt;
    case Occurrence::kPaused:
      if (Chance(30)) return AskOperator{};
      return Chance(30) ? Verdict(HangUp{"hook"}) : Verdict(AnswerWith{DrawAnswer()});
    case Occurrence::kBeforeDial: {
      if (Chance(30)) return HoldOff{span, "hook"};
      DialWith dial;
      if (Chance(40)) dial.password = Secret("made by a hook");
      if (Chance(30)) dial.number = {NumberChoice::Kind::kGiven, "0300"};
      if (Chance(30)) dial.number = {NumberChoice::Kind::kNext, ""};
      return dial;
    }
    case Occurrence::kDisconnected:
      break;
  }
  if (Chance(25)) return Stop{"hook"};
  if (Chance(25)) return HoldOff{span, "hook"};
  Redial redial;
  if (Chance(70)) redial.after = span;
  if (Chance(30)) redial.number = NumberChoice{NumberChoice::Kind::kGiven, "0400"};
  if (Chance(30)) redial.password = Secret("made by a hook");
  return redial;
}

LineId RandomLife::DrawLine() {
  return static_cast<LineId>(Draw(static_cast<int>(agent_.driver->pipeline().size())));
}

std::string RandomLife::Live(int steps) {
  for (int step = 0; step < steps && promises_.broken.empty(); ++step) {
    Step();
    agent_.Settle();
    promises_.CheckWaysOn();
  }
  if (promises_.broken.empty()) CheckLiveness();
  return promises_.broken;
}

std::string RandomLife::LastEntries() const {
  constexpr std::size_t kMost = 60;
  std::string text;
  const auto& record = agent_.record;
  for (std::size_t i = record.size() - std::min(record.size(), kMost); i < record.size(); ++i) {
    text += fmt::format("{} ms {}: {} [{}]\n", record[i].at.time_since_epoch().count(),
                        record[i].profile, Describe(record[i]), record[i].by);
  }
  return text;
}

void RandomLife::Step() {
  const int kind = Draw(100);
  if (kind < 45) return PlaySomething();
  if (kind < 70) return PassTime();
  if (kind < 73) return PlayStale();
  if (kind < 79) return OperatorSaysSomething();
  if (kind < 84) return WorldEvent();
  if (kind < 86) return Reload();
  if (kind < 91) return PortsChange();
  if (kind < 92) return CutPower();
  FinishSomeHooks(60);
}

void RandomLife::PlaySomething() {
  TestCall* call = agent_.engine.Last(OneOf({"a", "b", "c"}));
  if (call == nullptr || !call->IsAlive()) return;
  const ConnectionState state = OneOf(kStates);
  const bool fails = state == kDisconnected ? Chance(90) : Chance(5);
  agent_.engine.Play(*call, state, fails ? OneOf(kErrors) : RasError::kNone);
}

// An engine that repeats itself about a call that is long over.
void RandomLife::PlayStale() {
  const auto& calls = agent_.engine.calls;
  if (calls.empty()) return;
  TestCall call = *calls[static_cast<std::size_t>(Draw(static_cast<int>(calls.size())))];
  if (!call.ended || call.cut) return;
  Notification notification;
  notification.attempt = call.request.attempt;
  notification.state = OneOf(kStates);
  call.handler(notification);
}

void RandomLife::PassTime() { agent_.Tick(OneOf(kSpans)); }

void RandomLife::OperatorSaysSomething() {
  OperatorSays says;
  const LineId line = DrawLine();
  const std::string name = agent_.driver->pipeline().slot(line).profile->name;
  switch (Draw(6)) {
    case 0:
      says.word = OperatorSays::Word::kDown;
      if (Chance(70)) says.how_long = OneOf(kSpans) + 1s;
      break;
    case 1:
      says.word = OperatorSays::Word::kRedial;
      break;
    case 2:
    case 3:
      says.word = OperatorSays::Word::kAnswer;
      says.answer = DrawAnswer();
      break;
    default:
      says.word = OperatorSays::Word::kUp;
      promises_.OperatorSaidUp();
  }
  promises_.EventFor(name);
  agent_.driver->Post({line, std::move(says)});
}

void RandomLife::WorldEvent() {
  promises_.EventForAll();
  switch (Draw(5)) {
    case 0:
      return agent_.driver->PostToAll(NetworkChanged{});
    case 1:
      return agent_.driver->PostToAll(Woke{});
    case 2:
      ++agent_.secrets.generation;
      return;
    case 3:
      return agent_.driver->PostToAll(CredentialsChanged{});
    default:
      if (cuts_power_) return;
      JumpClock(Chance(50) ? 3h : -5h);
  }
}

void RandomLife::JumpClock(Duration by) {
  agent_.env.JumpClock(by);
  agent_.driver->PostToAll(ClockChanged{by});
}

void RandomLife::Reload() {
  promises_.EventForAll();
  std::vector<ProfilePtr> next;
  for (const char* name : {"a", "b", "c"}) {
    const auto known = std::find_if(profiles_.begin(), profiles_.end(),
                                    [&](const ProfilePtr& p) { return p->name == name; });
    if (name != std::string("a") && Chance(20)) continue;
    next.push_back(known != profiles_.end() && Chance(60) ? *known : DrawProfile(name));
  }
  profiles_ = next;
  promises_.Know(profiles_);
  agent_.driver->Reload(profiles_);
}

void RandomLife::PortsChange() {
  agent_.store.takes = commits_slowly_ ? OneOf(kSpans) / 60 : 0ms;
  agent_.secrets.takes = Chance(70) ? 0ms : 2s;
  agent_.secrets.trouble = Chance(80) ? "" : "the file is gone";
  agent_.prober.takes = Chance(50) ? 0ms : 20s;
  agent_.engine.ends_when_hung_up = Chance(70);
  agent_.store.holds = commits_slowly_ && Chance(20);
  agent_.store.fails = !cuts_power_ && Chance(20);
  agent_.store.Release();
}

void RandomLife::CutPower() {
  if (!cuts_power_) return;
  agent_.CutPower();
  agent_.Tick(OneOf(kSpans));
  agent_.Start(profiles_, Chance(70));
}

void RandomLife::FinishSomeHooks(std::optional<int> percent) {
  const std::vector<TestHooks::Parked> parked = agent_.hooks.parked;
  for (const TestHooks::Parked& one : parked) {
    if (percent && !Chance(*percent)) continue;
    const auto& now = agent_.hooks.parked;
    const bool still = std::any_of(now.begin(), now.end(),
                                   [&](const TestHooks::Parked& p) { return p.job == one.job; });
    if (still) agent_.FinishHooks(one, DrawVerdict(one.occasion));
  }
}

void RandomLife::CheckLiveness() {
  agent_.hooks.parks = nullptr;
  agent_.hooks.says = nullptr;
  FinishSomeHooks(std::nullopt);
  agent_.store.holds = agent_.store.fails = false;
  agent_.store.Release();
  agent_.secrets.trouble.clear();
  agent_.engine.ends_when_hung_up = true;
  promises_.EventForAll();
  agent_.driver->PostToAll(NetworkChanged{});
  agent_.Settle();
  const Instant end = agent_.env.Now() + 24h * 31;
  for (const ProfilePtr& profile : profiles_) {
    const std::size_t before = agent_.engine.DialsOf(profile->name);
    const auto is_done = [&] {
      const Slot& slot = agent_.slot(profile->name);
      return !slot.wanted.wanted || IsUp(slot.line.state()) ||
             agent_.engine.DialsOf(profile->name) > before ||
             (slot.line.facts().circuit && slot.line.facts().circuit->events_only);
    };
    while (!is_done() && agent_.env.RunNext(end)) {
    }
    if (!is_done()) promises_.broken += profile->name + " never dials again\n";
  }
}

}  // namespace lineman
