// What a line must still know after a power cut.
//
// Facts are plain values. The line changes them, the store keeps them, and nothing else in the
// agent is durable. Wall-clock times are used because the steady clock's zero is lost at a restart.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/secret.h"
#include "ras/ras_error.h"

namespace lineman {

// Failed attempts by cause since the last proven success.
using Failures = std::array<int, kCauseCount>;

inline int& CountOf(Failures& failures, Cause cause) {
  return failures.at(static_cast<std::size_t>(cause));
}
inline int CountOf(const Failures& failures, Cause cause) {
  return failures.at(static_cast<std::size_t>(cause));
}

// What the operator last said about a line.
struct OperatorWill {
  enum class Word { kNone, kUp, kDown };
  Word word = Word::kNone;
  std::optional<WallTime> until;  // the word expires then; never when empty

  friend bool operator==(const OperatorWill&, const OperatorWill&) = default;
};

// A circuit that is open: timed retries are spent, only a slow probe or an event dials again.
struct OpenCircuit {
  Cause cause = Cause::kLine;  // what spent it
  std::string why;             // in words, with the limit or rule that opened it
  int probes = 0;              // slow probes made since it opened
  bool at_longest = false;     // a rule's or hook's stop: every probe at the longest interval
  bool events_only = false;    // a cap that only an event may re-arm: no timed probe at all
  WallTime opened{};
  std::optional<WallTime> next_probe;

  friend bool operator==(const OpenCircuit&, const OpenCircuit&) = default;
};

// A new password is kept beside the present one, for nobody knows yet which of them the server has.
struct Rotation {
  bool try_new = true;  // at the next dial; they take turns

  friend bool operator==(const Rotation&, const Rotation&) = default;
};

// Which password a dial or answer carries.
enum class Sends {
  kOther,    // none, or one that a hook has supplied
  kPresent,  // the profile's
  kStaged,   // the new one of a rotation that is not settled
  kNew,      // the present one, and after it the new one
};

// Which credential: the login and the version of its password.
struct LoginKey {
  std::string login;
  CredentialVersion version = 0;

  friend auto operator<=>(const LoginKey&, const LoginKey&) = default;
};

// The attempt that is under way: what an agent that adopts its connection goes on from.
struct AttemptFacts {
  std::uint64_t id = 0;
  std::uint64_t dial = 0;  // its DialFact
  std::string number;
  int number_index = 0;
  std::string user;
  std::string domain;
  std::optional<LoginKey> login;  // what the credentials it was dialled with are counted under
  std::optional<LoginKey> spent;  // whose try is under way: the server has not spoken yet
  Sends sends = Sends::kOther;
  bool probe = false;
  std::optional<WallTime> connected;
  bool proven = false;

  friend bool operator==(const AttemptFacts&, const AttemptFacts&) = default;
};

// The durable past of one line.
struct LineFacts {
  OperatorWill will;
  std::uint64_t dials = 0;                     // ever; the counter that chance is keyed by
  int attempts = 0;                            // in this sequence, the present one included
  Failures failures{};                         // in this sequence
  std::map<std::string, int> number_attempts;  // counted dials per number in this sequence
  int next_number = 0;                         // index into the profile's numbers
  CredentialVersion version = 0;               // of the credentials last read
  int changes = 0;                             // of a password command's answers, in this sequence
  std::optional<OpenCircuit> circuit;
  std::optional<Rotation> rotation;
  std::optional<WallTime> last_end;  // of the last attempt
  std::optional<AttemptFacts> attempt;

  friend bool operator==(const LineFacts&, const LineFacts&) = default;
};

// Moves the moments in the facts to another wall clock. When the word `up` ends is read off that
// clock itself.
void ShiftFacts(LineFacts& facts, Duration by);

// Tries of one credential version that no server has accepted since.
struct LoginFacts {
  int tries = 0;

  friend bool operator==(const LoginFacts&, const LoginFacts&) = default;
};

// Whose store: a profile and one use of a plugin in it ("callback-rota", "callback-rota#2").
struct PluginKey {
  std::string profile;
  std::string plugin;

  friend auto operator<=>(const PluginKey&, const PluginKey&) = default;
};

// What the store of a plugin holds now, as the plugin's host writes it.
struct PluginFact {
  PluginKey key;
  std::string text;
};

// One dial that left, or is about to: what caps are counted from.
struct DialFact {
  std::uint64_t id = 0;  // ascending in the order of dialling
  std::string profile;
  std::string number;  // digits only, so that two spellings of a number are one number
  WallTime at{};
  bool left = true;  // else it was about to at `at`, and nobody knows when it did, or whether

  friend bool operator==(const DialFact&, const DialFact&) = default;
};

// No cap looks back further than this, so older dials need not be kept.
inline constexpr Duration kLongestCapWindow = std::chrono::hours(24);

// "+49 (30) 555-0100" and "+49305550100" are one number to a cap: digits, +, * and # count.
std::string NumberKey(std::string_view number);

}  // namespace lineman
