// One call in another process's simulator, as the agent knows it: what was heard of it last, and
// what may be asked of it now.
//
// The remote simulator holds it while it lives, its Connection until it is destroyed. All of the
// contract that needs no answer from over there is kept here: a refusal of answers, the one final
// `disconnected`, the forced end after a hang-up.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/env.h"
#include "engines/simulator/wire.h"

namespace lineman::simulator {

class RemoteCall : public std::enable_shared_from_this<RemoteCall> {
 public:
  using Say = std::function<void(const AgentMessage&)>;

  RemoteCall(Env& env, CallId id, AttemptId attempt, Say say);

  // Who hears of it; to be set before anything is.
  void Use(NotificationHandler handler) { handler_ = std::move(handler); }

  // The agent's side: what its Connection does.
  Result<Done> TakeAnswer(const struct Answer& answer);
  void HangUp();
  void Release();  // nobody listens any more
  const ConnectionStatus& Status() const { return view_.status; }
  ConnectionStatistics Statistics() const;

  // The simulator's side.
  void Resume(const CallView& view);  // another agent has left it like this
  void Learn(const CallView& view);
  void Hear(const CallNotified& said);
  void HearNotTaken();
  // It is over without the simulator's word.
  void End(RasError error, std::string detail);

 private:
  void Deliver(const Notification& notification);

  Env& env_;
  const CallId id_;
  const AttemptId attempt_;
  const Say say_;
  NotificationHandler handler_;

  CallView view_;
  Instant seen_;                       // when view_ was
  std::optional<Notification> pause_;  // that was heard last, to be told once more if need be
  bool waiting_ = false;
  bool hung_up_ = false;
  bool released_ = false;
  bool over_ = false;
};

}  // namespace lineman::simulator
