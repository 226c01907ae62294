// The protocol is a datagram of VARIABLE=VALUE lines to the socket that $NOTIFY_SOCKET names. It is
// stable and meant to be spoken without a library (sd_notify(3), "Standalone Implementations");
// libsystemd would cost 1.3 MiB of memory for it.
#include "app/service.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace lineman {
namespace {

// The service manager has other things to do, too; the lines must not wait for it.
constexpr timeval kPatience{1, 0};

std::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

// 0 when it is no number.
std::uint64_t NumberIn(const char* variable) {
  const std::string_view text = Variable(variable);
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? number : 0;
}

// A path, or (with @ for its first byte) a name in the abstract namespace. False when it is
// neither.
bool ReadAddress(std::string_view text, sockaddr_un& address, socklen_t& size) {
  if (text.size() < 2 || text.size() >= sizeof(address.sun_path)) return false;
  if (text.front() != '/' && text.front() != '@') return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, text.data(), text.size());
  if (text.front() == '@') address.sun_path[0] = '\0';
  size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + text.size());
  return true;
}

// False when it was not heard: nobody listens, or (without MSG_DONTWAIT: for long) nobody has time.
bool Tell(const std::string& message, int flags) {
  sockaddr_un address{};
  socklen_t size = 0;
  if (!ReadAddress(Variable("NOTIFY_SOCKET"), address, size)) return false;
  const int to = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (to < 0) return false;
  ::setsockopt(to, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof(kPatience));
  const ssize_t sent = ::sendto(to, message.data(), message.size(), flags | MSG_NOSIGNAL,
                                reinterpret_cast<const sockaddr*>(&address), size);
  ::close(to);
  return sent >= 0;
}

}  // namespace

bool ErrorsGoToTheJournal() {
  struct stat errors {};
  if (::fstat(STDERR_FILENO, &errors) != 0) return false;
  return fmt::format("{}:{}", errors.st_dev, errors.st_ino) == Variable("JOURNAL_STREAM");
}

int RunAsService(const std::function<int()>& agent) { return agent(); }

bool RunsAsService() { return false; }

std::string LogFileOfService() { return {}; }

bool Service::IsHeard() { return !Variable("NOTIFY_SOCKET").empty(); }

void Service::Start() {
  const std::uint64_t interval_us = NumberIn("WATCHDOG_USEC");
  const bool another = !Variable("WATCHDOG_PID").empty() &&
                       NumberIn("WATCHDOG_PID") != static_cast<std::uint64_t>(::getpid());
  if (interval_us == 0 || another) return;
  const std::chrono::microseconds half(interval_us / 2);
  pat_every_ = std::max(Duration(1), std::chrono::duration_cast<Duration>(half));
  Pat();
}

void Service::Pat() {
  Tell("WATCHDOG=1", MSG_DONTWAIT);
  env_.CallAt(env_.Now() + pat_every_, [this, alive = std::weak_ptr<bool>(alive_)] {
    if (!alive.expired()) Pat();
  });
}

void Service::Ready() { Tell("READY=1", 0); }

void Service::Reloading() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  Tell(fmt::format("RELOADING=1\nMONOTONIC_USEC={}",
                   std::chrono::duration_cast<std::chrono::microseconds>(now).count()),
       0);
}

void Service::Stopping() { Tell("STOPPING=1", 0); }

void Service::Status(const std::string& words) {
  if (words != status_ && Tell("STATUS=" + words, MSG_DONTWAIT)) status_ = words;
}

}  // namespace lineman
