#include "engines/simulator/remote_call.h"

#include <utility>

namespace lineman::simulator {
namespace {

bool IsPaused(ConnectionState state) { return GroupOf(state) == StateGroup::kPaused; }

}  // namespace

RemoteCall::RemoteCall(Env& env, CallId id, AttemptId attempt, Say say)
    : env_(env), id_(id), attempt_(attempt), say_(std::move(say)), seen_(env.Now()) {}

Result<Done> RemoteCall::TakeAnswer(const struct Answer& answer) {
  if (over_ || hung_up_ || !waiting_)
    return Fail("the connection is in no paused state: nothing waits for an answer");
  if (Result<Done> fits = CheckAnswer(view_.status.state, answer); !fits) return fits;
  waiting_ = false;
  say_(AnswerCall{id_, answer});
  return Done{};
}

void RemoteCall::HangUp() {
  if (over_ || hung_up_) return;
  hung_up_ = true;
  say_(HangUpCall{id_});
  env_.CallAt(env_.Now() + kHangUpDeadline, [weak = weak_from_this()] {
    if (const auto call = weak.lock())
      call->End(RasError::kUserDisconnection, "the simulator did not say that it had hung up");
  });
}

void RemoteCall::Release() {
  released_ = true;
  if (!over_) say_(DropCall{id_});
  over_ = true;
}

ConnectionStatistics RemoteCall::Statistics() const {
  ConnectionStatistics statistics = view_.statistics;
  // The rest is as old as it is; time is known without asking.
  if (view_.status.state == ConnectionState::kConnected)
    statistics.connected_for += env_.Now() - seen_;
  return statistics;
}

// Whether its pause was answered already only the simulator knows.
void RemoteCall::Resume(const CallView& view) {
  Learn(view);
  waiting_ = IsPaused(view.status.state);
}

void RemoteCall::Learn(const CallView& view) {
  if (over_ || hung_up_) return;
  view_ = view;
  seen_ = env_.Now();
  waiting_ = waiting_ && IsPaused(view.status.state);
}

// What was under way when the agent hung up is not its concern any more, only the end is.
void RemoteCall::Hear(const CallNotified& said) {
  const ConnectionState state = said.notification.state;
  if (over_ || (hung_up_ && state != ConnectionState::kDisconnected)) return;
  view_ = said.view;
  view_.status.state = state;
  seen_ = env_.Now();
  waiting_ = IsPaused(state);
  pause_ = waiting_ ? std::optional(said.notification) : std::nullopt;
  Deliver(said.notification);
}

// The answer was checked before it left, so as a rule the pause has ended meanwhile, and where the
// connection went is on its way. If not, the pause begins once more: the line may answer anew.
void RemoteCall::HearNotTaken() {
  if (over_ || hung_up_ || !pause_) return;
  waiting_ = true;
  Deliver(*std::exchange(pause_, std::nullopt));
}

void RemoteCall::End(RasError error, std::string detail) {
  if (over_) return;
  view_.status.state = ConnectionState::kDisconnected;
  view_.status.error = error;
  Notification notification;
  notification.state = ConnectionState::kDisconnected;
  notification.error = error;
  notification.detail = std::move(detail);
  Deliver(notification);
}

// The last `drop` tells the simulator that the end has been heard: without it the next agent would
// be told again.
void RemoteCall::Deliver(const Notification& notification) {
  Notification told = notification;
  told.attempt = attempt_;
  over_ = told.state == ConnectionState::kDisconnected;
  if (handler_ && !released_) handler_(told);
  if (over_) say_(DropCall{id_});
}

}  // namespace lineman::simulator
