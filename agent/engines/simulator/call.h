// One call's life, from the port to the final `disconnected`, as a small state machine.
//
// A phase queues the steps it is made of; each step is one notification that lasts for a while, and
// when the queue is empty the next phase is begun. Phases follow the orders of states that
// Microsoft's documentation of RAS implies; which optional states show is the server's dialect.
//
// Whoever holds the call owns it; letting go of it hangs up in silence, because its timers only
// know it weakly. Notifications leave from timer tasks only, and always as the last act of one: the
// handler may answer, hang up or destroy the connection at once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engines/simulator/exchange.h"
#include "engines/simulator/link.h"
#include "model/engine.h"

namespace lineman::simulator {

class Call : public std::enable_shared_from_this<Call> {
 public:
  Call(std::shared_ptr<Exchange> exchange, const DialRequest& request, NotificationHandler handler);
  ~Call();

  void Start();
  Result<Done> TakeAnswer(const struct Answer& answer);
  void HangUp();
  ConnectionStatus Status() const;
  ConnectionStatistics Statistics() const;

 private:
  using Action = void (Call::*)();

  enum class Phase {
    kPort,      // opening the port
    kRing,      // the number is dialled
    kDevices,   // further devices, up to the physical link
    kDialogue,  // a terminal, before PPP starts
    kLogOn,     // authentication begins
    kEap,       // its input
    kJudge,     // the server has read the credentials
    kCallback,  // the server knows the user, and may want to call back
    kWelcome,   // authenticated
    kNetwork,   // projection
    kReady,     // everything is set up
  };

  // One notification to come.
  struct Step {
    ConnectionState state;
    Duration lasts{0};
    std::string detail;
    int subentry = 0;
  };

  // A failure that is certain to come, in a state that is yet to come.
  struct Doom {
    bool set = false;
    ConnectionState in = ConnectionState::kOpenPort;
    RasError error = RasError::kNone;
  };

  // call.cc: the machine.
  void Arm(Duration after, Action action);
  void Queue(ConnectionState state, Duration lasts, std::string detail = {}, int subentry = 0);
  void QueueAll(std::initializer_list<ConnectionState> states, Duration lasts);
  void Then(Phase phase) { phase_ = phase; }
  void Advance();
  void FailHere();
  void FailIn(ConnectionState in, RasError error);
  void Pause(ConnectionState state, std::string detail);
  void GiveUp();
  void End(RasError error, std::string why);
  void Finish();
  void Emit(ConnectionState state, RasError error, std::string detail = {}, int subentry = 0);
  void Release();

  // call_phases.cc: what each phase is made of.
  void Begin(Phase phase);
  void OpenPort();
  void Ring();
  Duration RingingTime() const;
  void ConnectDevices();
  void Dialogue();
  void LogOn();
  void AskEap();
  void Judge();
  void RefuseLogOn(RasError error);
  void OfferCallback();
  void CallBack();
  void Welcome();
  void SetUpNetwork();
  void SetUpLinks();
  bool Shows(Dialect dialect) const { return route_.server->plan().dialect == dialect; }

  // call_answers.cc: what becomes of answers.
  void Resume();
  void ResumeDialogue(const struct Answer& answer);
  void ResumeEap(const struct Answer& answer);
  void ResumeRetry(const struct Answer& answer);
  void ResumeCallback(const struct Answer& answer);
  void ResumePassword(const struct Answer& answer);
  void QueueLogOnAgain(ConnectionState first);

  // call_link.cc: once it is up.
  void ComeUp();
  void ArmWatch();
  void Watch();

  Duration Paced(Duration duration) const { return exchange_->Paced(duration); }
  const Timing& timing() const { return exchange_->world().timing; }
  const WorldClock& clock() const { return exchange_->clock(); }

  const std::shared_ptr<Exchange> exchange_;
  const AttemptId attempt_;
  const std::string profile_;
  const std::string number_;
  const bool ask_for_callback_;
  Credentials credentials_;
  NotificationHandler handler_;

  std::vector<Step> steps_;
  std::size_t next_step_ = 0;
  Phase phase_ = Phase::kPort;
  std::uint64_t armed_ = 0;  // the generation of the timer that counts

  Route route_;
  Device* device_ = nullptr;
  std::string device_name_;
  std::optional<Link> link_;
  std::string link_name_;  // of the profile's own block; empty: the route's
  Doom doom_;
  Account* account_ = nullptr;
  int retries_ = 0;
  std::size_t prompts_done_ = 0;
  std::size_t eap_done_ = 0;
  struct Answer answer_;  // to the pause that is being left

  ConnectionState state_ = ConnectionState::kOpenPort;
  RasError error_ = RasError::kNone;
  std::string farewell_;      // detail of the final notification
  bool waiting_ = false;      // for an answer
  bool ending_ = false;       // only the final `disconnected` is to come
  bool over_ = false;         // it has come
  bool has_port_ = false;     // one of the server's
  std::optional<Loss> loss_;  // the next one, as far as has been looked ahead
  std::optional<Age> up_since_;
  Duration was_up_{0};
};

}  // namespace lineman::simulator
