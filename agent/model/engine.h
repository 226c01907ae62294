// The port to whatever carries dials out, and its contract.
//
// Every engine (Windows RAS, pppd, the simulator) keeps these rules; tests/engine_contract states
// them as tests and runs on each.
//
//  1. Nothing blocks. Handlers run on the loop, in order, never inside a call to the engine, and
//     carry the attempt they belong to.
//  2. An attempt ends with exactly one `disconnected`, however it ended. 15 s after HangUp it comes
//     by force.
//  3. In a paused state the engine waits until Answer or HangUp, or until the peer gives up; then
//     the next notification says where the connection went.
//  4. HangUp is legal at any moment, also twice.
//  5. After `connected`, the loss of the link is reported whatever its cause.
//  6. Secrets leave the process only to the peer: never in argv, environment, files or logs.
//  7. Capabilities() says which states the engine can show and which it can carry answers to.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/answer.h"
#include "model/dial_request.h"
#include "model/notification.h"
#include "model/option_table.h"

namespace lineman {

// 15 s after HangUp the final `disconnected` is forced (contract, rule 2).
inline constexpr Duration kHangUpDeadline = std::chrono::seconds(15);

// Where a connection is at this moment, as the engine sees it (RasGetConnectStatus).
struct ConnectionStatus {
  ConnectionState state = ConnectionState::kOpenPort;
  RasError error = RasError::kNone;
  std::string device;     // what carries it: a modem, a network interface; empty when not known
  std::string interface;  // the network interface of the link once it is up, for probes; else empty
  // An engine that plays the peer itself knows whether data would get through; others say nothing
  // and the link is probed for real.
  std::optional<bool> carries_data;
};

// Counters of a connection, from `connected` on.
struct ConnectionStatistics {
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  Duration connected_for{0};
};

// One dial in progress or one link that is up. Whoever owns it destroys it after the final
// `disconnected`; destroying it earlier hangs up and silences it.
class Connection {
 public:
  virtual ~Connection() = default;

  // Answers the paused state the connection is in. An error when it is in none, or when the answer
  // makes no sense there; the pause then goes on.
  virtual Result<Done> Answer(const struct Answer& answer) = 0;
  virtual void HangUp() = 0;
  virtual ConnectionStatus Status() const = 0;
  virtual ConnectionStatistics Statistics() const = 0;
};

using NotificationHandler = std::function<void(const Notification&)>;

// A connection that outlived a restart of the agent.
struct AdoptedConnection {
  std::string profile;
  std::string number;
  AttemptId attempt = 0;  // as the engine was given it when it dialled
  ConnectionStatus status;
  std::unique_ptr<Connection> connection;
};

// What an engine can do, so that `check` can warn about hooks and keys that never fire on it.
struct Capabilities {
  std::vector<ConnectionState> shows;    // states it can report
  std::vector<ConnectionState> answers;  // paused states it can carry an answer to
};

class Engine {
 public:
  virtual ~Engine() = default;

  virtual std::string_view Name() const = 0;
  virtual Capabilities GetCapabilities() const = 0;
  // The keys of the profile's block named after the engine.
  virtual const OptionTable& Options() const = 0;
  // Starts a dial; never null. What cannot even start fails as `disconnected` like any other.
  virtual std::unique_ptr<Connection> Dial(const DialRequest& request,
                                           NotificationHandler handler) = 0;
  // Reports each connection that is still alive from before, then calls `done`, within 5 s. The
  // handler given back for each connection receives its notifications from then on.
  virtual void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
                     std::function<void()> done) = 0;
};

}  // namespace lineman
