// Everything a decision is made from: the line's past and present, frozen.
//
// The line makes an occasion; policy and hooks only read it. Two equal occasions give the same
// decision, today and in a rehearsal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/facts.h"
#include "ras/connection_state.h"
#include "ras/ras_error.h"

namespace lineman {

// What there is to decide about.
enum class Occurrence {
  kBeforeDial,    // a dial is due
  kRunning,       // a running state was reached, or failed
  kPaused,        // the server waits for more input
  kConnected,     // the link is up
  kDisconnected,  // the attempt has ended
};

std::string_view NameOf(Occurrence occurrence);  // "before_dial"

// Who or what brought an attempt to its end, when it was on our side.
enum class Ending {
  kPeer,           // not us: the error tells
  kNotWanted,      // schedule, operator's down, failback of a standby
  kOperator,       // the operator's redial
  kDaily,          // redial_daily
  kDialDeadline,   // no notification for too long
  kPauseDeadline,  // nobody answered the pause
  kHealth,         // doubtful for too long
  kPolicy,         // a pause that the policy does not answer
  kPlugin,         // a hook hung up
  kRule,
};

std::string_view NameOf(Ending ending);  // "peer", "not_wanted"

// A dial of the recent past, as caps count it.
struct PastDial {
  Instant at;
  std::string number_key;
  bool same_profile;
};

// How the attempt before ended; for hooks and for `why`.
struct LastAttempt {
  RasError error = RasError::kNone;
  std::string number;
  Duration online_for{0};
};

struct Occasion {
  Occurrence occurrence = Occurrence::kBeforeDial;
  std::string profile;
  Instant now;
  WallTime wall;

  // The notification.
  ConnectionState state = ConnectionState::kOpenPort;
  RasError error = RasError::kNone;
  std::string detail;

  // The attempt.
  std::uint64_t serial = 0;  // of the line's dials ever; what chance is keyed by
  int attempt = 0;           // 1-based in the sequence; before_dial: of the one about to leave
  std::string number;        // dialled; before_dial: due to be dialled
  int number_index = 0;      // in the profile's numbers, -1 for a number from elsewhere
  std::string user;
  Ending ending = Ending::kPeer;
  std::optional<ConnectionState> failed_in;  // disconnected: the state that had the error
  bool was_connected = false;                // disconnected: it was online before
  bool proven = false;                       // disconnected: it had been online long enough
  int pauses = 0;                            // paused: times this attempt has paused in this state
  Duration online_for{0};
  std::optional<LastAttempt> last;

  // The sequence. At `disconnected` this attempt's failure is already counted.
  Failures failures{};
  std::map<std::string, int> number_attempts;
  std::optional<OpenCircuit> circuit;
  bool probe = false;       // this dial is a slow probe of an open circuit, or was
  int login_tries = 0;      // of the credentials at hand, not accepted since, this attempt included
  int login_under_way = 0;  // of them: on other lines, the server has not spoken yet
  std::string secret_trouble;  // before_dial: why the password could not be read

  // The limits.
  bool wanted = true;
  std::string not_wanted_because;  // "the schedule is closed", "the operator said down"
  bool by_operator = false;        // before_dial: the operator's redial asked for this dial
  Instant last_end;                // when the last attempt ended
  std::vector<PastDial> past;      // dials of this profile or its numbers, ascending
};

// True when the attempt ended after it had been online: a lost link, not a failed dial.
inline bool Lost(const Occasion& occasion) {
  return occasion.was_connected && occasion.ending == Ending::kPeer;
}

// The cause the attempt's end is judged by. An end of our own making has no server to blame: a
// missed deadline is `server`, a hook's hang-up `line`, a pause nobody answered what the pause was
// about.
Cause CauseOf(const Occasion& occasion);

}  // namespace lineman
