// The pipe between the desk and the agent on Windows. It never waits: the loop waits for its
// events.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "tray/desk.h"

namespace lineman {

class PipeLink {
 public:
  // `path`: of the control socket. The desk must outlive the link.
  PipeLink(std::string path, Desk& desk);
  ~PipeLink();
  PipeLink(const PipeLink&) = delete;
  PipeLink& operator=(const PipeLink&) = delete;

  // What the loop waits for: events of the system, owned by the link; after one call Serve.
  std::array<void*, 2> events() const;
  // When to call Serve, if none of them comes before.
  Instant Due() const;
  // Reads, writes, connects and gives up: whatever is due.
  void Serve();
  void Send();

 private:
  struct Pipe;

  void Connect();
  void Read();
  void Write();
  void Leave(const Phrase& why);

  const std::string path_;
  Desk& desk_;
  std::unique_ptr<Pipe> pipe_;
  std::string unsent_;
  Instant again_{};
  int tries_ = 0;  // since an agent was there
};

// The time of the loop.
Instant LoopNow();

}  // namespace lineman
