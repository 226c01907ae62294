// A service manager's ear: the socket that NOTIFY_SOCKET names.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "tests/app/program.h"

namespace lineman {

class NotifySocket {
 public:
  NotifySocket();
  ~NotifySocket();
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  std::string path() const { return folder_ / "notify"; }
  // The next message, if one comes in time.
  std::optional<std::string> Next(std::chrono::milliseconds patience);
  // Waits for a message that contains the text; false when none does.
  bool Await(const std::string& text);
  // What has come so far: every message, a line break behind each; and the last of them.
  const std::string& All() const { return all_; }
  const std::string& last() const { return last_; }

 private:
  TemporaryFolder folder_;
  int socket_ = -1;
  std::string all_;
  std::string last_;
};

}  // namespace lineman
