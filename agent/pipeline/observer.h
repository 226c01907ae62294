// The first step of the pipeline: what does an event mean for its line?
#pragma once

#include <optional>

#include "pipeline/performer.h"
#include "pipeline/pipeline.h"

namespace lineman {

// Something to decide. `decided`: hooks have had their say already, only limits are left.
struct Observed {
  Matter matter;
  bool decided = false;
};

// Turns one event into bookkeeping and, where there is something to decide, into an occasion. Lives
// for one step.
class Observer {
 public:
  Observer(Pipeline& pipeline, Slot& slot, Turn& turn, Performer& perform)
      : pipeline_(pipeline), slot_(slot), line_(slot.line), turn_(turn), perform_(perform) {}

  std::optional<Observed> Observe(const Happening& what);

 private:
  using Result = std::optional<Observed>;

  Result On(const Started& started);
  Result On(const Adopted& adopted);
  Result On(const Notification& notification);
  Result On(const TimerDue& due);
  Result On(const Committed& committed);
  Result On(const SecretFetched& fetched);
  Result On(const PasswordStaged& staged);
  Result On(const PasswordSettled& settled);
  Result On(const HookReply& reply);
  Result On(const OperatorSays& says);
  Result On(const AnswerRefused& refused);
  Result On(const ProbeResult& result);
  Result On(const StandbyChanged& changed);
  Result On(const ProfileReloaded& reloaded);
  Result On(const CredentialsChanged& changed);
  Result On(const NetworkChanged& changed);
  Result On(const Woke& woke);
  Result On(const ClockChanged& changed);
  Result On(const ShutDown& shut_down);

  Result WithoutRecord();
  Result AfterRunning(const Notification& notification);
  Result AfterPause(const Notification& notification);
  Result AfterConnected(const Notification& notification);
  Result AfterDisconnected();
  Result OperatorUp();
  Result OperatorDown(const OperatorSays& says);
  Result OperatorRedial();
  Result OperatorAnswer(const OperatorSays& says);
  Result HooksAreDone(HookOutcome outcome);
  Result AnotherChance();
  // The server has taken the credentials that the attempt has sent.
  void CredentialsTaken(ConnectionState now);
  // Whether the credentials are new, so that what the old ones spent is forgiven.
  bool CheckVersion(const Credentials& credentials);
  bool MayChange();
  Result Decide(Occurrence occurrence);

  Pipeline& pipeline_;
  Slot& slot_;
  Line& line_;
  Turn& turn_;
  Performer& perform_;
};

}  // namespace lineman
