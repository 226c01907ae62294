// What lineman promises whatever happens, checked from outside: by what the engine and the store
// see, never by what the pipeline believes of itself.
#pragma once

#include <map>
#include <string>

#include "tests/pipeline/test_ports.h"

namespace lineman {

// Watches one agent. Every broken promise is added to `broken`.
class Promises {
 public:
  explicit Promises(TestAgent& agent);

  // The profiles as they are from now on.
  void Know(const std::vector<ProfilePtr>& profiles);
  // Something that starts another sequence for caps that only an event re-arms.
  void EventFor(const std::string& profile);
  void EventForAll();
  // The operator gave a line another chance: refused tries are forgiven.
  void OperatorSaidUp();
  // The store forgets, or the wall clock jumped over a restart: durable caps cannot be kept.
  void ForgetCaps() { forgotten_before_ = agent_.env.Now(); }

  // A line that is wanted always has a way on: a timer, an event it says it waits for, or something
  // that is bound to come back.
  void CheckWaysOn();

  std::string broken;
  // Else a dial may leave long after it was decided on, and others in between.
  bool commits_at_once = true;

 private:
  void CheckDial(TestCall& call);
  void CheckAnswer(TestCall& call, const Answer& answer);
  void Hear(TestCall& call, const Notification& notification);
  void CheckOneAtATime(const TestCall& call, const Profile& profile);
  void CheckCap(const TestCall& call, const Profile& profile, const Cap& cap);
  void CheckTries(const TestCall& call, const Profile& profile, bool probe);
  CredentialVersion VersionOf(const TestCall& call) const;
  void CheckWayOn(const Slot& slot);
  void Break(const std::string& profile, const std::string& what);
  void ReadRecord();

  TestAgent& agent_;
  std::map<std::string, ProfilePtr> profiles_;
  std::map<std::string, std::size_t> sequence_;  // index of its first call
  // When a line last noticed that its credentials are new, which begins a sequence too.
  std::map<std::string, Instant> noticed_;
  std::size_t read_ = 0;  // entries of the record
  Instant forgotten_before_{Duration(-kLongestDuration)};
  std::map<CredentialVersion, int> refused_;  // since a server accepted, or the operator forgave
  std::map<const TestCall*, CredentialVersion> trying_;  // the server has not spoken yet
};

}  // namespace lineman
