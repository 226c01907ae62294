// What the pipeline wants done outside. Whoever drives it performs the actions in order.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <variant>

#include "model/answer.h"
#include "model/dial_request.h"
#include "model/event.h"
#include "model/hook_request.h"
#include "model/record.h"
#include "model/store.h"

namespace lineman {

struct DialNow {
  DialRequest request;
};

struct TakeOver {  // an adopted connection now belongs to this line
  std::shared_ptr<AdoptedConnection> connection;
};

struct AnswerNow {
  Answer answer;
};

struct HangUpNow {};

// Comes back as TimerDue, unless the line has gone on by then and drops it.
struct ArmTimer {
  TimerKind kind;
  int index = 0;
  Instant at;
};

// Comes back as Committed when `ticket` is not 0.
struct CommitNow {
  StoreChange change;
  std::uint64_t ticket = 0;
};

// Comes back as SecretFetched.
struct FetchSecret {
  std::uint64_t ticket = 0;
  bool staged = false;  // the new password of a rotation, not the present one
};

// A new password is to be kept before it is sent. Comes back as PasswordStaged.
struct StagePassword {
  std::uint64_t ticket = 0;
  Secret password;
};

// It is known which password the server has. Comes back as PasswordSettled.
struct SettlePassword {
  bool is_new = false;
};

// A HookRequest comes back as HookReply, unless its job is 0.

// Comes back as ProbeResult.
struct ProbeNow {
  int index = 0;
};

// An event for another line (a standby's primary went down), to be handled after this one.
struct Tell {
  Event event;
};

struct Action {
  LineId line = 0;
  std::variant<DialNow, TakeOver, AnswerNow, HangUpNow, ArmTimer, CommitNow, FetchSecret,
               StagePassword, SettlePassword, ProbeNow, HookRequest, Tell, Entry>
      what;
};

// In order. They are large: a list never moves one.
using Actions = std::list<Action>;

}  // namespace lineman
