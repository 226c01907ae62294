// One connected pipe and its session. Lives in the handlers that wait for the pipe. For *_win32.cc
// only, on the loop.
//
// Windows tells who is at the other end only once something was read: whoever has said nothing yet
// is a stranger. The server decides about the first words, and drops strangers that keep silent.
#pragma once

#include <array>
#include <asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "control/message.h"
#include "control/pipe_listener.h"
#include "control/session.h"

namespace lineman {

class PipeConnection : public std::enable_shared_from_this<PipeConnection> {
 public:
  // `judge` is called once, with the first words that came: what the peer may do, or why it is
  // turned away. `closed` is called once, unless Close is.
  using Judge = std::function<tl::expected<PeerRights, Fault>(void* pipe)>;
  PipeConnection(PipeStream pipe, ControlHost& host, Judge judge, std::function<void()> closed);

  void Start();
  void Close();
  // Says why and closes.
  void TurnAway(const Fault& fault);
  bool IsStranger() const { return judge_ != nullptr; }
  bool IsSubscribed() const { return session_ != nullptr && session_->IsSubscribed(); }
  void Publish(const Entry& entry, const std::string& json);

 private:
  // Waits for whatever the session needs next. Never calls it back at once.
  void Stir();
  void Read();
  void Take(std::size_t length);
  bool Meet();
  void Write();
  void Work();
  void EndAfter(std::chrono::seconds time);
  void End();

  PipeStream pipe_;
  asio::steady_timer limit_;  // on the time of a stranger, and of last words
  ControlHost& host_;
  Judge judge_;  // null once it was asked
  std::function<void()> closed_;
  std::shared_ptr<Session> session_;
  std::optional<std::string> last_words_;  // of somebody who was turned away
  // What the system reads into and writes from; there while it does.
  std::unique_ptr<std::array<char, 16U << 10U>> in_;
  std::string out_;
  bool working_ = false;
  bool lingering_ = false;
};

}  // namespace lineman
