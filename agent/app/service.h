// What the service manager hears of the agent: when it is ready, how it is, and that its loop
// turns. That is systemd (sd_notify(3)), or on Windows the Service Control Manager, which hears of
// starting and ending only. Where there is none, nothing is said.
//
// The loop's thread calls it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/env.h"

namespace lineman {

// Whether standard error is a stream of the journal ($JOURNAL_STREAM names the very file), which
// reads levels from prefixes of the lines.
bool ErrorsGoToTheJournal();

// Runs the agent as the service manager wants it run, and gives its exit code. On Windows whoever
// is no service is told so, with an exit code of usage; elsewhere there is nothing to do.
int RunAsService(const std::function<int()>& agent);
// Whether RunAsService has made this process a service that nobody sees the errors of …
bool RunsAsService();
// … and where its log goes; empty where standard error goes somewhere.
std::string LogFileOfService();

class Service {
 public:
  explicit Service(Env& env) : env_(env) {}

  // Whether a service manager listens to how things are.
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
