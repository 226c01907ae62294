#include "control/client_socket.h"

#include <fmt/format.h>

#include "control/pipe_listener.h"
// After Asio:
#include <windows.h>

#include <algorithm>
#include <utility>

#include "control/windows_basics.h"

namespace lineman {
namespace {

using Clock = std::chrono::steady_clock;
using Kind = ControlError::Kind;

// How long an agent may take to accept a connection.
constexpr std::chrono::seconds kConnectTimeout{5};

tl::unexpected<ControlError> FailAs(Kind kind, std::string message) {
  return tl::unexpected(ControlError{kind, 0, std::move(message), {}});
}

tl::unexpected<ControlError> FailWith(std::string_view what, DWORD error) {
  return FailAs(Kind::kProtocol, fmt::format("{}: {}", what, SystemMessage(error)));
}

tl::unexpected<ControlError> AgentGone() {
  return FailAs(Kind::kNoAgent,
                fmt::format("the agent has closed the connection: it was stopped or is starting "
                            "anew; try again, or {}",
                            ClientSocket::kWhereToLook));
}

bool IsEnd(DWORD error) {
  return error == ERROR_BROKEN_PIPE || error == ERROR_NO_DATA ||
         error == ERROR_PIPE_NOT_CONNECTED || error == ERROR_HANDLE_EOF;
}

DWORD MillisecondsUntil(ClientSocket::Moment deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  return static_cast<DWORD>(std::clamp<std::int64_t>(left.count(), 0, 0x7FFFFFFF));
}

class PipeSocket final : public ClientSocket {
 public:
  explicit PipeSocket(OwnedHandle pipe)
      : pipe_(std::move(pipe)), done_(CreateEventW(nullptr, TRUE, FALSE, nullptr)) {}

  ControlResult<Done> Send(std::string_view bytes, Moment deadline) override {
    while (!bytes.empty()) {
      OVERLAPPED call = Prepare();
      WriteFile(pipe_.get(), bytes.data(), static_cast<DWORD>(bytes.size()), nullptr, &call);
      const Outcome outcome = Await(call, deadline);
      if (IsEnd(outcome.error)) return Done{};
      if (outcome.error == ERROR_OPERATION_ABORTED)
        return FailAs(Kind::kProtocol, fmt::format("the agent does not read: {}", kWhereToLook));
      if (outcome.error != ERROR_SUCCESS)
        return FailWith("the agent cannot be told", outcome.error);
      bytes.remove_prefix(outcome.length);
    }
    return Done{};
  }

  ControlResult<std::size_t> Receive(std::span<char> room, Moment deadline) override {
    OVERLAPPED call = Prepare();
    ReadFile(pipe_.get(), room.data(), static_cast<DWORD>(room.size()), nullptr, &call);
    const Outcome outcome = Await(call, deadline);
    if (outcome.error == ERROR_SUCCESS && outcome.length > 0) return outcome.length;
    if (outcome.error == ERROR_SUCCESS || IsEnd(outcome.error)) return AgentGone();
    if (outcome.error == ERROR_OPERATION_ABORTED) return FailAs(Kind::kProtocol, "");
    return FailWith("the agent cannot be heard", outcome.error);
  }

 private:
  struct Outcome {
    DWORD error;
    std::size_t length;
  };

  OVERLAPPED Prepare() const {
    ResetEvent(done_.get());
    OVERLAPPED call{};
    call.hEvent = done_.get();
    SetLastError(ERROR_SUCCESS);
    return call;
  }

  // Waits for a call that has just been made: ERROR_OPERATION_ABORTED when the deadline came first.
  Outcome Await(OVERLAPPED& call, Moment deadline) const {
    const DWORD begun = GetLastError();
    if (begun != ERROR_SUCCESS && begun != ERROR_IO_PENDING) return {begun, 0};
    if (WaitForSingleObject(done_.get(), MillisecondsUntil(deadline)) != WAIT_OBJECT_0)
      CancelIoEx(pipe_.get(), &call);
    DWORD length = 0;
    const bool done = GetOverlappedResult(pipe_.get(), &call, &length, TRUE) != 0;
    return {done ? ERROR_SUCCESS : GetLastError(), length};
  }

  OwnedHandle pipe_;
  OwnedHandle done_;
};

}  // namespace

const char* const ClientSocket::kWhereToLook =
    "see `sc query lineman` and the log in %ProgramData%\\lineman\\logs";

ControlResult<std::unique_ptr<ClientSocket>> ClientSocket::Connect(const std::string& path) {
  const Result<std::wstring> name = PipeNameOf(path);
  if (!name) return FailAs(Kind::kProtocol, name.error().message);
  const Moment deadline = Clock::now() + kConnectTimeout;
  OwnedHandle pipe;
  DWORD error = OpenPipe(*name, pipe.Put());
  while (error == ERROR_PIPE_BUSY && Clock::now() < deadline) {
    WaitNamedPipeW(name->c_str(), std::max<DWORD>(1, MillisecondsUntil(deadline)));
    error = OpenPipe(*name, pipe.Put());
  }
  const std::string readable = FromWide(*name);
  switch (error) {
    case ERROR_SUCCESS:
      break;
    case ERROR_FILE_NOT_FOUND:
      return FailAs(Kind::kNoAgent,
                    fmt::format("no agent is running: start it with \"lineman service start\" or "
                                "\"lineman agent\" (nobody listens on {})",
                                readable));
    case ERROR_ACCESS_DENIED:
      return FailAs(Kind::kRefused,
                    "you may neither look nor act: ask in a terminal that runs as administrator, "
                    "or join a group that lineman.yaml names, control: {look: GROUP, act: GROUP}, "
                    "and log off and on again");
    case ERROR_PIPE_BUSY:
      return FailAs(Kind::kProtocol,
                    fmt::format("the agent on {} accepts nobody: {}", readable, kWhereToLook));
    default:
      return FailWith(fmt::format("the control socket {}", readable), error);
  }
  if (!IsTrustedPipe(pipe.get())) {
    return FailAs(Kind::kRefused,
                  fmt::format("whoever listens on {} is neither an administrator nor you: that is "
                              "no agent to talk to",
                              readable));
  }
  return std::make_unique<PipeSocket>(std::move(pipe));
}

}  // namespace lineman
