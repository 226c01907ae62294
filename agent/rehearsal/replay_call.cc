#include "rehearsal/replay_call.h"

#include <utility>

namespace lineman {

using State = ConnectionState;

ReplayCall::ReplayCall(Env& env, const ReplayTape& tape, DialRequest request,
                       NotificationHandler handler)
    : env_(env), tape_(tape), request_(std::move(request)), handler_(std::move(handler)) {}

void ReplayCall::Arm(Duration after, Action action) {
  env_.CallAt(env_.Now() + after, [weak = weak_from_this(), generation = ++armed_, action] {
    const std::shared_ptr<ReplayCall> call = weak.lock();
    if (call != nullptr && call->armed_ == generation && !call->over_) (call.get()->*action)();
  });
}

void ReplayCall::Play(const Observation* observation) {
  observation_ = observation;
  ArmNext();
}

void ReplayCall::BeUp() {
  state_ = State::kConnected;
  up_since_ = env_.Now();
}

const ShownState* ReplayCall::next() const {
  const bool more = observation_ != nullptr && shown_ < observation_->way.size();
  return more ? &observation_->way[shown_] : nullptr;
}

// A server asks where to call back only whoever can answer.
bool ReplayCall::IsSkipped(const ShownState& shown) const {
  return shown.state == State::kCallbackSetByCaller && !request_.ask_for_callback;
}

void ReplayCall::ArmNext() {
  while (next() != nullptr && IsSkipped(*next())) ++shown_;
  if (const ShownState* coming = next()) Arm(coming->after, &ReplayCall::ShowNext);
}

// After a pause that somebody answered the record goes on only once it is answered here, too.
void ReplayCall::ShowNext() {
  const ShownState& shown = *next();
  ++shown_;
  waiting_ = GroupOf(shown.state) == StateGroup::kPaused;
  if (shown.state == State::kConnected) up_since_ = env_.Now();
  if (shown.state == State::kDisconnected) return End(shown.error, shown.detail);
  if (shown.error != RasError::kNone) {
    ending_ = true;
    error_ = shown.error;
  }
  if (!(waiting_ && shown.answered)) ArmNext();
  Emit(shown.state, shown.error, shown.detail);
}

Result<Done> ReplayCall::TakeAnswer(const Answer& answer) {
  if (over_ || ending_ || !waiting_)
    return Fail("the connection is in no paused state: nothing waits for an answer");
  if (Result<Done> fits = CheckAnswer(state_, answer); !fits) return fits;
  waiting_ = false;
  if (observation_->way[shown_ - 1].answered) {
    ArmNext();
  } else if (next() == nullptr) {
    error_ = observation_->judged;
    farewell_ = "nobody answered this in the record";
    Arm(Duration{0}, &ReplayCall::Finish);
  }
  return Done{};
}

// An end that has begun by itself takes its time.
void ReplayCall::HangUp() {
  if (over_ || ending_) return;
  ending_ = true;
  waiting_ = false;
  error_ = RasError::kUserDisconnection;
  farewell_.clear();
  Arm(std::min(HangUpTakes(tape_, env_.Now()), kHangUpDeadline), &ReplayCall::Finish);
}

void ReplayCall::Hit(const Blow& blow) {
  if (over_ || ending_ || !up_since_) return;
  if (blow.number && *blow.number != NumberKey(request_.number)) return;
  End(blow.error, blow.detail);
}

void ReplayCall::Finish() { End(error_, std::move(farewell_)); }

void ReplayCall::End(RasError error, std::string why) {
  over_ = true;
  up_since_.reset();
  error_ = error;
  Emit(State::kDisconnected, error, std::move(why));
}

void ReplayCall::Emit(ConnectionState state, RasError error, std::string detail) {
  state_ = state;
  Notification notification;
  notification.attempt = request_.attempt;
  notification.state = state;
  notification.error = error;
  notification.detail = std::move(detail);
  const NotificationHandler handler = handler_;  // whoever listens may let go of this call
  handler(notification);
}

ConnectionStatus ReplayCall::Status() const {
  ConnectionStatus status;
  status.state = state_;
  status.error = error_;
  if (up_since_) status.interface = "replay";
  return status;
}

ConnectionStatistics ReplayCall::Statistics() const {
  ConnectionStatistics statistics;
  if (up_since_) statistics.connected_for = env_.Now() - *up_since_;
  return statistics;
}

}  // namespace lineman
