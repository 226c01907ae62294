#include "tests/app/notify_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

namespace lineman {

NotifySocket::NotifySocket() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path().c_str(), sizeof(address.sun_path) - 1);
  if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    std::abort();
  }
}

NotifySocket::~NotifySocket() { ::close(socket_); }

std::optional<std::string> NotifySocket::Next(std::chrono::milliseconds patience) {
  pollfd wait{socket_, POLLIN, 0};
  if (::poll(&wait, 1, static_cast<int>(patience.count())) <= 0) return std::nullopt;
  std::array<char, 4096> message{};
  const ssize_t length = ::recv(socket_, message.data(), message.size(), 0);
  if (length < 0) return std::nullopt;
  last_.assign(message.data(), static_cast<std::size_t>(length));
  all_ += last_ + "\n";
  return last_;
}

bool NotifySocket::Await(const std::string& text) {
  using std::chrono::steady_clock;
  const auto deadline = steady_clock::now() + kPatience;
  for (auto left = kPatience + std::chrono::milliseconds(0); left.count() > 0;
       left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now())) {
    const auto message = Next(left);
    if (message && message->find(text) != std::string::npos) return true;
  }
  return false;
}

}  // namespace lineman
