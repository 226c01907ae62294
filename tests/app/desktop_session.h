// The session of a desktop as far as passwords go: a bus of its own, and GNOME Keyring on it with
// one keyring, unlocked.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/app/program.h"

namespace lineman {

// A program of the system in a session; killed when its owner goes before it has ended.
class SessionProgram {
 public:
  // `input` is what it reads.
  SessionProgram(std::vector<std::string> command, std::vector<std::string> environment,
                 const std::string& input = {});
  ~SessionProgram();
  SessionProgram(const SessionProgram&) = delete;
  SessionProgram& operator=(const SessionProgram&) = delete;

  // Waits for its end; its exit status, or -1.
  int Await();

 private:
  pid_t pid_ = -1;
};

class DesktopSession {
 public:
  DesktopSession();

  // What a program needs to find it.
  std::vector<std::string> Environment() const;
  // As a person would, with secret-tool.
  void Store(const std::string& name, const std::string& password) const;
  void Lock() const;

 private:
  // Runs it until it ends well; the session is just coming up.
  void AwaitSuccess(const std::vector<std::string>& command) const;
  void Run(const std::vector<std::string>& command, const std::string& input = {}) const;
  std::string BusConfiguration() const;

  TemporaryFolder folder_;
  SessionProgram bus_;
  SessionProgram keyring_;
};

}  // namespace lineman
