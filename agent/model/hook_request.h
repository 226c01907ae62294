// What a hook wants done outside, and what comes back.
//
// Hooks run in the core, which touches nothing: a hook that waits gives a request and is resumed
// with the reply. Requests are carried out by whoever drives the pipeline.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/secret.h"

namespace lineman {

struct Sleep {
  Duration span{0};
};

// A program with a clean environment and no shell, ended at its timeout with its process group.
struct RunProgram {
  std::vector<std::string> command;  // an absolute path and its arguments
  std::optional<Secret> input;       // written to its standard input
  Duration timeout{20'000};
};

struct ReadSecret {
  std::string name;  // a key of the profile's `secrets`
};

struct MakePassword {
  int length = 16;
  std::string alphabet;  // characters to choose from; empty: letters and digits
};

// Who waits for a reply: unique while the agent runs, 0 for nobody.
using HookJob = std::uint64_t;

struct HookRequest {
  HookJob job = 0;
  std::variant<Sleep, RunProgram, ReadSecret, MakePassword> what;
};

// How a program ended. `output` is what it printed, 64 KiB at most.
struct ProgramEnd {
  std::optional<int> status;  // none: it could not be run, or was ended (see `trouble`)
  std::string output;
  std::string trouble;
};

struct HookReply {
  HookJob job = 0;
  std::variant<Done, ProgramEnd, Result<Secret>> what;  // of Sleep, RunProgram, the others
};

// A command line as people and stories read it.
std::string JoinCommand(const std::vector<std::string>& command);

}  // namespace lineman
