// Where local sockets are files.
#include "app/line_socket.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/post.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "control/stale_socket.h"

namespace lineman {
namespace {

using Local = asio::local::stream_protocol;

// The pause after a connection that could not be accepted, for want of descriptors or memory.
constexpr std::chrono::milliseconds kAcceptPause{100};

std::string Describe(const asio::error_code& error) {
  if (error == asio::error::eof) return "it has hung up";
  if (error == asio::error::not_found) return "its line is too long";
  return error.message();
}

class UnixLines final : public LineSocket, public std::enable_shared_from_this<UnixLines> {
 public:
  explicit UnixLines(Local::socket stream) : stream_(std::move(stream)) {}

  void Start(Handlers handlers) override;
  void Send(std::string_view line) override;
  void Close() override;

 private:
  void Read();
  void TakeLine(std::size_t length);
  void End(const std::string& why);
  void Flush();

  Local::socket stream_;
  Handlers handlers_;
  std::string in_;
  std::string out_;
  bool waits_to_write_ = false;
  bool open_ = true;
};

void UnixLines::Start(Handlers handlers) {
  handlers_ = std::move(handlers);
  asio::error_code ignored;
  stream_.non_blocking(true, ignored);
  Read();
}

void UnixLines::Read() {
  asio::async_read_until(
      stream_, asio::dynamic_buffer(in_, kLongestLine), '\n',
      [self = shared_from_this()](const asio::error_code& error, std::size_t length) {
        if (!self->open_) return;
        if (error) return self->End(Describe(error));
        self->TakeLine(length);
      });
}

void UnixLines::TakeLine(std::size_t length) {
  const std::string line = in_.substr(0, length - 1);
  in_.erase(0, length);
  handlers_.line(line);
  if (open_) Read();
}

void UnixLines::End(const std::string& why) {
  Close();
  if (handlers_.closed) handlers_.closed(why);
}

void UnixLines::Send(std::string_view line) {
  if (!open_) return;
  out_.append(line).append(1, '\n');
  if (!waits_to_write_) Flush();
  if (out_.size() <= kMostWaiting) return;
  // The end of reading tells of it, by way of the loop.
  asio::error_code ignored;
  stream_.shutdown(Local::socket::shutdown_both, ignored);
}

void UnixLines::Flush() {
  while (!out_.empty()) {
    asio::error_code error;
    const std::size_t written = stream_.write_some(asio::buffer(out_), error);
    out_.erase(0, written);
    if (error == asio::error::would_block || error == asio::error::try_again) break;
    if (error) return out_.clear();  // whoever reads hears of it
  }
  if (out_.empty()) return;
  waits_to_write_ = true;
  stream_.async_wait(Local::socket::wait_write,
                     [self = shared_from_this()](const asio::error_code& error) {
                       self->waits_to_write_ = false;
                       if (!error && self->open_) self->Flush();
                     });
}

void UnixLines::Close() {
  open_ = false;
  asio::error_code ignored;
  stream_.close(ignored);
}

std::string CannotListen(const std::string& path, const std::string& why) {
  return fmt::format("cannot listen at {}: {}", path, why);
}

Result<Done> MakeRoom(const std::string& path) {
  const Result<SocketAddress> address = SocketAddress::Of(path);
  if (!address) return tl::unexpected(address.error());
  switch (ClearTheWay(path, *address)) {
    case InTheWay::kNothing:
      break;
    case InTheWay::kNoSocket:
      return Fail(CannotListen(path, "a file that is no socket is in the way; name another path"));
    case InTheWay::kListener:
      return Fail(CannotListen(path, "another process does; end it, or name another path"));
    case InTheWay::kUnknown:
      return Fail(CannotListen(path, std::strerror(errno)));
    case InTheWay::kStuck:
      return Fail(CannotListen(path, fmt::format("a dead process has left a socket there that "
                                                 "cannot be removed: {}",
                                                 std::strerror(errno))));
  }
  return Done{};
}

// The address of a path; an error when it is too long for one.
Result<Local::endpoint> LocalAddress(const std::string& path) {
  constexpr std::size_t kMost = sizeof(sockaddr_un::sun_path) - 1;
  if (path.empty()) return Fail("the path of a socket is empty");
  if (path.size() > kMost) {
    return Fail(
        fmt::format("{} is too long for the path of a socket: {} bytes at most", path, kMost));
  }
  return Local::endpoint(path);
}

Result<Local::acceptor> Bind(asio::io_context& loop, const std::string& path) {
  const Result<Local::endpoint> address = LocalAddress(path);
  if (!address) return tl::unexpected(address.error());
  if (Result<Done> room = MakeRoom(path); !room) return tl::unexpected(room.error());
  Local::acceptor acceptor(loop);
  asio::error_code error;
  acceptor.open(Local(), error);
  if (!error) acceptor.bind(*address, error);
  if (error) return Fail(CannotListen(path, error.message()));
  // Nobody can connect before it listens, so nobody can between these two.
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0)
    return Fail(CannotListen(path, std::strerror(errno)));
  acceptor.listen(Local::acceptor::max_listen_connections, error);
  if (error) return Fail(CannotListen(path, error.message()));
  return acceptor;
}

class UnixListener final : public LineListener {
 public:
  UnixListener(asio::io_context& loop, Local::acceptor acceptor, std::string path)
      : acceptor_(std::move(acceptor)), pause_(loop), path_(std::move(path)) {}

  void Start(std::function<void(std::shared_ptr<LineSocket>)> accepted) override {
    accepted_ = std::move(accepted);
    Accept();
  }
  void RemoveName() override { ::unlink(path_.c_str()); }

 private:
  // Whatever ends the wait because this one goes says so: operation_aborted.
  void Accept() {
    acceptor_.async_accept([this](const asio::error_code& error, Local::socket stream) {
      if (error == asio::error::operation_aborted) return;
      if (!error) {
        accepted_(std::make_shared<UnixLines>(std::move(stream)));
        return Accept();
      }
      pause_.expires_after(kAcceptPause);
      pause_.async_wait([this](const asio::error_code& stopped) {
        if (!stopped) Accept();
      });
    });
  }

  Local::acceptor acceptor_;
  asio::steady_timer pause_;
  const std::string path_;
  std::function<void(std::shared_ptr<LineSocket>)> accepted_;
};

}  // namespace

Result<std::unique_ptr<LineListener>> LineListener::Listen(asio::io_context& loop,
                                                           const std::string& path) {
  Result<Local::acceptor> acceptor = Bind(loop, path);
  if (!acceptor) return tl::unexpected(acceptor.error());
  return std::make_unique<UnixListener>(loop, *std::move(acceptor), path);
}

void ConnectForLines(asio::io_context& loop, const std::string& path,
                     std::function<void(Result<std::shared_ptr<LineSocket>>)> connected) {
  const Result<Local::endpoint> address = LocalAddress(path);
  if (!address) {
    return asio::post(loop, [connected = std::move(connected), why = address.error().message] {
      connected(Fail(why));
    });
  }
  auto stream = std::make_shared<Local::socket>(loop);
  stream->async_connect(*address,
                        [stream, connected = std::move(connected)](const asio::error_code& error) {
                          if (error) return connected(Fail(error.message()));
                          connected(std::make_shared<UnixLines>(std::move(*stream)));
                        });
}

}  // namespace lineman
