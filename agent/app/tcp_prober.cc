#include "app/tcp_prober.h"

#include <asio/connect.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <utility>

#include "app/interface_socket.h"

namespace lineman {
namespace {

using asio::ip::tcp;

// One connect in progress; lives in the handlers that wait for it.
class Connect : public std::enable_shared_from_this<Connect> {
 public:
  Connect(asio::io_context& loop, std::string interface, std::function<void(bool)> done)
      : socket_(loop), timer_(loop), interface_(std::move(interface)), done_(std::move(done)) {}

  // Addresses only: a name would have to be looked up over the very line in doubt, or another.
  void Start(const std::string& host, std::uint16_t port, Duration timeout) {
    asio::error_code error;
    const tcp::endpoint target(asio::ip::make_address(host, error), port);
    if (error) return Finish(false);
    socket_.open(target.protocol(), error);
    // Another line's trouble, or another line's health, says nothing about this one.
    if (error || !KeepOnInterface(socket_, target.protocol(), interface_)) return Finish(false);
    timer_.expires_after(timeout);
    timer_.async_wait([self = shared_from_this()](const asio::error_code& stopped) {
      if (!stopped) self->Finish(false);
    });
    socket_.async_connect(target, [self = shared_from_this()](const asio::error_code& failed) {
      // A refusal is an answer: data went there and came back.
      self->Finish(!failed || failed == asio::error::connection_refused);
    });
  }

 private:
  void Finish(bool passed) {
    if (!done_) return;
    timer_.cancel();
    asio::error_code ignored;
    socket_.close(ignored);
    std::exchange(done_, nullptr)(passed);
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  std::string interface_;
  std::function<void(bool)> done_;
};

}  // namespace

void TcpProber::Probe(const HealthProbe& probe, const ConnectionStatus& connection,
                      std::function<void(bool passed)> done) {
  if (connection.carries_data) return done(*connection.carries_data);
  const std::size_t colon = probe.endpoint.rfind(':');
  std::string host = probe.endpoint.substr(0, colon);
  if (host.size() > 1 && host.front() == '[') host = host.substr(1, host.size() - 2);
  const auto port = static_cast<std::uint16_t>(std::stoi(probe.endpoint.substr(colon + 1)));
  asio::post(loop_,
             [attempt = std::make_shared<Connect>(loop_, connection.interface, std::move(done)),
              host, port, timeout = probe.timeout] { attempt->Start(host, port, timeout); });
}

}  // namespace lineman
