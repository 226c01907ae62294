#include "control/client.h"

#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "control/line_reader.h"
#include "control/message.h"
#include "control/socket_address.h"
#include "model/secret.h"

namespace lineman {
namespace {

using Clock = std::chrono::steady_clock;
using Kind = ControlError::Kind;

// How long an agent may take to accept a connection.
constexpr timeval kConnectTimeout{5, 0};

tl::unexpected<ControlError> FailAs(Kind kind, std::string message) {
  return tl::unexpected(ControlError{kind, 0, std::move(message), {}});
}

tl::unexpected<ControlError> FailWith(Kind kind, std::string_view what, int error) {
  return FailAs(kind, fmt::format("{}: {}", what, std::generic_category().message(error)));
}

tl::unexpected<ControlError> NoAgent(const std::string& path) {
  return FailAs(Kind::kNoAgent,
                fmt::format("no agent is running: start it with \"systemctl start lineman\" or "
                            "\"lineman agent\" (nobody listens on {})",
                            path));
}

tl::unexpected<ControlError> AgentGone() {
  return FailAs(Kind::kNoAgent,
                "the agent has closed the connection: it was stopped or is starting anew; try "
                "again, or see `systemctl status lineman`");
}

// The socket lets everybody in, so it is its folder that does not.
tl::unexpected<ControlError> NoEntry(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  struct stat status {};
  const struct group* group = nullptr;
  if (::stat(folder.c_str(), &status) == 0) group = ::getgrgid(status.st_gid);
  return FailAs(
      Kind::kRefused,
      fmt::format("you may not enter the folder of the control socket {}: ask as root{}", path,
                  group == nullptr ? "" : fmt::format(", or join the group '{}'", group->gr_name)));
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
  explicit Socket(int opened) : handle(opened) {}
  ~Socket() { ::close(handle); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // Waits for poll's `what`; false when the deadline has come.
  bool Await(short what, Clock::time_point deadline) const;
  ControlResult<Done> Send(std::string_view bytes, Clock::time_point deadline) const;
  // The next message; an error of kProtocol without words when none has come by then.
  ControlResult<Json> Receive(Clock::time_point deadline);

  int handle;
  std::int64_t last_id = 0;
  LineReader input{kMostReply};
  std::deque<Json> notifications;
};

bool ControlClient::Socket::Await(short what, Clock::time_point deadline) const {
  for (;;) {
    const auto left = std::chrono::ceil<Duration>(deadline - Clock::now());
    pollfd waiting{handle, what, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::max(left, Duration(0)).count()));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

ControlResult<Done> ControlClient::Socket::Send(std::string_view bytes,
                                                Clock::time_point deadline) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(handle, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EPIPE || errno == ECONNRESET) {
      return Done{};  // why it was closed may still be there to be read
    } else if (errno != EAGAIN && errno != EINTR) {
      return FailWith(Kind::kProtocol, "the agent cannot be told", errno);
    } else if (!Await(POLLOUT, deadline)) {
      return FailAs(Kind::kProtocol, "the agent does not read: see `systemctl status lineman`");
    }
  }
  return Done{};
}

ControlResult<Json> ControlClient::Socket::Receive(Clock::time_point deadline) {
  for (;;) {
    if (const std::optional<std::string> line = input.Next()) {
      Result<Json> json = ParseJson(*line);
      if (json && json->AsObject() != nullptr) return *std::move(json);
      return FailAs(Kind::kProtocol, "the agent sent something that cannot be understood");
    }
    if (input.IsTooLong())
      return FailAs(Kind::kProtocol, "the agent sent a message that is too long");
    if (!Await(POLLIN, deadline)) return FailAs(Kind::kProtocol, "");
    std::array<char, 65536> portion;
    const ssize_t length = ::recv(handle, portion.data(), portion.size(), MSG_DONTWAIT);
    if (length > 0)
      input.Feed(std::string_view(portion.data(), static_cast<std::size_t>(length)));
    else if (length == 0 || errno == ECONNRESET)
      return AgentGone();
    else if (errno != EAGAIN && errno != EINTR)
      return FailWith(Kind::kProtocol, "the agent cannot be heard", errno);
  }
}

ControlClient::ControlClient(std::unique_ptr<Socket> socket) : socket_(std::move(socket)) {}
ControlClient::ControlClient(ControlClient&&) noexcept = default;
ControlClient& ControlClient::operator=(ControlClient&&) noexcept = default;
ControlClient::~ControlClient() = default;

ControlResult<ControlClient> ControlClient::Connect(const std::string& path) {
  const Result<SocketAddress> address = SocketAddress::Of(path);
  if (!address) return FailAs(Kind::kProtocol, address.error().message);
  const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0) return FailWith(Kind::kProtocol, "no socket", errno);
  auto socket = std::make_unique<Socket>(handle);
  ::setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &kConnectTimeout, sizeof(kConnectTimeout));
  if (::connect(handle, address->get(), address->size()) == 0)
    return ControlClient(std::move(socket));
  if (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR) return NoAgent(path);
  if (errno == EACCES || errno == EPERM) return NoEntry(path);
  if (errno == EAGAIN)
    return FailAs(
        Kind::kProtocol,
        fmt::format("the agent on {} accepts nobody: see `systemctl status lineman`", path));
  return FailWith(Kind::kProtocol, fmt::format("the control socket {}", path), errno);
}

ControlResult<Json> ControlClient::Call(const std::string& method, Json params, Duration timeout) {
  const Clock::time_point deadline = Clock::now() + timeout;
  const std::int64_t id = ++socket_->last_id;
  Json request;
  request.Set("jsonrpc", "2.0").Set("id", id).Set("method", method);
  if (!params.IsNull()) request.Set("params", std::move(params));
  std::string line = request.Dump() + "\n";
  WipeTexts(request);
  const ControlResult<Done> sent = socket_->Send(line, deadline);
  Wipe(line);
  if (!sent) return tl::unexpected(sent.error());
  for (;;) {
    ControlResult<Json> message = socket_->Receive(deadline);
    if (!message && message.error().message.empty())
      return FailAs(Kind::kProtocol,
                    fmt::format("the agent did not answer {} in {}: see `systemctl status lineman`",
                                method, FormatDuration(timeout)));
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
