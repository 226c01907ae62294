// What the pppd engine needs of the machine it runs on: processes, a local socket, a folder.
//
// Everything is told on the loop and never inside a call. The real one is app's; tests bring their
// own, with virtual time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "engines/pppd/command_line.h"
#include "engines/pppd/ending.h"

namespace lineman::pppd {

// A pppd that is running, or was. Letting go of it does not end it, but nothing more is told.
class Process {
 public:
  virtual ~Process() = default;
  virtual std::int64_t pid() const = 0;
  virtual void Terminate() = 0;  // SIGTERM: pppd hangs up in order
  virtual void Kill() = 0;       // SIGKILL, to its children too
};

// A connection of the plugin's or the helper's to the agent's socket.
class Peer {
 public:
  struct Handlers {
    std::function<void(std::string_view line)> line;
    std::function<void()> closed;  // by the other side; once
  };

  virtual ~Peer() = default;
  virtual void Start(Handlers handlers) = 0;
  virtual void Send(std::string_view line) = 0;
  virtual void Close() = 0;  // no handler is called any more
};

struct InterfaceBytes {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
};

class Host {
 public:
  virtual ~Host() = default;

  // Makes the folder and listens there, so that Paths() are good. Says why not; may be tried again.
  virtual Result<Done> Open(std::function<void(std::shared_ptr<Peer>)> connected) = 0;
  virtual const struct Paths& Paths() const = 0;

  // Starts a program in a session of its own, with its output going to the call's log, never to
  // anything of the agent's. When it ends, what it has left behind in its process group is killed.
  virtual Result<std::unique_ptr<Process>> Start(const std::vector<std::string>& command,
                                                 const std::string& call,
                                                 std::function<void(ProcessExit)> ended) = 0;
  // A process another agent has started; null when it is gone.
  virtual std::unique_ptr<Process> Watch(std::int64_t pid, const std::string& call,
                                         std::function<void(ProcessExit)> ended) = 0;

  // Notes of calls that outlive the agent, by call; a line each, without secrets.
  virtual Result<Done> SaveNote(const std::string& call, const std::string& note) = 0;
  virtual std::vector<std::pair<std::string, std::string>> Notes() = 0;
  // A file of the call's for a program it runs, without secrets; its path.
  virtual Result<std::string> SaveFile(const std::string& call, const std::string& name,
                                       const std::string& text) = 0;
  // Its last lines, a few; empty when there are none.
  virtual std::string LastLinesOf(const std::string& call) = 0;
  // Empties a log that has grown large.
  virtual void TrimLog(const std::string& call) = 0;
  // Removes what is kept of the call.
  virtual void Forget(const std::string& call) = 0;

  virtual std::optional<InterfaceBytes> BytesOf(const std::string& interface) = 0;
};

}  // namespace lineman::pppd
