// A control server on a loop of its own thread, in a folder of its own, and plain sockets to it.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "control/server.h"
#include "control/socket_address.h"
#include "tests/control/host_double.h"

namespace lineman {

// How long anything here may take before it counts as never.
inline constexpr std::chrono::seconds kPatience{60};

// A client without manners: it says what it likes and reads when it likes.
class RawClient {
 public:
  explicit RawClient(const std::string& path)
      : handle_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const Result<SocketAddress> address = SocketAddress::Of(path);
    connected_ = ::connect(handle_, address->get(), SocketAddress::size()) == 0;
  }
  ~RawClient() {
    if (handle_ >= 0) ::close(handle_);
  }
  RawClient(RawClient&& other) noexcept
      : handle_(std::exchange(other.handle_, -1)),
        connected_(other.connected_),
        ended_(other.ended_),
        rest_(std::move(other.rest_)),
        taken_(other.taken_) {}
  RawClient& operator=(RawClient&&) = delete;

  bool IsConnected() const { return connected_; }
  int handle() const { return handle_; }
  // The other side has closed, and everything it said was read.
  bool HasEnded() const { return ended_; }

  // False when the other side takes no more: it has closed.
  bool Send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // Only what fits without waiting; how much that was.
  std::size_t SendSome(std::string_view bytes) const {
    const ssize_t sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent < 0 ? 0 : static_cast<std::size_t>(sent);
  }
  void EndWriting() const { ::shutdown(handle_, SHUT_WR); }

  // The next line; nothing at the end.
  std::optional<std::string> Line() {
    for (;;) {
      const std::size_t end = rest_.find('\n', taken_);
      if (end != std::string::npos) {
        std::string line = rest_.substr(taken_, end - taken_);
        taken_ = end + 1;
        return line;
      }
      rest_.erase(0, std::exchange(taken_, 0));
      if (!ReadSome()) return std::nullopt;
    }
  }

 private:
  bool ReadSome() {
    pollfd waiting{handle_, POLLIN, 0};
    const auto patience = std::chrono::milliseconds(kPatience).count();
    if (::poll(&waiting, 1, static_cast<int>(patience)) <= 0) {
      ADD_FAILURE() << "the server says nothing";
      return false;
    }
    std::string portion(65536, '\0');
    const ssize_t length = ::recv(handle_, portion.data(), portion.size(), 0);
    ended_ = length <= 0;
    if (!ended_) rest_.append(portion, 0, static_cast<std::size_t>(length));
    return !ended_;
  }

  int handle_;
  bool connected_ = false;
  bool ended_ = false;
  std::string rest_;       // what was read
  std::size_t taken_ = 0;  // of it
};

class ServerTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "lineman-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    path_ = folder_ + "/control.sock";
  }

  void TearDown() override {
    if (thread_.joinable()) {
      OnLoop([this] { server_.reset(); });
      work_.reset();
      thread_.join();
    }
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  // Listens; the loop does not run yet.
  Result<Done> Listen(const std::string& look = "", const std::string& act = "") {
    server_.emplace(loop_, host_);
    return server_->Listen({path_, look, act});
  }

  void Start() {
    const Result<Done> listens = Listen();
    ASSERT_TRUE(listens.has_value()) << listens.error().message;
    thread_ = std::thread([this] { loop_.run(); });
  }

  // Runs a task on the loop and waits for it.
  void OnLoop(const std::function<void()>& task) {
    std::promise<void> done;
    asio::post(loop_, [&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }

  void Publish(const std::string& profile, int count = 1) {
    OnLoop([&] {
      for (int i = 0; i < count; ++i)
        server_->Publish(host_.Happen(profile, Entry::Kind::kLine, "online"));
    });
  }

  // Of this process, in KiB.
  static long Memory() {
    std::ifstream file("/proc/self/status");
    for (std::string word; file >> word;) {
      long size = 0;
      if (word == "VmRSS:" && file >> size) return size;
    }
    return 0;
  }

  std::string folder_;
  std::string path_;
  HostDouble host_;
  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(loop_);
  std::optional<ControlServer> server_;
  std::thread thread_;
};

}  // namespace lineman
