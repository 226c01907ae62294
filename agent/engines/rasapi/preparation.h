// What comes before a RasDial: nothing of the entry's may be up, Windows must not redial it by
// itself, and whoever logs on has to be known.
//
// Steps that RAS answers by way of the loop, one after the other. It is held by who waits for it;
// letting go of it ends it, without a word.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/env.h"
#include "engines/rasapi/call_note.h"
#include "engines/rasapi/host.h"

namespace lineman::rasapi {

// What it came to.
struct Prepared {
  DialOrder order;
  int links = 1;
  RasError error = RasError::kNone;  // it cannot be dialled
  std::string why;                   // … or what to know of it all the same
};

class Preparation : public std::enable_shared_from_this<Preparation> {
 public:
  // `settle`: after hanging up what an agent before has left.
  Preparation(Env& env, Host& host, DialId dial, DialOrder order, Duration settle,
              std::function<void(Prepared)> done);

  void Begin();
  // The next step is the last.
  void Stop() { stopped_ = true; }

 private:
  using Step = void (Preparation::*)();

  // A handler of the host's that does nothing once this is gone.
  template <typename Report>
  Host::Then<Report> Take(void (Preparation::*take)(const Report&));
  void Go(Step step);
  void Fail(RasError error, std::string why);

  void LookForConnection();
  void TakeConnections(const LiveReport& report);
  void TakeLeftOver(const HangUpReport& report);
  void AskEntry();
  void TakeEntry(const EntryReport& report);
  void TakeRedialOff(const RasError& error);
  void AskCredentials();
  void TakeCredentials(const CredentialsReport& report);
  void AskIdentity();
  void TakeIdentity(const IdentityReport& report);
  void Finish();

  Env& env_;
  Host& host_;
  const DialId dial_;
  const Duration settle_;
  std::function<void(Prepared)> done_;
  Prepared prepared_;
  bool stopped_ = false;
};

// Switches the entry's own redialling on again when an agent has switched it off.
void RestoreRedial(Host& host, const Entry& entry);

}  // namespace lineman::rasapi
