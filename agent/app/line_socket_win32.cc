// Where local sockets are named pipes.
#include "app/line_socket.h"

#include <fmt/format.h>

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>
#include <utility>

#include "control/pipe_listener.h"
#include "control/windows_basics.h"
#include "control/windows_rights.h"
// After Asio:
#include <windows.h>

namespace lineman {
namespace {

std::string Describe(const asio::error_code& error) {
  if (error == asio::error::eof || error.value() == ERROR_BROKEN_PIPE) return "it has hung up";
  if (error == asio::error::not_found) return "its line is too long";
  if (error == asio::error::operation_aborted) return "it does not read";
  return SystemMessage(static_cast<std::uint32_t>(error.value()));
}

class PipeLines final : public LineSocket, public std::enable_shared_from_this<PipeLines> {
 public:
  explicit PipeLines(PipeStream pipe) : pipe_(std::move(pipe)) {}

  void Start(Handlers handlers) override {
    handlers_ = std::move(handlers);
    Read();
  }

  void Send(std::string_view line) override {
    if (!open_) return;
    waiting_.append(line).append(1, '\n');
    if (leaving_.empty()) return Write();
    // The end of reading tells of it, by way of the loop.
    if (waiting_.size() > kMostWaiting) CloseQuietly();
  }

  void Close() override {
    open_ = false;
    CloseQuietly();
  }

 private:
  void Read() {
    asio::async_read_until(
        pipe_, asio::dynamic_buffer(in_, kLongestLine), '\n',
        [self = shared_from_this()](const asio::error_code& error, std::size_t length) {
          if (!self->open_) return;
          if (error) return self->End(Describe(error));
          self->TakeLine(length);
        });
  }

  void TakeLine(std::size_t length) {
    const std::string line = in_.substr(0, length - 1);
    in_.erase(0, length);
    handlers_.line(line);
    if (open_) Read();
  }

  void End(const std::string& why) {
    Close();
    if (handlers_.closed) handlers_.closed(why);
  }

  // What the pipe has room for is in it when this returns, and can be read after a Close.
  void Write() {
    leaving_.swap(waiting_);
    asio::async_write(pipe_, asio::buffer(leaving_),
                      [self = shared_from_this()](const asio::error_code& error, std::size_t) {
                        self->leaving_.clear();
                        if (error) return self->waiting_.clear();  // whoever reads hears of it
                        if (self->open_ && !self->waiting_.empty()) self->Write();
                      });
  }

  void CloseQuietly() {
    asio::error_code ignored;
    pipe_.close(ignored);
  }

  PipeStream pipe_;
  Handlers handlers_;
  std::string in_;
  std::string leaving_;  // what the system writes from
  std::string waiting_;
  bool open_ = true;
};

class PipeLineListener final : public LineListener {
 public:
  explicit PipeLineListener(std::unique_ptr<PipeListener> listener)
      : listener_(std::move(listener)) {}

  void Start(std::function<void(std::shared_ptr<LineSocket>)> accepted) override {
    listener_->Start([accepted = std::move(accepted)](PipeStream pipe) {
      accepted(std::make_shared<PipeLines>(std::move(pipe)));
    });
  }
  void RemoveName() override {}  // it goes with the last of its pipes

 private:
  std::unique_ptr<PipeListener> listener_;
};

Result<std::shared_ptr<LineSocket>> Connect(asio::io_context& loop, const std::string& path) {
  const Result<std::wstring> name = PipeNameOf(path);
  if (!name) return tl::unexpected(name.error());
  OwnedHandle pipe;
  const DWORD error = OpenPipe(*name, pipe.Put());
  if (error != ERROR_SUCCESS) return Fail(SystemMessage(error));
  if (!IsTrustedPipe(pipe.get())) return Fail("it is another user's");
  return std::make_shared<PipeLines>(PipeStream(loop, pipe.Release()));
}

}  // namespace

Result<std::unique_ptr<LineListener>> LineListener::Listen(asio::io_context& loop,
                                                           const std::string& path) {
  auto listener =
      PipeListener::Listen(loop, path, "O:" + OwnSid() + Protection::ForOwnerAlone(false));
  if (listener) return std::make_unique<PipeLineListener>(*std::move(listener));
  return Fail(fmt::format("cannot listen at {}: {}", path, listener.error().message));
}

void ConnectForLines(asio::io_context& loop, const std::string& path,
                     std::function<void(Result<std::shared_ptr<LineSocket>>)> connected) {
  asio::post(loop,
             [&loop, path, connected = std::move(connected)] { connected(Connect(loop, path)); });
}

}  // namespace lineman
