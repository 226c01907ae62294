// A local stream socket that carries lines both ways, and the listener it comes from.
#pragma once

#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lineman {

// One end of a connected socket. It lives in its own handlers until it is closed, by either side.
class LineSocket : public std::enable_shared_from_this<LineSocket> {
 public:
  using Stream = asio::local::stream_protocol::socket;

  // Called on the loop, never inside a call to the socket.
  struct Handlers {
    std::function<void(std::string_view line)> line;
    std::function<void(const std::string& why)> closed;  // by the other side; once
  };

  explicit LineSocket(Stream stream) : stream_(std::move(stream)) {}

  // Begins to read.
  void Start(Handlers handlers);
  // Sends a line, given without its end. What the other side does not read yet waits; who reads
  // nothing for long is cut off.
  void Send(std::string_view line);
  // What has not left by now is lost. Handlers are not called any more.
  void Close();

 private:
  void Read();
  void TakeLine(std::size_t length);
  void End(const std::string& why);
  void Flush();

  Stream stream_;
  Handlers handlers_;
  std::string in_;
  std::string out_;
  bool waits_to_write_ = false;
  bool open_ = true;
};

// The address of a path; an error when it is too long for one.
Result<asio::local::stream_protocol::endpoint> LocalAddress(const std::string& path);

// Listens at the path, for the owner of this process alone. A socket whose listener is dead is
// replaced; a living one, and a file that is no socket, are left alone and are an error.
Result<asio::local::stream_protocol::acceptor> ListenLocally(asio::io_context& loop,
                                                             const std::string& path);

}  // namespace lineman
