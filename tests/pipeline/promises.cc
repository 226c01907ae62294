#include "tests/pipeline/promises.h"

#include <fmt/format.h>

#include <algorithm>

namespace lineman {
namespace {

constexpr Duration kGuard = kHangUpDeadline + std::chrono::seconds(5);

// Told only to clients whose credentials were taken.
bool SaysAccepted(ConnectionState state) {
  using enum ConnectionState;
  for (const ConnectionState one :
       {kAuthenticated, kAuthProject, kAuthCallback, kCallbackSetByCaller, kPasswordExpired,
        kPrepareForCallback, kProjected, kConnected}) {
    if (state == one) return true;
  }
  return false;
}

bool OfThisLogin(const Answer& answer) { return !answer.username || *answer.username == "kiosk"; }

}  // namespace

Promises::Promises(TestAgent& agent) : agent_(agent) {
  agent_.engine.on_dial = [this](TestCall& call) { CheckDial(call); };
  agent_.engine.on_answer = [this](TestCall& call, const Answer& answer) {
    CheckAnswer(call, answer);
  };
  agent_.engine.on_play = [this](TestCall& call, const Notification& what) { Hear(call, what); };
}

void Promises::Know(const std::vector<ProfilePtr>& profiles) {
  for (const ProfilePtr& profile : profiles) profiles_[profile->name] = profile;
}

void Promises::EventFor(const std::string& profile) {
  sequence_[profile] = agent_.engine.calls.size();
}

void Promises::EventForAll() {
  for (const auto& [name, profile] : profiles_) EventFor(name);
}

void Promises::OperatorSaidUp() { refused_.clear(); }

void Promises::Break(const std::string& profile, const std::string& what) {
  broken +=
      fmt::format("{} at {} ms: {}\n", profile, agent_.env.Now().time_since_epoch().count(), what);
}

void Promises::ReadRecord() {
  for (; read_ < agent_.record.size(); ++read_) {
    const Entry& entry = agent_.record[read_];
    if (entry.what == "credentials_changed") noticed_[entry.profile] = entry.at;
  }
}

void Promises::CheckDial(TestCall& call) {
  const Profile& profile = *profiles_.at(call.request.profile);
  CheckOneAtATime(call, profile);
  ReadRecord();
  if (agent_.store.AnsweredFor(profile.name) < call.request.attempt) {
    Break(profile.name, "dialled before its commit");
  }
  for (const Cap& cap : profile.caps) {
    if (!cap.per || commits_at_once) CheckCap(call, profile, cap);
  }
  const Credentials& sent = call.request.credentials;
  if (!sent.password.IsSet() || sent.user != "kiosk") return;
  const auto& attempt = agent_.slot(profile.name).line.attempt();
  call.is_probe = attempt && attempt->probe;
  CheckTries(call, profile, call.is_probe);
  trying_[&call] = VersionOf(call);
}

void Promises::CheckOneAtATime(const TestCall& call, const Profile& profile) {
  const TestCall* before = agent_.engine.Last(profile.name);
  if (before == nullptr || before->cut) return;
  if (!before->ended && (!before->hung_up || call.dialled < *before->hung_up + kGuard)) {
    return Break(profile.name, "two attempts at once");
  }
  Instant end = before->hung_up.value_or(Instant{}) + kGuard;
  if (before->ended) end = before->hung_up ? std::min(end, *before->ended_at) : *before->ended_at;
  if (call.dialled < end + profile.holdoff) {
    Break(profile.name, fmt::format("dialled {} ms after the end of the last attempt",
                                    (call.dialled - end).count()));
  }
}

void Promises::CheckCap(const TestCall& call, const Profile& profile, const Cap& cap) {
  int made = 0;
  const auto& calls = agent_.engine.calls;
  for (std::size_t i = calls.size(); i-- > 0;) {
    const TestCall& past = *calls[i];
    const bool own = past.request.profile == profile.name;
    const bool proven = past.connected && past.ended_at.value_or(agent_.env.Now()) >=
                                              *past.connected + profile.stable_after;
    const auto noticed = noticed_.find(profile.name);
    const bool renewed = noticed != noticed_.end() && past.dialled < noticed->second;
    if (!cap.per && own && (proven || renewed || i < sequence_[profile.name])) break;
    if (cap.per && past.dialled + *cap.per <= call.dialled) break;
    if (past.dialled < forgotten_before_ || !(past.reached_device || past.IsAlive())) continue;
    const bool same_number = NumberKey(past.request.number) == NumberKey(call.request.number);
    const bool counts = cap.each_number ? same_number && (cap.per || own) : own;
    if (counts) ++made;
  }
  if (made >= cap.dials) {
    Break(profile.name,
          fmt::format("cap {}: {} is dialled after {} dials", cap.name, call.request.number, made));
  }
}

void Promises::CheckTries(const TestCall& call, const Profile& profile, bool probe) {
  const CredentialVersion version = VersionOf(call);
  const auto under_way = std::count_if(trying_.begin(), trying_.end(), [&](const auto& trying) {
    // A slow probe may overtake a dial that was decided on before it.
    return trying.second == version && trying.first != &call && trying.first->IsAlive() &&
           !trying.first->is_probe;
  });
  const int tries = refused_[version] + (commits_at_once ? static_cast<int>(under_way) : 0);
  const int allowed = profile.budgets.at(static_cast<std::size_t>(Cause::kCredentials));
  if (tries >= allowed && !probe) {
    Break(profile.name, fmt::format("a password is sent after {} of {} tries ({} refused)", tries,
                                    allowed, refused_[version]));
  }
}

// A password that a hook or an operator gives is a try of the configured one.
CredentialVersion Promises::VersionOf(const TestCall& call) const {
  return agent_.slot(call.request.profile).line.facts().version;
}

void Promises::CheckAnswer(TestCall& call, const Answer& answer) {
  if (!call.IsAlive()) Break(call.request.profile, "an answer for a call that has ended");
  if (!answer.SendsCredentials() || !OfThisLogin(answer)) return;
  CheckTries(call, *profiles_.at(call.request.profile), false);
  trying_[&call] = VersionOf(call);
}

void Promises::Hear(TestCall& call, const Notification& notification) {
  const auto trying = trying_.find(&call);
  if (trying == trying_.end()) return;
  const CredentialVersion version = trying->second;
  const bool over = notification.state == ConnectionState::kDisconnected;
  const bool fine =
      notification.error == RasError::kNone || notification.state == ConnectionState::kConnected;
  if (fine && SaysAccepted(notification.state)) {
    refused_[version] = 0;
    trying_.erase(trying);
  } else if (notification.state == ConnectionState::kRetryAuthentication && !call.hung_up) {
    ++refused_[version];
    trying_.erase(trying);
  } else if (over) {
    const bool refused = CauseOf(notification.error) == Cause::kCredentials && !call.hung_up;
    if (refused && call.state == ConnectionState::kDisconnected && call.spoke_of_credentials) {
      ++refused_[version];
    }
    trying_.erase(trying);
  }
  using enum ConnectionState;
  if (notification.state == kAuthenticate || notification.state == kAuthNotify) {
    call.spoke_of_credentials = true;
  }
}

void Promises::CheckWaysOn() {
  const Pipeline& pipeline = agent_.driver->pipeline();
  for (LineId line = 0; line < pipeline.size(); ++line) {
    if (pipeline.slot(line).started) CheckWayOn(pipeline.slot(line));
  }
}

void Promises::CheckWayOn(const Slot& slot) {
  // Its ports bring these back.
  if (slot.secret_ticket != 0 || slot.hooks_think || slot.commit_ticket != 0) return;
  const Line& line = slot.line;
  const auto armed = [&](TimerKind kind) { return line.timers().DueAt(kind).has_value(); };
  bool way_on = true;
  switch (line.state()) {
    case LineState::kIdle:
      way_on = !slot.wanted.wanted;
      break;
    case LineState::kDialing:
      way_on = armed(TimerKind::kDialDeadline) && line.attempt();
      break;
    case LineState::kPaused:
      way_on = armed(TimerKind::kPauseDeadline) && line.attempt();
      break;
    case LineState::kHangingUp:
      way_on = armed(TimerKind::kHangUpGuard) && line.attempt();
      break;
    case LineState::kDoubtful:
      way_on = armed(TimerKind::kDoubtful) && line.attempt();
      break;
    case LineState::kHoldoff:
      way_on = armed(TimerKind::kRetry);
      break;
    case LineState::kOpenCircuit:
      way_on = armed(TimerKind::kCircuitProbe) ||
               (line.facts().circuit && line.facts().circuit->events_only);
      break;
    case LineState::kOnline:
      way_on = line.attempt().has_value();
      break;
  }
  if (!way_on) {
    Break(line.profile(), fmt::format("it hangs in {}, {}", NameOf(line.state()),
                                      slot.wanted.wanted ? "wanted" : "not wanted"));
  }
  if (!slot.wanted.wanted && line.state() != LineState::kIdle &&
      line.state() != LineState::kHangingUp) {
    Break(line.profile(), fmt::format("not wanted, but {}", NameOf(line.state())));
  }
}

}  // namespace lineman
