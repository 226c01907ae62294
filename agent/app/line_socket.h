// A local stream that carries lines both ways, and the listener it comes from: a socket in the file
// system, a named pipe on Windows. All of it lives on one loop.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace asio {
class io_context;
}

namespace lineman {

// As long as the JSON that is read.
inline constexpr std::size_t kLongestLine = 1U << 20U;
// What may wait for a reader.
inline constexpr std::size_t kMostWaiting = 4U << 20U;

// One end of a connection. It lives in its own handlers until it is closed, by either side.
class LineSocket {
 public:
  // Called on the loop, never inside a call to the socket.
  struct Handlers {
    std::function<void(std::string_view line)> line;
    std::function<void(const std::string& why)> closed;  // by the other side; once
  };

  virtual ~LineSocket() = default;

  // Begins to read.
  virtual void Start(Handlers handlers) = 0;
  // Sends a line, given without its end. What the other side does not read yet waits; who reads
  // nothing for long is cut off.
  virtual void Send(std::string_view line) = 0;
  // What has not left by now is lost. Handlers are not called any more.
  virtual void Close() = 0;
};

// Listens at a path, for the owner of this process alone, until it goes.
class LineListener {
 public:
  // A socket whose listener is dead is replaced; a living one, and a file that is no socket, are
  // left alone and are an error.
  static Result<std::unique_ptr<LineListener>> Listen(asio::io_context& loop,
                                                      const std::string& path);
  virtual ~LineListener() = default;

  // Calls back with each connection, also with those that came before. Once.
  virtual void Start(std::function<void(std::shared_ptr<LineSocket>)> accepted) = 0;
  // Takes the name away, so that nobody looks for a listener there.
  virtual void RemoveName() = 0;
};

// Connects to whoever listens at the path; calls back once, later. `loop` must still be there then.
void ConnectForLines(asio::io_context& loop, const std::string& path,
                     std::function<void(Result<std::shared_ptr<LineSocket>>)> connected);

}  // namespace lineman
