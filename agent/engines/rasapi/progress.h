// What RAS's callbacks and RasGetConnectStatus mean: which of them the line is told, and which of
// them end the attempt.
//
// RAS has no state for a failure: the state in which it happened comes again, with an error. States
// come in any order, some twice, some that nobody has named yet; only their bits are built upon.
// After `connected` callbacks tell nothing but the links of a multilink connection, so whoever
// holds this asks RAS from time to time.
// Values in, values out: no clock, no host.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "engines/rasapi/host.h"
#include "ras/connection_state.h"

namespace lineman::rasapi {

// What follows from something that was heard.
struct Meaning {
  struct Tell {
    ConnectionState state = ConnectionState::kOpenPort;
    RasError error = RasError::kNone;
    int subentry = 0;
    std::string detail;
  };
  std::optional<Tell> tell;
  RasError end = RasError::kNone;  // the attempt is over, because of this
  std::string why;                 // of the end, beyond what the error itself says
};

class Progress {
 public:
  // A connection that was up before this agent came.
  void BeginUp();
  void SetLinks(int links) { links_ = links; }

  Meaning Hear(const Notice& notice);
  // While dialling the callbacks go first: what RAS is asked counts when it says so twice.
  Meaning See(const StatusReport& report);
  // What was waited for is on its way.
  void Answered() { is_paused_ = false; }
  // The attempt fails where it is, for a reason that RAS did not call back about.
  Meaning FailHere(RasError error, std::string why) const;

  // The last state told but for those of single links.
  ConnectionState state() const { return state_; }
  int subentry() const { return subentry_; }
  bool is_paused() const { return is_paused_; }
  bool is_up() const { return is_up_; }

 private:
  Meaning TellOf(ConnectionState state, const Notice& notice, std::string detail = {});
  Meaning Pause(ConnectionState state, const Notice& notice);
  Meaning Fail(ConnectionState state, const Notice& notice);
  Meaning EndOf(ConnectionState state, RasError error, std::string why) const;
  bool LosesOneLinkOnly(const Notice& notice);

  ConnectionState state_ = ConnectionState::kOpenPort;
  int subentry_ = 0;
  int links_ = 1;
  std::set<int> failed_links_;
  int doubts_ = 0;  // how often in a row RAS has said that it is otherwise
  bool is_paused_ = false;
  bool is_up_ = false;
};

}  // namespace lineman::rasapi
