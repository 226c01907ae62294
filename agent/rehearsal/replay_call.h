// One dial of a replay: shows what a recorded one has shown, at the same pace.
#pragma once

#include <memory>
#include <string>

#include "base/env.h"
#include "model/engine.h"
#include "rehearsal/replay_tape.h"

namespace lineman {

// Owned by whoever holds its connection; its timers know it weakly. Notifications leave from timer
// tasks only, each as the last act of one.
class ReplayCall : public std::enable_shared_from_this<ReplayCall> {
 public:
  ReplayCall(Env& env, const ReplayTape& tape, DialRequest request, NotificationHandler handler);

  // Nothing is ever heard of a dial without an observation.
  void Play(const Observation* observation);
  // The link has been up before there was an agent.
  void BeUp();
  void Listen(NotificationHandler handler) { handler_ = std::move(handler); }
  void Hit(const Blow& blow);

  Result<Done> TakeAnswer(const Answer& answer);
  void HangUp();
  ConnectionStatus Status() const;
  ConnectionStatistics Statistics() const;
  void Release() { over_ = true; }

 private:
  using Action = void (ReplayCall::*)();

  void Arm(Duration after, Action action);
  void ArmNext();
  void ShowNext();
  void Finish();
  void End(RasError error, std::string why);
  void Emit(ConnectionState state, RasError error, std::string detail);
  bool IsSkipped(const ShownState& shown) const;
  const ShownState* next() const;

  Env& env_;
  const ReplayTape& tape_;
  const DialRequest request_;
  NotificationHandler handler_;
  const Observation* observation_ = nullptr;
  std::size_t shown_ = 0;    // so many of its states
  std::uint64_t armed_ = 0;  // the generation of the timer that counts
  ConnectionState state_ = ConnectionState::kOpenPort;
  RasError error_ = RasError::kNone;
  std::string farewell_;
  bool waiting_ = false;  // for an answer
  bool ending_ = false;   // only the final `disconnected` is to come
  bool over_ = false;     // it has come, or nobody listens
  std::optional<Instant> up_since_;
};

}  // namespace lineman
