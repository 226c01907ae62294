// A password that a server has made a profile change, from the moment it is chosen until the server
// has shown that it has it.
//
//   the server asks ─▶ the new one is staged ─▶ committed ─▶ sent ─▶ the server shows which it has
//
// When the attempt ends before that, both are tried, the new one first and then in turn, each as a
// try of the same login.
#pragma once

#include <utility>

#include "line/turn.h"
#include "pipeline/pipeline.h"

namespace lineman {

class Rotator {
 public:
  Rotator(Slot& slot, Turn& turn) : slot_(slot), turn_(turn) {}

  // Whether an answer changes the password that the profile has from its own source. What a hook
  // has supplied is the hook's to keep.
  bool Concerns(const Answer& answer) const;
  // Keeps the new password before it is sent; the answer waits for PasswordStaged.
  void Stage(std::uint64_t ticket, const Secret& password);
  // It is kept: both count as known from the commit on.
  void Staged();
  // It is on its way.
  void Sent();

  // Which password the next dial is to send.
  bool DialsWithNew() const;
  // The server has taken what the present attempt sent. One that asks for a new password again
  // knows the present one still.
  void ServerTook(bool asks_for_new);
  // The new password was not sent after all, or the profile's own credentials have changed.
  void Forget();
  // The attempt has ended; `refused`: the server would not have the credentials.
  void AttemptEnded(const Occasion& end, bool refused);
  // What had to be settled is, in the vault.
  void Settled();

 private:
  void Settle(bool is_new);

  Slot& slot_;
  Turn& turn_;
};

}  // namespace lineman
