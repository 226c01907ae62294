// A program of others and all that it starts, in a job of their own: without a shell, with a clean
// environment, and with no handles but those it is given. For *_win32.cc only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/windows_basics.h"

namespace lineman {

struct ChildPlan {
  std::vector<std::string> command;         // the first by its absolute path
  std::vector<std::string> variables = {};  // "NAME=value", beside those Windows cannot do without
  void* input = nullptr;                    // HANDLE of standard input; null: nothing to read
  void* output = nullptr;                   // HANDLE of standard output; errors go nowhere
};

// The words as one command line, from which a program's own CommandLineToArgvW or C library makes
// these words again.
std::wstring CommandLineOf(const std::vector<std::string>& words);

// All of it is ended when this goes, unless Release is called before.
class ChildProcess {
 public:
  static Result<ChildProcess> Start(const ChildPlan& plan);

  // HANDLE of the program itself, which is signalled when it ends.
  void* process() const { return process_.get(); }
  std::uint32_t ExitCode() const;
  void Kill() const;
  // It has ended: what it has left running may go on.
  void Release();

 private:
  OwnedHandle process_;
  OwnedHandle job_;
};

}  // namespace lineman
