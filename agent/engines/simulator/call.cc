#include "engines/simulator/call.h"

#include <algorithm>

namespace lineman::simulator {

Call::Call(std::shared_ptr<Exchange> exchange, const DialRequest& request,
           NotificationHandler handler)
    : exchange_(std::move(exchange)),
      attempt_(request.attempt),
      profile_(request.profile),
      number_(request.number),
      ask_for_callback_(request.ask_for_callback),
      credentials_(request.credentials),
      handler_(std::move(handler)) {
  if (request.options == nullptr) return;
  if (const YamlNode* const device = request.options->Find("device")) device_name_ = device->scalar;
  if (const YamlNode* const link = request.options->Find("link")) link_name_ = link->scalar;
}

Call::~Call() { Release(); }

void Call::Start() { Arm(Duration{0}, &Call::Advance); }

// There is no way to take a timer back, so each one knows whether it is still the one that counts.
void Call::Arm(Duration after, Action action) {
  Env& env = clock().env();
  env.CallAt(env.Now() + after, [weak = weak_from_this(), generation = ++armed_, action] {
    const std::shared_ptr<Call> call = weak.lock();
    if (call != nullptr && call->armed_ == generation && !call->over_) (call.get()->*action)();
  });
}

void Call::Queue(ConnectionState state, Duration lasts, std::string detail, int subentry) {
  steps_.push_back({state, lasts, std::move(detail), subentry});
}

void Call::QueueAll(std::initializer_list<ConnectionState> states, Duration lasts) {
  for (const ConnectionState state : states) Queue(state, lasts);
}

void Call::Advance() {
  while (next_step_ == steps_.size()) {
    steps_.clear();
    next_step_ = 0;
    const std::uint64_t before = armed_;
    Begin(phase_);
    if (armed_ != before || over_) return;  // the phase itself has spoken
  }
  Step& step = steps_[next_step_++];
  const bool doomed = doom_.set && doom_.in == step.state;
  Arm(step.lasts, doomed ? &Call::FailHere : &Call::Advance);
  // Moved out first: the handler may do anything, also begin another phase.
  const Step now = std::move(step);
  Emit(now.state, RasError::kNone, now.detail, now.subentry);
}

void Call::FailHere() { FailIn(state_, doom_.error); }

// RAS says where it failed, and then that it is over.
void Call::FailIn(ConnectionState in, RasError error) {
  ending_ = true;
  error_ = error;
  Arm(std::min(Paced(timing().hang_up), kHangUpDeadline), &Call::Finish);
  Emit(in, error);
}

void Call::Pause(ConnectionState state, std::string detail) {
  waiting_ = true;
  ++armed_;
  const Duration patience = route_.server->plan().patience;
  if (patience > Duration{0}) Arm(patience, &Call::GiveUp);
  Emit(state, RasError::kNone, std::move(detail));
}

// Nobody answered in time: the server hangs up.
void Call::GiveUp() {
  End(RasError::kRemoteDisconnection,
      "the server gave up after " + FormatDuration(route_.server->plan().patience));
}

void Call::End(RasError error, std::string why) {
  error_ = error;
  farewell_ = std::move(why);
  Finish();
}

void Call::HangUp() {
  if (over_ || ending_) return;
  ending_ = true;
  waiting_ = false;
  farewell_.clear();
  error_ = RasError::kUserDisconnection;
  Arm(std::min(Paced(timing().hang_up), kHangUpDeadline), &Call::Finish);
}

void Call::Finish() {
  if (up_since_) was_up_ = clock().Now() - *up_since_;
  up_since_.reset();
  waiting_ = false;
  over_ = true;
  Release();
  Emit(ConnectionState::kDisconnected, error_, std::move(farewell_));
}

void Call::Release() {
  if (has_port_) route_.server->FreePort();
  has_port_ = false;
}

void Call::Emit(ConnectionState state, RasError error, std::string detail, int subentry) {
  state_ = state;
  Notification notification;
  notification.attempt = attempt_;
  notification.state = state;
  notification.error = error;
  notification.subentry = subentry;
  notification.detail = std::move(detail);
  handler_(notification);
}

ConnectionStatus Call::Status() const {
  ConnectionStatus status;
  status.state = state_;
  status.error = error_;
  status.device = device_name_;
  if (!up_since_) return status;
  status.interface = "sim0";
  status.carries_data = !link_ || !link_->IsStalled(*up_since_, clock().Now());
  return status;
}

ConnectionStatistics Call::Statistics() const {
  ConnectionStatistics statistics;
  statistics.connected_for = up_since_ ? clock().Now() - *up_since_ : was_up_;
  // A kiosk that keeps alive and little else: a byte a millisecond in, a third of it out.
  statistics.bytes_received = static_cast<std::uint64_t>(statistics.connected_for.count());
  statistics.bytes_sent = statistics.bytes_received / 3;
  return statistics;
}

}  // namespace lineman::simulator
