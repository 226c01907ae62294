// The contract of model/engine.h as tests that run on any engine.
//
// An engine plugs itself in with a set-up of its own: a world for the simulator, servers in a lab
// for pppd, a double of the Windows library for rasapi. The set-up turns each scenario into a
// request that makes it happen; what it cannot make happen it declines with the reason, and those
// tests are skipped. engine_contract.cc holds the tests, each named as the fact it states.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "model/engine.h"

namespace lineman::contract {

// What a dial is to come to. The comments say what the set-up has to make sure of.
enum class Scenario {
  kGoodDial,           // connects without a question and stays up for ten minutes at least
  kBusy,               // fails before anybody answers
  kWrongPassword,      // fails at the log-on
  kPausedInteractive,  // the five pauses: the right answer leads to `connected`
  kPausedRetry,
  kPausedCallback,
  kPausedPassword,
  kPausedEap,
  kPeerGivesUp,       // pauses, and the peer gives up within five minutes
  kLostAfterConnect,  // connects, and the link is lost within five minutes
  kSlowDial,          // takes five seconds at least, all in running states
};

std::string_view NameOf(Scenario scenario);

// The password of every scenario but those that need another one: what may never be seen.
inline constexpr std::string_view kSecret = "Tr0ub4dor&3-contract";

// What answers a pause in most set-ups: other credentials, a callback number, a new password. What
// a terminal or an EAP method wants to hear only the set-up knows.
Answer UsualAnswer(ConnectionState pause);

// An engine with a loop, in a set-up of its own. Made anew for each test.
class EngineUnderTest {
 public:
  virtual ~EngineUnderTest() = default;

  virtual Engine& engine() = 0;
  // Runs the loop until the condition holds, for `limit` of the engine's time at most; whether it
  // held. The condition is asked after each task.
  virtual bool RunUntil(const std::function<bool()>& condition, Duration limit) = 0;
  // How long to listen to be sure that nothing comes, where time is real and tests are many.
  virtual Duration Quiet(Duration span) { return span; }
  // A request that makes the scenario happen, with `attempt`; or why this set-up cannot.
  virtual Result<DialRequest> Request(Scenario scenario, AttemptId attempt) = 0;
  // The answer that takes a dial of the scenario on from its pause.
  virtual Answer RightAnswer(Scenario scenario, ConnectionState pause) = 0;
  // Whatever other programs could have seen of the dials so far: arguments, environments, files,
  // logs. Empty when the engine leaves no such traces.
  virtual std::string Exposed() { return {}; }
};

// One engine, for the test runner.
struct Candidate {
  std::string name;
  std::function<std::unique_ptr<EngineUnderTest>()> make;

  friend std::ostream& operator<<(std::ostream& out, const Candidate& candidate) {
    return out << candidate.name;
  }
};

// One dial and all that is heard of it.
class Attempt {
 public:
  Attempt(EngineUnderTest& under_test, const DialRequest& request);

  Connection& connection() { return *connection_; }
  bool started() const { return connection_ != nullptr; }
  void Destroy() { connection_.reset(); }
  const std::vector<Notification>& heard() const { return heard_; }
  bool IsOver() const;
  bool IsUp() const;
  bool IsPaused() const;
  bool Saw(ConnectionState state) const;
  std::ptrdiff_t finals() const;  // how many `disconnected`
  // Called inside the handler, after the notification has been kept.
  std::function<void(const Notification&)> react;

 private:
  EngineUnderTest& under_test_;
  std::vector<Notification> heard_;
  std::unique_ptr<Connection> connection_;
};

// The fixture of the suite. An engine's own file instantiates it:
//   INSTANTIATE_TEST_SUITE_P(Simulator, EngineContract, testing::Values(Candidate{...}));
class EngineContract : public testing::TestWithParam<Candidate> {
 protected:
  void SetUp() override { under_test_ = GetParam().make(); }

  EngineUnderTest& under_test() { return *under_test_; }
  // Null when the set-up declines the scenario; the test is skipped then.
  std::unique_ptr<Attempt> Dial(Scenario scenario);
  // Waits for it, answering nothing; a failed expectation when it does not come.
  bool Reach(Attempt& attempt, bool (Attempt::*where)() const);
  void ExpectQuiet(Attempt& attempt, Duration span);
  void AnswerRightly(Scenario scenario, Attempt& attempt);
  // Runs `body` in each pause that the set-up has, just after it has begun.
  using PauseBody = std::function<void(Scenario, ConnectionState, Attempt&)>;
  void ForEachPause(const PauseBody& body);

 private:
  std::unique_ptr<EngineUnderTest> under_test_;
  AttemptId attempts_ = 0;
};

}  // namespace lineman::contract
