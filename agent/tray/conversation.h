// The tray's end of the control protocol, without its socket: bytes in, bytes out, so that any
// event loop can carry it and nothing here can wait for a silent agent.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "control/client.h"
#include "control/line_reader.h"
#include "control/message.h"

namespace lineman {

// One connection. Whoever owns it sends what TakeOutput gives, feeds what comes in, and drops it
// once it is broken or overdue.
class Conversation {
 public:
  using Heard = std::function<void(const ControlResult<Json>&)>;
  // The method and parameters of a notification.
  using Told = std::function<void(const std::string&, const Json&)>;

  // How long the agent may take to answer a call.
  static constexpr Duration kPatience = std::chrono::seconds(10);

  explicit Conversation(Told told) : told_(std::move(told)), input_(kMostReply) {}

  // Asks; `heard` is called once, when the answer has come. Texts in `params` are overwritten.
  void Call(const std::string& method, Json params, Instant now, Heard heard);
  // Takes in what the agent has sent, and calls back. False when it cannot be understood.
  bool Feed(std::string_view bytes);
  // What is to be sent. It may hold a password: overwrite it when it has gone.
  std::string TakeOutput();
  bool HasOutput() const { return !output_.empty(); }
  // When the first call that waits for its answer has waited too long.
  std::optional<Instant> Deadline() const;
  // Answers every call that still waits with an error about the connection.
  void Break(const ControlError& error);

 private:
  struct Waiting {
    Instant deadline{};
    Heard heard;
  };

  void Take(const Json& message);
  void Answer(std::int64_t id, const ControlResult<Json>& result);

  Told told_;
  LineReader input_;
  std::string output_;
  std::int64_t last_id_ = 0;
  std::map<std::int64_t, Waiting> waiting_;
};

}  // namespace lineman
