#include "control/connection.h"

#include <array>
#include <asio/buffer.hpp>
#include <asio/post.hpp>
#include <string_view>
#include <utility>

#include "model/secret.h"

namespace lineman {
namespace {

// What is read in one turn.
constexpr std::size_t kPortion = 16U << 10U;
// How long the last words may take to be read.
constexpr std::chrono::seconds kLinger{5};

}  // namespace

ControlConnection::ControlConnection(Socket socket, std::function<void()> closed)
    : socket_(std::move(socket)), linger_(socket_.get_executor()), closed_(std::move(closed)) {}

void ControlConnection::Start(ControlHost& host, PeerRights rights) {
  session_ = std::make_shared<Session>(host, std::move(rights), [weak = weak_from_this()] {
    const std::shared_ptr<ControlConnection> self = weak.lock();
    if (self != nullptr) asio::post(self->socket_.get_executor(), [self] { self->Stir(); });
  });
  Stir();
}

void ControlConnection::Close() {
  closed_ = nullptr;
  linger_.cancel();
  asio::error_code ignored;
  socket_.close(ignored);
}

void ControlConnection::Publish(const Entry& entry, const std::string& json) {
  session_->Publish(entry, json);
  // No more than that: the server is going through its connections, so none may end now.
  AwaitRoom();
}

void ControlConnection::AwaitRoom() {
  if (!session_->Output().empty()) Await(Socket::wait_write, writing_, &ControlConnection::Write);
}

void ControlConnection::Stir() {
  if (!socket_.is_open()) return;
  if (session_->IsOver()) {
    if (session_->Output().empty()) return End();
    Linger();
  }
  if (session_->HasWork() && !std::exchange(working_, true))
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->Work(); });
  AwaitRoom();
  if (session_->WantsInput()) Await(Socket::wait_read, reading_, &ControlConnection::Read);
}

void ControlConnection::Await(Socket::wait_type what, bool& awaited,
                              void (ControlConnection::*then)()) {
  if (std::exchange(awaited, true)) return;
  socket_.async_wait(what, [self = shared_from_this(), &awaited, then](asio::error_code error) {
    awaited = false;
    if (!error) (self.get()->*then)();
  });
}

void ControlConnection::Read() {
  if (!session_->WantsInput()) return Stir();
  std::array<char, kPortion> portion;
  asio::error_code error;
  const std::size_t length = socket_.read_some(asio::buffer(portion), error);
  if (length > 0) {
    session_->Receive(std::string_view(portion.data(), length));
    // It may hold a password.
    Wipe(portion.data(), length);
  } else if (error == asio::error::eof) {
    session_->EndInput();
  } else if (error != asio::error::would_block && error != asio::error::interrupted) {
    return End();
  }
  Stir();
}

void ControlConnection::Write() {
  const std::string_view output = session_->Output();
  asio::error_code error;
  const std::size_t length = socket_.write_some(asio::buffer(output), error);
  if (error && error != asio::error::would_block && error != asio::error::interrupted) return End();
  session_->Sent(length);
  Stir();
}

void ControlConnection::Work() {
  working_ = false;
  if (!socket_.is_open()) return;
  session_->Work();
  Stir();
}

void ControlConnection::Linger() {
  if (std::exchange(lingering_, true)) return;
  linger_.expires_after(kLinger);
  linger_.async_wait([self = shared_from_this()](asio::error_code error) {
    if (!error) self->End();
  });
}

void ControlConnection::End() {
  const std::function<void()> closed = std::exchange(closed_, nullptr);
  Close();
  if (closed) closed();
}

}  // namespace lineman
