// One line's life: its state, its present attempt, and what it remembers.
//
// The line is told what happened and keeps the books; it decides nothing. All its moves go through
// one door, Enter, which checks the table and puts the move on the record.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/duration.h"
#include "line/health.h"
#include "line/line_state.h"
#include "line/timers.h"
#include "line/turn.h"
#include "model/facts.h"
#include "model/notification.h"
#include "model/occasion.h"
#include "model/secret.h"

namespace lineman {

// The present attempt, from the dial to its final `disconnected`.
struct Attempt {
  AttemptId id = 0;
  std::string number;
  int number_index = 0;
  std::string user;  // credentials that were, or will be, sent
  std::string domain;
  std::optional<LoginKey> login;  // … and what their try is counted under
  bool probe = false;             // a slow probe of an open circuit
  Instant started;

  ConnectionState state = ConnectionState::kOpenPort;  // last heard
  bool reached_device = false;          // connect_device was seen: caps count the dial
  bool reached_authentication = false;  // credentials may be on their way
  bool accepted = false;                // the server took the credentials
  std::optional<ConnectionState> paused_in;
  std::map<ConnectionState, int> pauses;
  // When the pause began; a dialogue (interactive, EAP) is one pause however many prompts it has.
  std::optional<Instant> pause_began;
  std::optional<Instant> connected_at;
  std::optional<ConnectionState> failed_in;
  RasError error = RasError::kNone;
  Ending ending = Ending::kPeer;
};

class Line {
 public:
  Line(std::string profile, LineFacts facts)
      : profile_(std::move(profile)), facts_(std::move(facts)) {}

  const std::string& profile() const { return profile_; }
  LineState state() const { return state_; }
  Instant since() const { return since_; }
  const LineFacts& facts() const { return facts_; }
  const std::optional<Attempt>& attempt() const { return attempt_; }
  // How the attempt before ended; nothing before the first end.
  const std::optional<LastAttempt>& last() const { return last_; }
  // The present link has been online long enough.
  bool is_proven() const { return proven_; }
  Timers& timers() { return timers_; }
  const Timers& timers() const { return timers_; }
  Health& health() { return health_; }

  // The one door into a state.
  void Enter(LineState state, std::string why, Turn& turn);

  // A dial is about to leave: spends an attempt, and counts for the caps until it is known whether
  // it reached the device.
  void BeginAttempt(Attempt attempt, Turn& turn);
  // The dial was never made after all.
  void CancelAttempt(Turn& turn);
  // A connection that outlived the agent becomes the present attempt. `proven`: it had been online
  // long enough before.
  void AdoptAttempt(Attempt attempt, bool proven, Turn& turn);

  // What the engine reported. False when it belongs to another attempt. The final `disconnected`
  // is heard here too and then booked with EndAttempt.
  bool Hear(const Notification& notification, Turn& turn);
  // A new password leaves: that the old one was taken does not vouch for it.
  void NoteNewPassword() { attempt_->accepted = false; }
  // Our own side ends the attempt; the engine's word for it will follow.
  void NoteEnding(Ending ending);
  // Books the end of the attempt and returns the occasion to decide on.
  Occasion EndAttempt(Duration stable_after, Turn& turn);

  // Online long enough: counters, numbers and circuit start afresh.
  void Prove(Turn& turn);
  void OpenTheCircuit(OpenCircuit circuit, Turn& turn);
  void NoteProbe(Turn& turn);
  // An event that gives the line another chance. `whole`: the operator or a proven success, which
  // also forgives credentials and account.
  void Rearm(bool whole, Turn& turn);
  // New credentials: what the old ones spent no longer counts.
  void ForgiveCredentials(Turn& turn);
  // Another sequence may begin for caps that only an event re-arms.
  void RestartSequence(Turn& turn);
  void SetNextNumber(int index, Turn& turn);
  void SetWill(OperatorWill will, Turn& turn);
  void SetVersion(CredentialVersion version, Turn& turn);
  // A password command has given another answer than before.
  void NoteChange(Turn& turn);
  void SetRotation(std::optional<Rotation> rotation, Turn& turn);
  void SetNextProbe(std::optional<WallTime> at, Turn& turn);
  void SetAttempt(std::optional<AttemptFacts> attempt, Turn& turn);
  // The attempt that was under way when the agent ended was not found again: it ended meanwhile.
  void NoteInterrupted(Turn& turn);
  // The wall clock was set.
  void ShiftTimes(Duration by, Turn& turn);

  // The facts as they are now, for any occurrence but `disconnected`.
  Occasion Observe(Occurrence occurrence, const Turn& turn) const;
  Instant last_end() const { return last_end_; }
  // After a restart: when the last attempt ended, as far as the clocks tell.
  void RestoreLastEnd(Instant at) { last_end_ = at; }

 private:
  void Keep(Turn& turn);
  // The dial of that number does not count for caps after all.
  void TakeBackDial(const std::string& number);

  std::string profile_;
  LineState state_ = LineState::kIdle;
  Instant since_;
  LineFacts facts_;
  std::optional<Attempt> attempt_;
  std::optional<LastAttempt> last_;
  bool proven_ = false;
  Instant last_end_{Duration(-kLongestDuration)};
  Timers timers_;
  Health health_;
};

}  // namespace lineman
