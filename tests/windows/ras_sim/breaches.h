// What the caller did that RAS's documentation forbids.
//
// One breach is one line: the rule's number, the rule, and what was done. The numbers are those of
// README.md. Whoever holds the double's lock may call.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lineman::ras_sim {

enum class Rule {
  kSize = 1,          // dwSize is that of a documented version
  kNoDialInCallback,  // RasDial is not called inside a callback
  kAllowedInCallback,
  kKnownHandle,       // a handle is one that RAS gave; a new dial brings none
  kOneDialAnEntry,    // an entry is not dialled again before it was hung up
  kGoneBeforeRedial,  // … nor before its handle is gone
  kResumePaused,      // what is resumed is paused
  kSameNotifier,
  kPausedStates,  // a resume says RDEOPT_PausedStates, as the dial did
  kOnlyAnswers,   // a resume changes nothing but what carries the answer
  kNoBlanks,      // … and carries no blank credentials
  kStar,          // "*" asks for a pause: on a first dial that can pause
  kEapUi,         // RasInvokeEapUI comes before the resume
  kThreadLives,   // the thread that dials lives until the dial is over
  kOneThread,     // one thread makes all the calls of RasDial
  kNotAfterHangUp,
  kHangUpAlways,  // every handle is hung up, once for each RasDial
  kOwnRedial,     // Windows' own redial of an entry is off while somebody else redials
  kEapIdentity,   // an entry of EAP gets its identity; it is freed
  kReserved,      // what is reserved is zero, what must be there is there
};

std::string_view TextOf(Rule rule);

class Breaches {
 public:
  // Also appended to the file that LINEMAN_RAS_BREACHES names.
  void Add(Rule rule, const std::string& what);
  void Clear() { lines_.clear(); }
  std::string ToString() const;

 private:
  std::vector<std::string> lines_;
};

}  // namespace lineman::ras_sim
