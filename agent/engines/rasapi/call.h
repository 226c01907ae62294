// One attempt: a RasDial with its resumptions, and the contract with the line that dialled.
//
// The engine holds it until RAS has let go of the connection, its Connection until it is destroyed.
// A call that nobody listens to any more still sees to it that it is hung up: a handle that is not
// is a connection that Windows may bring back by itself.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/env.h"
#include "engines/rasapi/entry_gate.h"
#include "engines/rasapi/preparation.h"
#include "engines/rasapi/progress.h"
#include "engines/rasapi/rasapi_options.h"
#include "model/engine.h"

namespace lineman::rasapi {

class Call : public std::enable_shared_from_this<Call> {
 public:
  // What all calls of an engine share. Outlives them.
  struct Shared {
    Env& env;
    Host& host;
    EntryGate& gate;
  };

  // `over` is called when RAS has let go of it, last of all.
  Call(const Shared& shared, DialId id, CallNote note, RasapiOptions options,
       std::function<void()> over);

  // A call of this agent's: dials when its entry is free.
  void Dial(const DialRequest& request, NotificationHandler handler);
  // A connection of another agent's, which is up.
  void Adopt(Handle handle);
  void Use(NotificationHandler handler) { handler_ = std::move(handler); }

  // The host's side.
  void Returned(const DialReturn& result);
  void Noticed(const Notice& notice);
  void LinksChanged();

  // The line's side: what its Connection does.
  Result<Done> TakeAnswer(const struct Answer& answer);
  void HangUp();
  void Release();  // nobody listens any more
  ConnectionStatus Status() const;
  ConnectionStatistics Statistics() const;

  const CallNote& note() const { return note_; }

 private:
  // call.cc: from the dial to the line's ear.
  void Ask();
  void Begin();
  void BeginDial(Prepared prepared);
  void Follow(const Meaning& meaning);
  void Deliver(Notification notification);
  // call_answers.cc: what may be answered, and the resumption.
  Result<Done> AnswerInto(const struct Answer& answer, DialOrder& order) const;
  void Resume();
  void AskEapUser();
  // call_watch.cc: what RAS is asked.
  void BeginWatch();
  void Arrive();
  void Poll();
  void Look();
  void Seen(const StatusReport& report);
  void Count(const TrafficReport& report);
  // call_end.cc: hanging up.
  void NoteEnd(RasError error, std::string why);
  void WindUp();
  void ReleaseHandle();
  void Released(const HangUpReport& report);
  void Gone();
  void Conclude();
  void After(Duration span, void (Call::*what)());

  Shared shared_;
  const DialId id_;
  CallNote note_;
  const RasapiOptions options_;
  std::function<void()> over_;
  NotificationHandler handler_;

  DialOrder order_;
  std::shared_ptr<Preparation> preparation_;  // while it is at work
  Progress progress_;
  std::vector<Notice> held_;  // came before RasDial had returned
  Handle handle_ = 0;
  int returns_due_ = 0;  // RasDial calls that have not returned
  bool is_adopted_ = false;
  bool has_entry_ = false;     // let in by the gate
  bool is_noted_ = false;      // for a later agent
  bool has_returned_ = false;  // the first RasDial
  bool asks_user_ = false;     // the EAP method's window is open
  std::string remark_;         // to be told with `connected`

  ConnectionState told_ = ConnectionState::kOpenPort;  // to the line, last
  RasError end_ = RasError::kNone;
  std::string why_;
  bool is_ending_ = false;     // only the final `disconnected` is to come
  bool is_over_ = false;       // it has come
  bool is_releasing_ = false;  // its handle is being hung up
  bool is_stuck_ = false;      // … in vain
  bool is_gone_ = false;       // RAS has nothing of it any more

  bool is_looking_ = false;
  bool look_again_ = false;
  ConnectionStatus status_;
  ConnectionStatistics traffic_;
  std::optional<TrafficReport> counted_;  // last
  Instant up_since_;
  Duration was_up_{0};
};

}  // namespace lineman::rasapi
