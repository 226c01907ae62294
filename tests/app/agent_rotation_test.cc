// A password is renewed while the agent is killed: the real agent, journal and password files, and
// a server that lives on.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

#include "tests/app/remote_agent.h"

namespace lineman {
namespace {

// What the first agent says last.
class AgentRotation : public testing::TestWithParam<const char*> {
 protected:
  AgentRotation() {
    folder_.WriteWorld(
        "servers: {office: {users: {kiosk-17: {password: old, password_expires: 0s}}}}\n");
    folder_.Write("password", "old\n");
    std::filesystem::permissions(folder_ / "password", std::filesystem::perms(0600));
    folder_.WriteProfile("user: kiosk-17\npassword: {file: " + folder_ / "password" +
                         "}\nretry: {holdoff: 1s, backoff: {first: 1s, max: 1s}}\n"
                         "paused: {password_expired: {answer: {new_password: fresh}}}\n");
  }

  static int Refusals(const std::string& simulator) {
    int count = 0;
    const std::string refused = "kiosk: disconnected: authentication_failure";
    for (std::size_t at = simulator.find(refused); at != std::string::npos;
         at = simulator.find(refused, at + 1)) {
      ++count;
    }
    return count;
  }

  AgentFolder folder_;
};

TEST_P(AgentRotation, TheNextAgentConnectsAndOnePasswordIsLeft) {
  RunningSimulator simulator(folder_);
  bool settled = false;
  {
    RemoteAgent first(folder_);
    ASSERT_TRUE(first.Says(GetParam()));
    first.Signal(SIGKILL);
    settled = first.Await().err.find("password_changed") != std::string::npos;
  }
  RemoteAgent second(folder_);
  ASSERT_TRUE(second.Says("dialing -> online"));
  const std::string files = folder_ / "state/secrets/kiosk";
  if (!settled && std::filesystem::exists(files + ".staged")) {
    ASSERT_TRUE(second.Says(": password_"));  // changed, or kept
  }
  EXPECT_FALSE(std::filesystem::exists(files + ".staged"));
  ASSERT_EQ(folder_.Run({"redial", "kiosk"}).code, 0);
  const std::size_t redialled = second.err().find("hanging_up -> holdoff");
  ASSERT_TRUE(second.Says("dialing -> online", std::min(redialled, second.err().size())));
  EXPECT_NE(TextOf(files + ".current").find("fresh"), std::string::npos);
  simulator.Signal(SIGTERM);
  EXPECT_LE(Refusals(simulator.Await().err), 1);
}

INSTANTIATE_TEST_SUITE_P(KilledWhenItSays, AgentRotation,
                         testing::Values("kiosk: authenticate", "kiosk: password_expired",
                                         "answer new_password", "kiosk: authenticated",
                                         "kiosk: connected", "kiosk: password_changed"));

}  // namespace
}  // namespace lineman
