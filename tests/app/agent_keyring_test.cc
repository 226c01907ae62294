// Passwords from a real keyring, and what is said without one.
#include <gtest/gtest.h>

#include <csignal>

#include "tests/app/agent_folder.h"
#include "tests/app/desktop_session.h"

namespace lineman {
namespace {

class AgentKeyring : public testing::Test {
 protected:
  AgentKeyring() {
    folder_.WriteWorld(
        "servers: {office: {users: {kiosk-17: {password: S3cret-of-the-keyring}}}}\n");
    folder_.WriteProfile("user: kiosk-17\npassword: {keyring: head-office}\n");
  }

  void ExpectHeldOff(const std::vector<std::string>& environment,
                     const std::string& because) const {
    RunningAgent agent(folder_, environment);
    ASSERT_TRUE(agent.Says("idle -> holdoff"));
    EXPECT_NE(agent.err().find("the password cannot be had: " + because), std::string::npos)
        << agent.err();
  }

  std::string Checked(const std::vector<std::string>& environment) const {
    const Ended checked = Execute(folder_.path(), {"check", "profiles"}, environment);
    EXPECT_EQ(checked.code, 0);
    return checked.out;
  }

  AgentFolder folder_;
};

TEST_F(AgentKeyring, GivesThePassword) {
  const DesktopSession session;
  session.Store("head-office", "S3cret-of-the-keyring");
  session.Store("another", "wrong");
  RunningAgent agent(folder_, session.Environment());
  ASSERT_TRUE(agent.Says("dialing -> online"));
  agent.Signal(SIGTERM);
  const Ended ended = agent.Await();
  EXPECT_EQ(ended.err.find("S3cret"), std::string::npos) << "the password is in the log";
  EXPECT_NE(Checked(session.Environment()).find("0 warnings"), std::string::npos);
}

TEST_F(AgentKeyring, ThatHasNoSuchItemIsToldHowToPutItThere) {
  const DesktopSession session;
  session.Store("another", "S3cret-of-the-keyring");
  ExpectHeldOff(session.Environment(),
                "the keyring has no head-office; put it there: secret-tool store "
                "--label='lineman head-office' application lineman name head-office");
}

TEST_F(AgentKeyring, ThatIsLockedIsSaidToBe) {
  const DesktopSession session;
  session.Store("head-office", "S3cret-of-the-keyring");
  session.Lock();
  ExpectHeldOff(session.Environment(), "the keyring that has head-office is locked: unlock it");
}

TEST_F(AgentKeyring, ThatIsNotRunningIsSaidNotToAnswer) {
  const std::vector<std::string> nowhere = {"DBUS_SESSION_BUS_ADDRESS=unix:path=" +
                                            folder_ / "bus"};
  ExpectHeldOff(nowhere, "the keyring does not answer (/usr/bin/secret-tool ended with status 1)");
}

TEST_F(AgentKeyring, NeedsASessionBus) {
  const std::string why =
      "there is no keyring without a session bus, and a system service has "
      "none: use file or credential";
  ExpectHeldOff({}, why);
  EXPECT_NE(Checked({}).find("profiles/kiosk.yaml:5:11: warning: " + why), std::string::npos);
}

TEST_F(AgentKeyring, NeedsSecretTool) {
  const std::vector<std::string> without = {"PATH=" + folder_.path()};
  const std::string why =
      "the keyring is asked with secret-tool, which is not installed (Debian: "
      "apt install libsecret-tools)";
  ExpectHeldOff(without, why);
  EXPECT_NE(Checked(without).find("profiles/kiosk.yaml:5:11: warning: " + why), std::string::npos);
}

}  // namespace
}  // namespace lineman
