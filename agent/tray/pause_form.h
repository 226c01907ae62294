// What a dialog asks when the server waits for a person: the fields of one paused state, their
// rules, and the answer that is made of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "control/status.h"
#include "tray/phrase.h"

namespace lineman {

struct PauseField {
  std::string name;     // of the parameter of `answer`; "again" for a password's second time
  Phrase label;         // "New password"
  bool secret = false;  // does not show while it is typed
  std::string value;    // to begin with

  friend bool operator==(const PauseField&, const PauseField&) = default;
};

struct PauseForm {
  std::string profile;
  std::string state;    // "password_expired"
  WallTime since{};     // the server waits
  WallTime deadline{};  // the line hangs up then
  Phrase question;      // what is asked, in a sentence
  std::string prompt;   // what the server said; may be empty
  std::vector<PauseField> fields;
  std::vector<Phrase> rules;  // of the fields, a sentence each
  bool may_end = false;       // a dialogue, which can be ended instead of answered
  bool ascii_only = false;    // the engine cannot send other characters

  // Whether it is still the same pause, so that what was typed may stay.
  bool IsSamePause(const PauseForm& other) const;
};

// The longest password that Windows RAS and pppd's plugin take, in bytes.
inline constexpr std::size_t kLongestPassword = 256;

// Nothing where no pause waits.
std::optional<PauseForm> FormOf(const LineStatus& line);

// What was typed, in the order of the fields.
using PauseInput = std::vector<std::string>;

// What is wrong with it, in a sentence; nothing when it may be sent.
std::optional<Phrase> FaultOf(const PauseForm& form, const PauseInput& input);

// The parameters of `answer`. Holds what was typed: overwrite it with WipeTexts.
Json AnswerOf(const PauseForm& form, const PauseInput& input);
// The parameters that end a dialogue.
Json EndOf(const PauseForm& form);

}  // namespace lineman
