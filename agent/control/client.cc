#include "control/client.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

#include "control/client_socket.h"
#include "control/line_reader.h"
#include "control/message.h"
#include "model/secret.h"

namespace lineman {
namespace {

using Clock = std::chrono::steady_clock;
using Kind = ControlError::Kind;

tl::unexpected<ControlError> FailAs(Kind kind, std::string message) {
  return tl::unexpected(ControlError{kind, 0, std::move(message), {}});
}

ControlError ErrorFrom(const Json& error) {
  ControlError made;
  made.kind = Kind::kProtocol;
  made.message = "the agent sent an error that cannot be understood";
  const Json* code = error.Find("code");
  const Json* message = error.Find("message");
  if (code == nullptr || code->AsInteger() == nullptr || message == nullptr ||
      message->AsString() == nullptr) {
    return made;
  }
  made.code = static_cast<int>(*code->AsInteger());
  made.kind =
      made.code == static_cast<int>(ControlCode::kNotAllowed) ? Kind::kRefused : Kind::kAnswer;
  made.message = *message->AsString();
  if (const Json* data = error.Find("data")) made.data = *data;
  return made;
}

}  // namespace

// The connection, and what came over it and was not asked for yet.
struct ControlClient::Socket {
  explicit Socket(std::unique_ptr<ClientSocket> connected) : stream(std::move(connected)) {}

  // The next message; an error of kProtocol without words when none has come by then.
  ControlResult<Json> Receive(Clock::time_point deadline);

  std::unique_ptr<ClientSocket> stream;
  std::int64_t last_id = 0;
  LineReader input{kMostReply};
  std::deque<Json> notifications;
};

ControlResult<Json> ControlClient::Socket::Receive(Clock::time_point deadline) {
  for (;;) {
    if (const std::optional<std::string> line = input.Next()) {
      Result<Json> json = ParseJson(*line);
      if (json && json->AsObject() != nullptr) return *std::move(json);
      return FailAs(Kind::kProtocol, "the agent sent something that cannot be understood");
    }
    if (input.IsTooLong())
      return FailAs(Kind::kProtocol, "the agent sent a message that is too long");
    std::array<char, 65536> portion;
    const ControlResult<std::size_t> length = stream->Receive(portion, deadline);
    if (!length) return tl::unexpected(length.error());
    input.Feed(std::string_view(portion.data(), *length));
  }
}

ControlClient::ControlClient(std::unique_ptr<Socket> socket) : socket_(std::move(socket)) {}
ControlClient::ControlClient(ControlClient&&) noexcept = default;
ControlClient& ControlClient::operator=(ControlClient&&) noexcept = default;
ControlClient::~ControlClient() = default;

ControlResult<ControlClient> ControlClient::Connect(const std::string& path) {
  auto stream = ClientSocket::Connect(path);
  if (!stream) return tl::unexpected(stream.error());
  return ControlClient(std::make_unique<Socket>(*std::move(stream)));
}

ControlResult<Json> ControlClient::Call(const std::string& method, Json params, Duration timeout) {
  const Clock::time_point deadline = Clock::now() + timeout;
  const std::int64_t id = ++socket_->last_id;
  Json request;
  request.Set("jsonrpc", "2.0").Set("id", id).Set("method", method);
  if (!params.IsNull()) request.Set("params", std::move(params));
  std::string line = request.Dump() + "\n";
  WipeTexts(request);
  const ControlResult<Done> sent = socket_->stream->Send(line, deadline);
  Wipe(line);
  if (!sent) return tl::unexpected(sent.error());
  for (;;) {
    ControlResult<Json> message = socket_->Receive(deadline);
    if (!message && message.error().message.empty())
      return FailAs(Kind::kProtocol,
                    fmt::format("the agent did not answer {} in {}: {}", method,
                                FormatDuration(timeout), ClientSocket::kWhereToLook));
    if (!message) return message;
    if (const Json* unasked = message->Find("params")) {
      socket_->notifications.push_back(*unasked);
      continue;
    }
    // An error without an id is about the connection, so about this call too.
    const Json* whose = message->Find("id");
    const bool is_ours =
        whose != nullptr && whose->AsInteger() != nullptr && *whose->AsInteger() == id;
    const Json* error = message->Find("error");
    if (error != nullptr && (is_ours || whose == nullptr || whose->IsNull()))
      return tl::unexpected(ErrorFrom(*error));
    if (const Json* result = message->Find("result"); result != nullptr && is_ours) return *result;
  }
}

ControlResult<Json> ControlClient::Next(Duration timeout) {
  const Clock::time_point deadline = Clock::now() + timeout;
  for (;;) {
    if (!socket_->notifications.empty()) {
      Json first = std::move(socket_->notifications.front());
      socket_->notifications.pop_front();
      return first;
    }
    ControlResult<Json> message = socket_->Receive(deadline);
    if (!message) return message;
    if (const Json* params = message->Find("params")) socket_->notifications.push_back(*params);
  }
}

}  // namespace lineman
