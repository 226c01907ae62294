// Starts programs of others: without a shell, with a clean environment and closed descriptors. For
// *_posix.cc only.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace lineman {

struct SpawnPlan {
  std::vector<std::string> command;         // the first by its absolute path
  std::vector<std::string> variables = {};  // "NAME=value", beside PATH and LC_ALL
  int input = -1;                           // standard input; -1: none
  int output = -1;                          // standard output
  bool errors_too = false;                  // standard error goes to `output` as well; else nowhere
  bool own_session = false;  // and so no terminal; else only a process group of its own
};

// Either way the process leads a group, so that all of it can be ended by kill(-pid).
Result<pid_t> Spawn(const SpawnPlan& plan);

}  // namespace lineman
