// Reads a record from its beginning to its end and takes down what it shows. Lives for one reading.
#pragma once

#include <optional>
#include <string>

#include "line/line_state.h"
#include "rehearsal/replay_tape.h"

namespace lineman {

class TapeMaker {
 public:
  explicit TapeMaker(const LineRecord& record);
  void Note(const Entry& entry);
  ReplayTape Finish();

 private:
  void NoteDecision(const Entry& entry);
  void NoteNotification(const Entry& entry);
  void NoteState(const Entry& entry);
  void NoteEvent(const Entry& entry);
  void NoteProven(const Entry& entry);
  void NoteOperator(const Entry& entry);
  void NoteClock(const Entry& entry);
  void LookForRestart(const Entry& entry);
  void Restart(const Entry& entry);
  Instant SilentSince(Instant now) const;
  bool WaitedForItsProbe(Instant at) const;

  void Begin(std::optional<std::string> number, Instant at);
  void Show(const Entry& entry);
  void EndAttempt(const Entry& entry);
  void LosesLink(const Entry& entry);
  void Close(Instant at);
  void Strikes(const Entry& entry, Happening what);
  Observation* open() { return is_open_ ? &tape_.observations.back() : nullptr; }

  ReplayTape tape_;
  bool is_open_ = false;         // the last observation is under way
  Instant mark_;                 // when it last came on
  std::optional<Entry> failed_;  // its first error
  std::optional<Instant> hung_up_;
  bool meant_otherwise_ = false;  // the hang-up was no matter of the dial
  std::optional<Instant> not_wanted_;
  bool awaits_judgement_ = false;
  std::string state_;                     // of the line; empty: not known yet
  bool proven_ = true;                    // the link; the first may have been before the record
  std::optional<Duration> stable_after_;  // the record's rules; nothing: not known yet
  bool wanted_ = false;
  bool ended_ = false;    // an agent has said that it ends
  bool starting_ = true;  // nothing was dialled since the agent started
  std::optional<Entry> decision_;
  const Entry* before_ = nullptr;
};

}  // namespace lineman
