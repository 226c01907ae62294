// What this process is told from outside, besides its control socket: signals; on Windows the
// console, and the service manager.
#pragma once

#include <functional>
#include <memory>

namespace asio {
class io_context;
}

namespace lineman {

class Signals {
 public:
  enum class Word {
    kEnd,     // SIGTERM, SIGINT; Ctrl-C, Ctrl-Break, a console that closes, a service that stops
    kReload,  // SIGHUP; a service whose parameters have changed
    kLeave,   // SIGUSR1: to the next agent, at once
  };
  enum class Heard { kEnd, kAll };

  // Calls back on the loop, which must outlive it. What is not heard does as it does anywhere. One
  // at a time in a process.
  Signals(asio::io_context& loop, Heard heard, std::function<void(Word)> told);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Says a word to this process, from any thread.
  static void Say(Word word);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace lineman
