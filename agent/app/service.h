// What the service manager hears of the agent (systemd, sd_notify(3)): when it is ready, how it is,
// and that its loop turns. Where there is none, nothing is said.
//
// The loop's thread calls it.
#pragma once

#include <memory>
#include <string>

#include "base/env.h"

namespace lineman {

// Whether standard error is a stream of the journal ($JOURNAL_STREAM names the very file), which
// reads levels from prefixes of the lines.
bool ErrorsGoToTheJournal();

class Service {
 public:
  explicit Service(Env& env) : env_(env) {}

  // Whether a service manager listens.
  static bool IsHeard();
  // From now on says twice in each of the manager's intervals (WATCHDOG_USEC) that the loop turns:
  // it is the loop that says it, so one that is stuck falls silent.
  void Start();
  // The lines were started, or a reload is over.
  void Ready();
  void Reloading();
  void Stopping();
  // How things are, in words; said when it changes.
  void Status(const std::string& words);

 private:
  void Pat();

  Env& env_;
  Duration pat_every_{0};
  std::string status_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lineman
