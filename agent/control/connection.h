// One accepted socket and its session. Lives in the handlers that wait for the socket.
#pragma once

#include <asio/local/stream_protocol.hpp>
#include <asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "control/session.h"

namespace lineman {

class ControlConnection : public std::enable_shared_from_this<ControlConnection> {
 public:
  using Socket = asio::local::stream_protocol::socket;

  // `closed` is called once, unless Close is. The socket must not block.
  ControlConnection(Socket socket, std::function<void()> closed);

  void Start(ControlHost& host, PeerRights rights);
  void Close();
  bool IsSubscribed() const { return session_ != nullptr && session_->IsSubscribed(); }
  void Publish(const Entry& entry, const std::string& json);

 private:
  // Waits for whatever the session needs next. Never calls it back at once.
  void Stir();
  void AwaitRoom();
  void Await(Socket::wait_type what, bool& awaited, void (ControlConnection::*then)());
  void Read();
  void Write();
  void Work();
  void Linger();
  void End();

  Socket socket_;
  asio::steady_timer linger_;
  std::function<void()> closed_;
  std::shared_ptr<Session> session_;
  bool reading_ = false;
  bool writing_ = false;
  bool working_ = false;
  bool lingering_ = false;
};

}  // namespace lineman
