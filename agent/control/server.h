// The control socket: JSON-RPC 2.0, one message a line, on a local stream socket.
//
// Runs on the agent's loop. Whoever connects is known by the socket's peer credentials: root and
// the agent's own user may act, so may members of the group `act`; members of `look` may look;
// nobody else is answered. Bad messages, huge ones, readers that never read and floods of
// connections cost a bounded amount of memory and never slow a line down.
#pragma once

#include <asio/io_context.hpp>
#include <memory>
#include <string>

#include "base/result.h"
#include "control/host.h"
#include "model/record.h"

namespace lineman {

struct ControlServerOptions {
  std::string path;        // of the socket; its folder must exist
  std::string look_group;  // names of groups; empty: no such group
  std::string act_group;
};

class ControlServer {
 public:
  // `loop` and `host` must outlive the server.
  ControlServer(asio::io_context& loop, ControlHost& host);
  ~ControlServer();  // closes every connection and removes the socket
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  // Begins to listen. A socket that a dead agent has left behind is replaced; one that a living
  // agent answers on is an error.
  Result<Done> Listen(const ControlServerOptions& options);
  // Tells subscribers. Cheap without any.
  void Publish(const Entry& entry);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lineman
