// A control server on a loop of its own thread, at a pipe of its own, and plain pipes to it.
#pragma once

#include <gtest/gtest.h>

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "control/pipe_listener.h"
#include "control/server.h"
#include "control/windows_basics.h"
#include "tests/control/host_double.h"
#include "tests/windows/app/program.h"

namespace lineman {

// A client without manners: it says what it likes and reads when it likes.
class RawPipe {
 public:
  explicit RawPipe(const std::string& path);

  bool IsConnected() const { return pipe_.IsOpen(); }
  // False when the other side takes no more: it has closed, or does not read for so long.
  bool Send(std::string_view bytes, std::chrono::milliseconds patience = kPatience) const;
  // The next line; nothing at the end.
  std::optional<std::string> Line();

 private:
  bool ReadSome();

  OwnedHandle pipe_;
  std::string rest_;       // what was read
  std::size_t taken_ = 0;  // of it
};

class PipeServerTest : public testing::Test {
 protected:
  void TearDown() override;

  // Listens; the loop does not run yet.
  Result<Done> Listen(const std::string& look = "", const std::string& act = "");
  void Start();
  // Runs a task on the loop and waits for it.
  void OnLoop(const std::function<void()>& task);
  void Publish(const std::string& profile, int count = 1);
  // Of this process, in MiB: what it has for itself.
  static std::size_t Memory();

  TemporaryFolder folder_;
  const std::string path_ = folder_ / "control";
  HostDouble host_;
  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(loop_);
  std::optional<ControlServer> server_;
  std::thread thread_;
};

}  // namespace lineman
