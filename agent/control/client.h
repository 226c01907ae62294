// Talks to an agent's control socket, for commands and the tray. Blocks, with deadlines.
#pragma once

#include <memory>
#include <string>

#include "base/duration.h"
#include "base/result.h"
#include "text/json.h"

namespace lineman {

// Why a call gave nothing. `message` names what to do next.
struct ControlError {
  enum class Kind {
    kNoAgent,   // nobody listens on the socket
    kRefused,   // the agent does not let this user do that
    kAnswer,    // the agent said no: `code` and `message` are its own
    kProtocol,  // it did not answer in time, or nothing that could be understood
  };
  Kind kind = Kind::kProtocol;
  int code = 0;  // of kAnswer and kRefused: as in README.md
  std::string message;
  Json data;  // of kAnswer: what came with it, else null
};

template <typename T>
using ControlResult = tl::expected<T, ControlError>;

class ControlClient {
 public:
  static ControlResult<ControlClient> Connect(const std::string& path);
  ControlClient(ControlClient&&) noexcept;
  ControlClient& operator=(ControlClient&&) noexcept;
  ~ControlClient();

  // Calls a method and waits for its result.
  ControlResult<Json> Call(const std::string& method, Json params,
                           Duration timeout = std::chrono::seconds(10));
  // The next notification after a subscription: its params. An error of kProtocol with an empty
  // message when none came in that time.
  ControlResult<Json> Next(Duration timeout);

 private:
  struct Socket;
  explicit ControlClient(std::unique_ptr<Socket> socket);
  std::unique_ptr<Socket> socket_;
};

}  // namespace lineman
