// One connection's life without its socket: bytes in, bytes out.
//
// Calls are answered one after the other, in their order. While one waits for the history, or too
// much of what was said has not been read, no more is taken in: the peer's writes wait, nobody
// else's. Runs on the agent's loop.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/calls.h"
#include "control/host.h"
#include "control/line_reader.h"
#include "control/message.h"
#include "control/output_queue.h"
#include "control/subscription.h"
#include "model/record.h"

namespace lineman {

class Session : public std::enable_shared_from_this<Session> {
 public:
  // `roused` is called when an answer that had to wait has come.
  Session(ControlHost& host, PeerRights rights, std::function<void()> roused);

  // Bytes have come in. Give no more than some KiB while it does not want any.
  void Receive(std::string_view bytes);
  // Nothing more will come in. What did is answered; then the session is over.
  void EndInput();
  bool WantsInput() const;

  // Answers a few of the calls that wait, so that others have their turn as well.
  void Work();
  bool HasWork() const;

  std::string_view Output() const { return output_.Bytes(); }
  void Sent(std::size_t bytes);
  // Nothing more will be said once the output has left: close.
  bool IsOver() const;

  bool IsSubscribed() const { return subscription_.has_value(); }
  // `json`: the entry's text.
  void Publish(const Entry& entry, const std::string& json);

 private:
  using Entries = Result<std::vector<std::string>>;

  void Handle(std::string line);
  void Perform(const MethodRow& method, const Message& message);
  void Answer(const Json& id, bool wanted, const Reply& reply);
  void Say(const Json& id, bool wanted, std::string line);
  // Asks the host for entries; `then` runs with those that fit into one reply.
  void Ask(const HistoryQuery& query, const Message& message,
           std::function<void(std::vector<std::string> entries, bool more)> then);
  void Events(const Message& message);
  void Why(const Message& message);
  void Subscribe(const Message& message);

  ControlHost& host_;
  const PeerRights rights_;
  const std::function<void()> roused_;
  LineReader input_{kMostMessage};
  OutputQueue output_;
  std::optional<Subscription> subscription_;
  bool waiting_ = false;  // for the history
  bool input_ended_ = false;
  bool over_ = false;
};

}  // namespace lineman
