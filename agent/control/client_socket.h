// The client's end of the control socket: bytes out and in, with deadlines. Blocks.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "control/client.h"

namespace lineman {

class ClientSocket {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // What to look at when the agent is there and does not answer.
  static const char* const kWhereToLook;

  static ControlResult<std::unique_ptr<ClientSocket>> Connect(const std::string& path);
  virtual ~ClientSocket() = default;

  // Done, too, when the other side has closed: why it did may still be there to be read.
  virtual ControlResult<Done> Send(std::string_view bytes, Moment deadline) = 0;
  // At least one byte. An error of kProtocol without words when none has come by then.
  virtual ControlResult<std::size_t> Receive(std::span<char> room, Moment deadline) = 0;
};

}  // namespace lineman
