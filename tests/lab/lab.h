// What the lab's tests dial with: the real engine on the real kernel, in real time.
#pragma once

#include <gtest/gtest.h>

#include <asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/asio_env.h"
#include "app/pppd_host.h"
#include "tests/app/program.h"

namespace lineman::lab {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// What the lab's servers let in.
inline constexpr const char* kUser = "kiosk";
inline constexpr const char* kPassword = "Tr0ub4dor&3-contract";

// A script of this folder, with its absolute path.
std::string Script(const std::string& name);
// Runs a line in the shell; what it wrote, errors too.
std::string Shell(const std::string& line);
// The pids of processes whose command line has every one of these in it.
std::vector<pid_t> ProcessesWith(const std::vector<std::string>& parts);
// The child processes of a process.
std::vector<pid_t> ChildrenOf(pid_t parent);

// The block of a profile that dials a pppd server over a pty; `more`: further options of the
// server.
std::string PtyTo(const std::string& authentication, const std::string& more = "");

// An engine with a loop and a folder of its own.
class Dialler {
 public:
  Dialler() : env_(loop_, 1), engine_(MakePppdEngine(env_, loop_, folder_ / "pppd")) {}

  Engine& engine() { return *engine_; }
  Env& env() { return env_; }
  const TemporaryFolder& folder() const { return folder_; }
  // Runs the loop until the condition holds, for `limit` at most; whether it held.
  bool RunUntil(const std::function<bool()>& condition, Duration limit);

 private:
  TemporaryFolder folder_;
  asio::io_context loop_{1};
  AsioEnv env_;
  std::unique_ptr<Engine> engine_;
};

// One dial and what was told of it.
class Dialled {
 public:
  Dialled(Dialler& dialler, const std::string& block, const std::string& user = kUser,
          const std::string& password = kPassword, const std::string& number = "",
          bool ask_for_callback = false);

  Connection& connection() { return *connection_; }
  // "open_port connect_device:line_busy disconnected:line_busy"
  const std::string& told() const { return told_; }
  const std::string& detail() const { return detail_; }  // of the last
  const std::string& addresses() const { return addresses_; }
  bool IsUp() const { return state_ == ConnectionState::kConnected; }
  bool IsOver() const { return state_ == ConnectionState::kDisconnected; }
  bool IsPaused() const { return GroupOf(state_) == StateGroup::kPaused; }
  bool AwaitUp();
  // Waits for a pause; false, and a failure of the test, when the dial rests elsewhere.
  bool AwaitPause();
  // Waits for the end; the error it ended with, as rules name it.
  std::string AwaitEnd(Duration limit = kPatience);
  // The pppd that carries it.
  pid_t pppd() const;

 private:
  Dialler& dialler_;
  std::unique_ptr<Connection> connection_;
  std::string told_;
  std::string detail_;
  std::string addresses_;
  RasError error_ = RasError::kNone;
  ConnectionState state_ = ConnectionState::kOpenPort;
};

// The block that dials our own peer over a pty; `keys`: what it is to play, as its --help says.
std::string PtyToPeer(const std::vector<std::string>& keys);

// A command for a modem to answer with: asks for a login in plain text, then speaks PPP.
std::string LoginThenPpp();

// An emulated modem at a device of its own; `numbers`: "5550100=busy". `answer`: the command that
// answers its calls; `more`: further arguments.
class Modem {
 public:
  explicit Modem(const TemporaryFolder& folder, const std::vector<std::string>& numbers,
                 const std::string& answer = Script("ppp_server") + " chap",
                 const std::vector<std::string>& more = {});
  ~Modem();
  Modem(const Modem&) = delete;
  Modem& operator=(const Modem&) = delete;

  const std::string& device() const { return device_; }
  // The block of a profile that dials with it; `serial`: further keys of that.
  std::string Block(const std::string& more = "",
                    const std::string& serial = "patience: 15s") const;

 private:
  std::string device_;
  pid_t pid_ = -1;
};

}  // namespace lineman::lab
