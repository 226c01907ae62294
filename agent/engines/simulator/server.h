// A server at work: its ports, and its accounts as they change over time.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "engines/simulator/world.h"
#include "model/secret.h"

namespace lineman::simulator {

// One account: what the plan says, and what has become of it since.
struct Account {
  const UserPlan* plan = nullptr;
  std::optional<std::string> password;  // the right one now; any when empty
  bool changed = false;                 // the password, so that it no longer expires
  std::deque<Age> failures;             // wrong passwords lately, at most Lockout::after
  Age locked_until{0};
};

// What a server says to credentials.
struct LogonResult {
  RasError error = RasError::kNone;
  Account* account = nullptr;  // null for somebody it does not know
};

class Server {
 public:
  // Plan and clock must outlive the server.
  Server(const ServerPlan& plan, const WorldClock& clock);

  // One of the ports, until it is freed; false when all are taken, or calls come too fast.
  bool TakePort();
  void FreePort() { --calls_; }

  // Judges credentials. Wrong ones count towards the lock-out.
  LogonResult LogOn(const Credentials& credentials);
  // Makes `password` the account's own; kChangingPassword when the server will not.
  RasError ChangePassword(Account& account, const Secret& password);
  // kBadCallbackNumber when the server does not call that number.
  static RasError AgreeToCall(const Account* account, const std::string& number);

  Callback CallbackFor(const Account* account) const;
  int account_locks() const { return locks_; }
  std::int64_t turned_away() const { return turned_away_; }  // calls that got no port
  const ServerPlan& plan() const { return *plan_; }

 private:
  Account* Find(const std::string& user);
  bool IsRight(const Account& account, const Credentials& credentials) const;
  void CountFailure(Account& account);
  // Whether one more call now is more than the dial-in rate allows.
  bool IsTooFast();
  // What keeps somebody out whose password is right.
  RasError Bar(const Account& account) const;

  const ServerPlan* plan_;
  const WorldClock* clock_;
  std::vector<Account> accounts_;
  int calls_ = 0;
  std::deque<Age> taken_;  // calls within the time of the dial-in rate
  std::int64_t turned_away_ = 0;
  int locks_ = 0;
};

}  // namespace lineman::simulator
