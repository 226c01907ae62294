// The connect helper's talk with the agent: the socket, what comes over it and what goes.
#pragma once

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "engines/pppd/modem_dialogue.h"
#include "engines/pppd/words.h"

namespace lineman::pppd {

// A connection to the agent, or none. Whatever goes wrong with it closes it.
class AgentSocket {
 public:
  AgentSocket() = default;
  ~AgentSocket() { Close(); }
  AgentSocket(const AgentSocket&) = delete;
  AgentSocket& operator=(const AgentSocket&) = delete;

  // 0, or the errno of what went wrong; EAGAIN when the agent accepts nobody within the timeout.
  int Open(const std::string& path, timeval timeout) {
    Close();
    sockaddr_un address{};
    if (path.empty() || path.size() >= sizeof(address.sun_path)) return ENAMETOOLONG;
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), static_cast<char*>(address.sun_path));
    handle_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (handle_ < 0) return errno;
    ::setsockopt(handle_, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
    if (::connect(handle_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0)
      return 0;
    const int error = errno;
    Close();
    return error;
  }

  int handle() const { return handle_; }  // -1 when there is no connection
  bool IsOpen() const { return handle_ >= 0; }

  // Lines with their ends. Nothing waits: an agent that leaves its socket full counts as gone.
  bool Send(std::string_view lines) {
    if (!IsOpen()) return false;
    const ssize_t sent = ::send(handle_, lines.data(), lines.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent == static_cast<ssize_t>(lines.size())) return true;
    Close();
    return false;
  }

  // Takes in what has come.
  void Receive() {
    std::array<char, kLongestLine> portion;
    const ssize_t length = ::recv(handle_, portion.data(), portion.size(), MSG_DONTWAIT);
    if (length > 0) {
      input_.append(portion.data(), static_cast<std::size_t>(length));
    } else if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
      Close();
    }
  }
  // The next line, without its end; one that is too long closes the connection.
  std::optional<std::string> Next() {
    const std::size_t end = input_.find('\n');
    if (std::min(end, input_.size()) > kLongestLine) Close();
    if (end == std::string::npos || !IsOpen()) return std::nullopt;
    std::string line = input_.substr(0, end);
    input_.erase(0, end + 1);
    return line;
  }
  void DropInput() { input_.clear(); }

 private:
  void Close() {
    if (handle_ >= 0) ::close(handle_);
    handle_ = -1;
    DropInput();
  }

  int handle_ = -1;
  std::string input_;
};

// What the agent wants done, line by line.
class ScriptReader {
 public:
  // An error for a line that means nothing to this version.
  Result<Done> Take(std::string_view line) {
    const Result<std::vector<std::string>> words = SplitWords(line);
    if (!words) return tl::unexpected(words.error());
    const std::string& verb = words->front();
    const std::string& text = words->back();
    if (verb == "go" && words->size() == 1) {
      complete_ = true;
    } else if (verb == "init" && words->size() == 2 && script_.init.size() < kMostInits) {
      script_.init.push_back(text);
    } else if (verb == "dial" && words->size() == 2) {
      script_.dial = text;
    } else if (verb == "answer" && words->size() == 1) {
      script_.answer = true;
    } else if (verb == "terminal" && words->size() == 1) {
      script_.terminal = true;
    } else if (verb == "patience" && words->size() == 2) {
      return TakePatience(text);
    } else {
      return Fail("a line that means nothing here");
    }
    return Done{};
  }
  bool IsComplete() const { return complete_; }
  const ModemScript& script() const { return script_; }

 private:
  static constexpr std::size_t kMostInits = 64;

  Result<Done> TakePatience(std::string_view text) {
    constexpr Duration kLongest = std::chrono::hours(1);
    Duration::rep count = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, count);
    if (read.ec != std::errc() || read.ptr != end || count < 1 || Duration(count) > kLongest)
      return Fail("a patience that is no number of milliseconds up to an hour");
    script_.patience = Duration(count);
    return Done{};
  }

  ModemScript script_;
  bool complete_ = false;
};

// An event as the agent is told it, with its end of line.
inline std::string LineOf(const ModemEvent& event) {
  struct Teller {
    std::vector<std::string> operator()(const ModemPort& /*port*/) { return {"modem-port"}; }
    std::vector<std::string> operator()(const ModemDial& dial) { return {"modem-dial", dial.text}; }
    std::vector<std::string> operator()(const ModemSaid& said) { return {"modem-said", said.text}; }
    std::vector<std::string> operator()(const ModemConnected& connected) {
      return {"modem-connected", connected.text};
    }
    std::vector<std::string> operator()(const ModemFailed& failed) {
      const auto code = static_cast<std::uint32_t>(failed.error);
      return {"modem-failed", std::to_string(code), failed.text};
    }
  };
  return JoinWords(std::visit(Teller(), event)) + '\n';
}

}  // namespace lineman::pppd
