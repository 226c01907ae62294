#include "control/pipe_connection.h"

#include <windows.h>

#include <asio/buffer.hpp>
#include <asio/post.hpp>
#include <asio/write.hpp>
#include <utility>

#include "model/secret.h"

namespace lineman {
namespace {

// What is written in one turn.
constexpr std::size_t kPortion = 64U << 10U;
// How long the last words may take to be read, and the first to be said.
constexpr std::chrono::seconds kLinger{5};
constexpr std::chrono::seconds kSilence{10};

bool IsEnd(const asio::error_code& error) {
  return error == asio::error::eof || error.value() == ERROR_BROKEN_PIPE ||
         error.value() == ERROR_PIPE_NOT_CONNECTED;
}

}  // namespace

PipeConnection::PipeConnection(PipeStream pipe, ControlHost& host, Judge judge,
                               std::function<void()> closed)
    : pipe_(std::move(pipe)),
      limit_(pipe_.get_executor()),
      host_(host),
      judge_(std::move(judge)),
      closed_(std::move(closed)) {}

void PipeConnection::Start() {
  EndAfter(kSilence);
  Read();
}

void PipeConnection::Close() {
  closed_ = nullptr;
  limit_.cancel();
  asio::error_code ignored;
  pipe_.close(ignored);
}

void PipeConnection::TurnAway(const Fault& fault) {
  judge_ = nullptr;
  last_words_ = ErrorLine(Json(), fault);
  EndAfter(kLinger);
  // A new pipe has room for one line. What is in it can be read when this end is closed.
  asio::async_write(pipe_, asio::buffer(*last_words_),
                    [self = shared_from_this()](asio::error_code, std::size_t) { self->End(); });
}

void PipeConnection::Publish(const Entry& entry, const std::string& json) {
  session_->Publish(entry, json);
  // No more than that: the server is going through its connections, so none may end now.
  Write();
}

void PipeConnection::Stir() {
  if (!pipe_.is_open()) return;
  if (session_->IsOver()) {
    if (session_->Output().empty()) return End();
    if (!std::exchange(lingering_, true)) EndAfter(kLinger);
  }
  if (session_->HasWork() && !std::exchange(working_, true))
    asio::post(pipe_.get_executor(), [self = shared_from_this()] { self->Work(); });
  Write();
  if (session_->WantsInput()) Read();
}

void PipeConnection::Read() {
  if (in_ != nullptr) return;
  in_ = std::make_unique<std::array<char, 16U << 10U>>();
  pipe_.async_read_some(asio::buffer(*in_), [self = shared_from_this()](
                                                const asio::error_code& error, std::size_t length) {
    if (self->pipe_.is_open() && length > 0) self->Take(length);
    // It may hold a password.
    Wipe(self->in_->data(), length);
    self->in_.reset();
    if (!self->pipe_.is_open() || self->last_words_) return;
    if (error && !IsEnd(error)) return self->End();
    if (self->session_ == nullptr) return error ? self->End() : self->Read();
    if (error) self->session_->EndInput();
    self->Stir();
  });
}

void PipeConnection::Take(std::size_t length) {
  if (session_ == nullptr && !Meet()) return;
  session_->Receive(std::string_view(in_->data(), length));
}

// Learns who it is; false when they are turned away.
bool PipeConnection::Meet() {
  if (judge_ == nullptr) return false;
  tl::expected<PeerRights, Fault> rights = std::exchange(judge_, nullptr)(pipe_.native_handle());
  if (!rights) {
    TurnAway(rights.error());
    return false;
  }
  limit_.expires_at(std::chrono::steady_clock::time_point::max());
  session_ = std::make_shared<Session>(host_, *std::move(rights), [weak = weak_from_this()] {
    const std::shared_ptr<PipeConnection> self = weak.lock();
    if (self != nullptr) asio::post(self->pipe_.get_executor(), [self] { self->Stir(); });
  });
  return true;
}

// The system writes from a copy: what is waiting may grow, and move, meanwhile.
void PipeConnection::Write() {
  if (!out_.empty() || session_->Output().empty()) return;
  out_ = session_->Output().substr(0, kPortion);
  pipe_.async_write_some(
      asio::buffer(out_),
      [self = shared_from_this()](const asio::error_code& error, std::size_t length) {
        self->out_.clear();
        if (!self->pipe_.is_open()) return;
        if (error) return self->End();
        self->session_->Sent(length);
        self->Stir();
      });
}

void PipeConnection::Work() {
  working_ = false;
  if (!pipe_.is_open()) return;
  session_->Work();
  Stir();
}

void PipeConnection::EndAfter(std::chrono::seconds time) {
  limit_.expires_after(time);
  limit_.async_wait([self = shared_from_this()](const asio::error_code& error) {
    // A limit that was lifted or moved while this was on its way is none.
    if (!error && self->limit_.expiry() <= std::chrono::steady_clock::now()) self->End();
  });
}

void PipeConnection::End() {
  const std::function<void()> closed = std::exchange(closed_, nullptr);
  Close();
  if (closed) closed();
}

}  // namespace lineman
