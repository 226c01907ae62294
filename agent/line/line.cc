#include "line/line.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <utility>

namespace lineman {
namespace {

// States that a server only lets a client reach after it has taken the credentials.
bool MeansAccepted(ConnectionState state) {
  switch (state) {
    case ConnectionState::kAuthenticated:
    case ConnectionState::kAuthProject:
    case ConnectionState::kAuthCallback:
    case ConnectionState::kCallbackSetByCaller:
    case ConnectionState::kPasswordExpired:  // only the right password is told that it expired
    case ConnectionState::kPrepareForCallback:
    case ConnectionState::kProjected:
    case ConnectionState::kConnected:
      return true;
    default:
      return false;
  }
}

// Any state but these comes at or after connect_device; states may be skipped, so any of them
// proves that the device was reached.
bool MeansDevice(ConnectionState state) {
  return state != ConnectionState::kOpenPort && state != ConnectionState::kPortOpened &&
         state != ConnectionState::kDisconnected;
}

bool MeansAuthentication(ConnectionState state) {
  return state == ConnectionState::kAuthenticate || state == ConnectionState::kAuthNotify ||
         state == ConnectionState::kStartAuthentication ||
         state == ConnectionState::kLogonNetwork || MeansAccepted(state) ||
         GroupOf(state) == StateGroup::kPaused;
}

// A pause that nobody answered fails as what it was about.
RasError ErrorOfPause(ConnectionState state) {
  switch (state) {
    case ConnectionState::kRetryAuthentication:
      return RasError::kAuthenticationFailure;
    case ConnectionState::kPasswordExpired:
      return RasError::kPasswdExpired;
    case ConnectionState::kCallbackSetByCaller:
      return RasError::kBadCallbackNumber;
    default:
      return RasError::kInteractiveMode;
  }
}

// Our own hang-ups come back from the engine as 631; these say what they were for.
RasError ErrorOfEnding(const Attempt& attempt) {
  switch (attempt.ending) {
    case Ending::kDialDeadline:
      return RasError::kRequestTimeout;
    case Ending::kHealth:
      return RasError::kLinkFailure;
    case Ending::kPauseDeadline:
    case Ending::kPolicy:
      return attempt.paused_in ? ErrorOfPause(*attempt.paused_in) : attempt.error;
    default:
      return attempt.error == RasError::kNone && attempt.ending != Ending::kPeer
                 ? RasError::kUserDisconnection
                 : attempt.error;
  }
}

// Whether an end costs the sequence one attempt of its cause's budget.
bool IsCounted(const Occasion& occasion) {
  if (occasion.proven || IsLogonHours(occasion.error)) return false;
  const Cause cause = CauseOf(occasion);
  return cause != Cause::kUser && cause != Cause::kSuspend;
}

}  // namespace

void Line::Keep(Turn& turn) { turn.change().line = {profile_, facts_}; }

void Line::Enter(LineState state, std::string why, Turn& turn) {
  if (state == state_) return;
  // A move outside the table is a fault in lineman; going on would keep the kiosk's line in a
  // state nobody thought of.
  if (!MayMove(state_, state)) {
    assert(false && "illegal move of a line");
    std::abort();
  }
  Entry entry;
  entry.kind = Entry::Kind::kLine;
  entry.profile = profile_;
  entry.what = NameOf(state);
  entry.from = NameOf(state_);
  entry.detail = std::move(why);
  state_ = state;
  since_ = turn.now();
  turn.Record(std::move(entry));
}

void Line::BeginAttempt(Attempt attempt, Turn& turn) {
  ++facts_.dials;
  ++facts_.attempts;
  ++facts_.number_attempts[NumberKey(attempt.number)];
  attempt.id = facts_.dials;
  attempt.started = turn.now();
  attempt_ = std::move(attempt);
  proven_ = false;
  Keep(turn);
}

void Line::TakeBackDial(const std::string& number) {
  // Another sequence may have begun while the dial was under way.
  const auto dials = facts_.number_attempts.find(NumberKey(number));
  if (dials != facts_.number_attempts.end() && dials->second > 0) --dials->second;
}

void Line::CancelAttempt(Turn& turn) {
  --facts_.attempts;
  TakeBackDial(attempt_->number);
  attempt_.reset();
  Keep(turn);
}

void Line::AdoptAttempt(Attempt attempt, bool proven, Turn& turn) {
  if (attempt.id > facts_.dials) facts_.dials = attempt.id;
  attempt.started = turn.now();
  attempt.reached_device = true;
  attempt_ = std::move(attempt);
  proven_ = proven;
  Keep(turn);
}

bool Line::Hear(const Notification& notification, Turn& turn) {
  if (!attempt_ || !HasAttempt(state_) || notification.attempt != attempt_->id) return false;
  const ConnectionState state = notification.state;
  Entry entry;
  entry.kind = Entry::Kind::kNotification;
  entry.profile = profile_;
  entry.what = NameOf(state);
  entry.state = state;
  entry.error = notification.error;
  entry.detail = notification.detail;
  turn.Record(std::move(entry));

  if (notification.error != RasError::kNone) {
    attempt_->error = notification.error;
    if (state != ConnectionState::kDisconnected) attempt_->failed_in = state;
  }
  if (state == ConnectionState::kRetryAuthentication) {
    attempt_->accepted = false;  // what was taken before does not vouch for what comes now
  } else if (notification.error == RasError::kNone || state == ConnectionState::kConnected) {
    attempt_->accepted = attempt_->accepted || MeansAccepted(state);
  }
  attempt_->reached_device = attempt_->reached_device || MeansDevice(state);
  attempt_->reached_authentication = attempt_->reached_authentication || MeansAuthentication(state);
  if (GroupOf(state) == StateGroup::kPaused) {
    attempt_->paused_in = state;
    ++attempt_->pauses[state];
    const bool dialogue =
        state == ConnectionState::kInteractive || state == ConnectionState::kInvokeEapUi;
    if (!dialogue || !attempt_->pause_began) attempt_->pause_began = turn.now();
  } else if (state != ConnectionState::kDisconnected) {
    attempt_->paused_in.reset();
  }
  if (state == ConnectionState::kConnected && !attempt_->connected_at) {
    attempt_->connected_at = turn.now();
    // What went wrong on the way did not end the attempt.
    attempt_->error = notification.error;
    attempt_->failed_in.reset();
  }
  attempt_->state = state;
  return true;
}

void Line::NoteEnding(Ending ending) {
  if (attempt_ && attempt_->ending == Ending::kPeer) attempt_->ending = ending;
}

Occasion Line::EndAttempt(Duration stable_after, Turn& turn) {
  Attempt ended = *std::move(attempt_);
  attempt_.reset();
  Occasion occasion = Observe(Occurrence::kDisconnected, turn);
  occasion.state = ConnectionState::kDisconnected;
  occasion.attempt = std::max(1, facts_.attempts);
  occasion.number = ended.number;
  occasion.number_index = ended.number_index;
  occasion.user = ended.user;
  occasion.ending = ended.ending;
  occasion.failed_in = ended.failed_in ? ended.failed_in : ended.paused_in;
  occasion.error = ErrorOfEnding(ended);
  occasion.was_connected = ended.connected_at.has_value();
  if (ended.connected_at) occasion.online_for = turn.now() - *ended.connected_at;
  occasion.proven = proven_ || (occasion.was_connected && occasion.online_for >= stable_after);
  occasion.probe = ended.probe;

  if (occasion.proven && !proven_) Prove(turn);
  if (IsCounted(occasion)) ++CountOf(facts_.failures, CauseOf(occasion));
  if (!ended.reached_device) TakeBackDial(ended.number);
  occasion.failures = facts_.failures;
  occasion.number_attempts = facts_.number_attempts;
  occasion.circuit = facts_.circuit;
  last_ = {occasion.error, ended.number, occasion.online_for};
  last_end_ = turn.now();
  occasion.last_end = last_end_;
  facts_.last_end = turn.wall();
  proven_ = false;
  Keep(turn);
  return occasion;
}

void Line::Prove(Turn& turn) {
  proven_ = true;
  facts_.attempts = 0;
  facts_.failures = {};
  facts_.number_attempts.clear();
  facts_.next_number = 0;
  facts_.changes = 0;
  facts_.circuit.reset();
  Keep(turn);
}

void Line::OpenTheCircuit(OpenCircuit circuit, Turn& turn) {
  facts_.circuit = std::move(circuit);
  Keep(turn);
}

void Line::NoteProbe(Turn& turn) {
  if (!facts_.circuit) return;
  ++facts_.circuit->probes;
  Keep(turn);
}

void Line::Rearm(bool whole, Turn& turn) {
  const int credentials = CountOf(facts_.failures, Cause::kCredentials);
  const int account = CountOf(facts_.failures, Cause::kAccount);
  facts_.attempts = attempt_ ? 1 : 0;
  facts_.failures = {};
  facts_.number_attempts.clear();
  facts_.changes = 0;
  if (!whole) {
    CountOf(facts_.failures, Cause::kCredentials) = credentials;
    CountOf(facts_.failures, Cause::kAccount) = account;
  }
  // What is not forgiven keeps its circuit, or every event would put the slow probe off.
  const bool keeps =
      !whole && facts_.circuit &&
      (facts_.circuit->cause == Cause::kCredentials || facts_.circuit->cause == Cause::kAccount);
  if (keeps) {
    facts_.circuit->events_only = false;
  } else {
    facts_.circuit.reset();
  }
  Keep(turn);
}

void Line::ForgiveCredentials(Turn& turn) {
  CountOf(facts_.failures, Cause::kCredentials) = 0;
  CountOf(facts_.failures, Cause::kAccount) = 0;
  facts_.circuit.reset();
  Keep(turn);
}

void Line::RestartSequence(Turn& turn) {
  facts_.number_attempts.clear();
  if (facts_.circuit) facts_.circuit->events_only = false;
  Keep(turn);
}

void Line::SetNextNumber(int index, Turn& turn) {
  if (facts_.next_number == index) return;
  facts_.next_number = index;
  Keep(turn);
}

void Line::SetWill(OperatorWill will, Turn& turn) {
  facts_.will = will;
  Keep(turn);
}

void Line::SetVersion(CredentialVersion version, Turn& turn) {
  facts_.version = version;
  Keep(turn);
}

void Line::NoteChange(Turn& turn) {
  ++facts_.changes;
  Keep(turn);
}

void Line::SetRotation(std::optional<Rotation> rotation, Turn& turn) {
  facts_.rotation = rotation;
  Keep(turn);
}

void Line::SetNextProbe(std::optional<WallTime> at, Turn& turn) {
  if (!facts_.circuit) return;
  facts_.circuit->next_probe = at;
  Keep(turn);
}

void Line::SetAttempt(std::optional<AttemptFacts> attempt, Turn& turn) {
  facts_.attempt = std::move(attempt);
  Keep(turn);
}

void Line::NoteInterrupted(Turn& turn) {
  facts_.attempt.reset();
  facts_.last_end = turn.wall();
  Keep(turn);
}

void Line::ShiftTimes(Duration by, Turn& turn) {
  ShiftFacts(facts_, by);
  Keep(turn);
}

Occasion Line::Observe(Occurrence occurrence, const Turn& turn) const {
  Occasion occasion;
  occasion.occurrence = occurrence;
  occasion.profile = profile_;
  occasion.now = turn.now();
  occasion.wall = turn.wall();
  occasion.serial = facts_.dials;
  occasion.attempt = facts_.attempts + (occurrence == Occurrence::kBeforeDial ? 1 : 0);
  occasion.failures = facts_.failures;
  occasion.circuit = facts_.circuit;
  occasion.last = last_;
  occasion.last_end = last_end_;
  if (occurrence == Occurrence::kBeforeDial) {
    occasion.number_index = facts_.next_number;
    occasion.number_attempts = facts_.number_attempts;
  }
  if (!attempt_) return occasion;
  occasion.state = attempt_->state;
  occasion.error = attempt_->error;
  occasion.number = attempt_->number;
  occasion.number_index = attempt_->number_index;
  occasion.user = attempt_->user;
  occasion.probe = attempt_->probe;
  if (attempt_->connected_at) occasion.online_for = turn.now() - *attempt_->connected_at;
  const auto pauses = attempt_->pauses.find(attempt_->state);
  if (pauses != attempt_->pauses.end()) occasion.pauses = pauses->second;
  return occasion;
}

}  // namespace lineman
