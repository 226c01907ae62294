// Rules: the administrator's own reconnection policy. The first one that matches decides.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar_window.h"
#include "base/zone.h"
#include "model/decision.h"
#include "model/occasion.h"
#include "model/option_table.h"

namespace lineman {

// What must be true of an attempt's end. Conditions that are not given are always true.
struct When {
  std::vector<RasError> errors;
  std::vector<Cause> causes;
  std::vector<ConnectionState> states;  // where it failed
  std::optional<bool> lost;
  std::vector<std::string> numbers;  // keys, see NumberKey
  std::vector<int> attempts;
  std::optional<int> attempt_at_least;
  std::optional<int> attempt_less_than;
  std::optional<Duration> online_at_least;
  std::optional<Duration> online_less_than;
  std::vector<DayWindow> between;

  bool Matches(const Occasion& occasion, const Zone& zone) const;
  // Whether this matches everything that `other` matches.
  bool Covers(const When& other) const;
  // Whether nothing at all can match.
  bool IsImpossible() const;
};

struct Rule {
  std::string name;  // as given, else its number in the list, from 1
  bool named = false;
  Place place;
  When when;
  Verdict verdict;  // Redial, Stop or HoldOff

  Source AsSource() const { return {Source::Kind::kRule, name, place}; }
};

// Reads `when` (checked before against the table).
When ReadWhen(const OptionReader& reader);

// Whether a rule with this `when` would match; the error says what is wrong with it.
Result<bool> MatchesWhen(const YamlNode& when, const Occasion& occasion, const Zone& zone);

// Reads the rules of a profile and says what is wrong with them: no verdict or two, a rule that an
// earlier one hides, one that can never match.
std::vector<Rule> ReadRules(const OptionReader& profile, const std::vector<std::string>& numbers,
                            Findings& findings);

}  // namespace lineman
