// What a story expects: one entry of the record, or something about the line as it is now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "line/line_state.h"
#include "model/answer.h"
#include "model/option_table.h"
#include "model/record.h"
#include "policy/profile.h"

namespace lineman {

// One `expect`. Keys that are not given agree with anything.
struct Expectation {
  // About an entry.
  std::string what;                   // "redial"; empty: any decision
  std::optional<std::string> number;  // of dial and redial
  std::optional<Duration> after;      // of redial, hold_off and open_circuit
  bool no_probe = false;              // of open_circuit: {after: never}
  std::string text;  // of stop, hang_up, hold_off, open_circuit, ran, log and trouble: part of it
  Answer answer;     // of answer
  std::string user;  // of dial
  std::string overruled;  // a plugin whose verdict came second
  std::string by;
  std::optional<Duration> at;  // since the entry matched before

  // About now.
  std::optional<LineState> line;
  std::optional<bool> wanted;

  bool nothing = false;
  std::optional<Duration> within;  // of nothing: for how long

  bool IsAboutEntry() const {
    return !what.empty() || !by.empty() || !overruled.empty() || at.has_value();
  }
  // Whether it can be about this entry at all: `ran`, `log` and `trouble` are no decisions.
  bool MayMean(const Entry& entry) const;
};

// A decision on the record, with what its entry cannot hold.
struct DecisionSeen {
  const Entry& entry;
  const Answer* answer;  // as the engine was given it; null when it was not
  Duration since_last;   // since the entry matched before
};

// How far a decision agrees.
struct Agreement {
  int agreed = 0;               // keys
  std::string first_otherwise;  // "after: 5s, not 30s"; empty when all agree
};

// Reads an expectation that the table has passed.
Expectation ReadExpectation(const OptionReader& reader, Findings& findings);
// Reads what a paused state is answered with.
Answer ReadAnswer(const OptionReader& reader);
// Names of rules and plugins in `by` must exist, or the story could never pass.
void CheckBy(const Expectation& expectation, const Place& place, const Profile& profile,
             Findings& findings);

Agreement Compare(const Expectation& expectation, const DecisionSeen& seen, const Profile& profile);

}  // namespace lineman
