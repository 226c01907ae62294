// What can happen to a line. Everything that moves the pipeline is one of these.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "model/answer.h"
#include "model/decision.h"
#include "model/engine.h"
#include "model/hook_request.h"
#include "model/notification.h"
#include "model/secret.h"

namespace lineman {

// A line's place in the pipeline; stable while the agent runs.
using LineId = std::size_t;

// The timers of a line, and why each exists:
enum class TimerKind {
  kRetry,          // the holdoff or back-off ends: dial
  kCircuitProbe,   // an open circuit tries once
  kDialDeadline,   // nothing was heard while dialling: hang up
  kPauseDeadline,  // nobody answered the pause: hang up
  kHangUpGuard,    // the engine owes the final `disconnected`: go on without it
  kStable,         // online long enough to be a proven success
  kWanted,         // the schedule, the operator's word or the standby rule may change
  kDaily,          // redial_daily
  kDoubtful,       // doubtful for too long: hang up
  kSecretWatch,    // while the circuit is open: has the password changed?
  kProbe,          // health probe number `index` is due
  kHooks,          // the hooks took too long: what policy decided stands
};
inline constexpr int kTimerKindCount = 12;

struct TimerDue {
  TimerKind kind;
  int index = 0;
};

struct Started {  // the line may begin; its engine has reported what it adopted
  bool after_power_up = false;
};

struct Adopted {  // a connection of this line outlived the agent
  std::shared_ptr<AdoptedConnection> connection;
};

struct Committed {
  std::uint64_t ticket = 0;
  std::optional<Error> error;
};

struct SecretFetched {
  std::uint64_t ticket = 0;
  Credentials credentials;
  std::string trouble;  // why there is no password, empty when there is
};

struct PasswordStaged {
  std::uint64_t ticket = 0;
  std::string trouble;  // why it could not be kept, empty when it was
};

struct PasswordSettled {
  bool is_new = false;
  std::string trouble;
};

struct OperatorSays {
  enum class Word { kUp, kDown, kRedial, kAnswer };
  Word word = Word::kUp;
  std::optional<Duration> how_long;  // of kDown
  Answer answer;                     // of kAnswer
};

struct AnswerRefused {  // the engine could not carry the answer
  std::string why;
};

struct ProbeResult {
  int index = 0;
  bool passed = false;
};

struct StandbyChanged {};  // the line this one stands by for came up or went down
struct ProfileReloaded {   // the profile was read again
  bool changed = false;
};
struct CredentialsChanged {};  // somebody says the password may be new: look
struct NetworkChanged {};
struct Woke {};
struct ClockChanged {  // the wall clock was set
  Duration by{0};
};
struct ShutDown {};  // the agent ends: hang up and stay idle

using Happening = std::variant<Started, Adopted, Notification, TimerDue, Committed, SecretFetched,
                               PasswordStaged, PasswordSettled, HookReply, OperatorSays,
                               AnswerRefused, ProbeResult, StandbyChanged, ProfileReloaded,
                               CredentialsChanged, NetworkChanged, Woke, ClockChanged, ShutDown>;

struct Event {
  LineId line = 0;
  Happening what;
};

}  // namespace lineman
