// The whole agent on real pppds: connections that outlive it, and two hundred of them that leave
// nothing behind.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <thread>

#include "tests/lab/lab.h"

namespace lineman::lab {
namespace {

namespace fs = std::filesystem;

class LabFolder : public TemporaryFolder {
 public:
  LabFolder() {
    Write("lineman.yaml",
          "profiles: profiles\nstate: state\nsocket: control\n"
          "defaults: {retry: {start_spread: 0s, holdoff: 1s, backoff: {first: 1s, max: 1s}}}\n");
    Write("secret", kPassword);
    fs::permissions(path() + "/secret", fs::perms::owner_read);
  }

  // `login`: as the profile has it; one line at a time tries a login, so many need none.
  void WriteProfile(const std::string& name, const std::string& block,
                    const std::string& login) const {
    std::string indented = "  " + block;
    for (std::size_t at = indented.find('\n'); at + 1 < indented.size();
         at = indented.find('\n', at + 1))
      indented.insert(at + 1, "  ");
    Write("profiles/" + name + ".yaml",
          fmt::format("profile: {}\nengine: pppd\nnumbers: [\"1\"]\n{}pppd:\n{}", name, login,
                      indented));
  }
  void WriteProfile(const std::string& name, const std::string& block) const {
    WriteProfile(name, block,
                 fmt::format("user: {}\npassword: {{file: {}/secret}}\n", kUser, path()));
  }

  // Once there are so many; scripts of pppd's look like one until they are running.
  std::vector<pid_t> AwaitPppds(std::size_t count) const {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    std::vector<pid_t> pppds = Pppds();
    while (pppds.size() != count && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(milliseconds(20));
      pppds = Pppds();
    }
    EXPECT_EQ(pppds.size(), count);
    return pppds;
  }
  std::vector<pid_t> Pppds() const {
    return ProcessesWith({"/usr/sbin/pppd", path() + "/control"});
  }
};

class LabAgent : public Program {
 public:
  explicit LabAgent(const LabFolder& folder)
      : Program(folder.path(), {"--config", "lineman.yaml", "agent"}) {}

  testing::AssertionResult Says(const std::string& text, std::size_t from = 0) {
    if (AwaitError(text, from)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "never said '" << text << "':\n" << err();
  }
  void Kill() {
    Signal(SIGKILL);
    Await();
  }
};

// Debian's scripts start a dozen processes for a link that comes up, which is most of the work
// here.
constexpr const char* kWithoutScripts =
    "options: [ip-up-script /bin/true, ip-down-script /bin/true]\n";

void Covered(const std::string& what) { std::cout << "covered: " << what << std::endl; }

TEST(LabAgents, TheNextAgentIsOnlineWithoutADialAfterAKillAndAfterARestart) {
  const LabFolder folder;
  folder.WriteProfile("kiosk", PtyTo("mschapv2"));
  std::vector<pid_t> pppds;
  {
    LabAgent first(folder);
    ASSERT_TRUE(first.Says("dialing -> online"));
    pppds = folder.AwaitPppds(1);
    first.Kill();
  }
  {
    LabAgent second(folder);
    ASSERT_TRUE(second.Says("kiosk: adopted: connected"));
    second.Signal(SIGUSR1);
    second.Await();
  }
  LabAgent third(folder);
  ASSERT_TRUE(third.Says("kiosk: adopted: connected"));
  ASSERT_TRUE(third.Says("dialing -> online"));
  EXPECT_EQ(folder.AwaitPppds(1), pppds) << "another pppd has taken over";
  // A loss is heard of by an agent that did not dial.
  ::kill(pppds.front(), SIGKILL);
  ASSERT_TRUE(third.Says("link_failure"));
  const std::size_t lost = third.err().size();
  ASSERT_TRUE(third.Says("dialing -> online", lost));
  third.Signal(SIGTERM);
  third.Await();
  folder.AwaitPppds(0);
  Covered("agent killed and restarted while connected");
}

TEST(LabAgents, AnAgentKilledWhileItDialsIsFollowedByOneThatComesOnline) {
  for (const char* moment :
       {"kiosk: dial ", "kiosk: all_devices_connected", "kiosk: authenticate"}) {
    SCOPED_TRACE(moment);
    const LabFolder folder;
    folder.WriteProfile("kiosk", PtyTo("chap"));
    {
      LabAgent first(folder);
      ASSERT_TRUE(first.Says(moment));
      first.Kill();
    }
    LabAgent second(folder);
    ASSERT_TRUE(second.Says("-> online"));
    folder.AwaitPppds(1);
    second.Signal(SIGTERM);
    second.Await();
    folder.AwaitPppds(0);
  }
  Covered("agent killed mid-dial");
}

TEST(LabAgents, AnAgentKilledWhileTheModemDialsTakesTheCallOver) {
  const LabFolder folder;
  const Modem modem(folder, {"1=ring:6:connect"});
  folder.WriteProfile("kiosk", modem.Block());
  {
    LabAgent first(folder);
    ASSERT_TRUE(first.Says("kiosk: connect_device"));
    first.Kill();
  }
  LabAgent second(folder);
  ASSERT_TRUE(second.Says("-> online"));
  folder.AwaitPppds(1);
  second.Signal(SIGTERM);
  second.Await();
  Covered("agent killed while a modem dials");
}

TEST(LabAgents, AgentAndPluginMeetAgainWhenTheSocketIsGone) {
  const LabFolder folder;
  folder.WriteProfile("kiosk", PtyTo("chap"));
  LabAgent agent(folder);
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const auto pppds = folder.AwaitPppds(1);
  fs::remove(folder / "control.pppd/socket");
  ::kill(pppds.front(), SIGTERM);
  ASSERT_TRUE(agent.Says("-> holdoff"));
  Covered("plugin socket gone");
}

TEST(LabAgents, AnL2tpTunnelOutlivesTheAgent) {
  const std::string world = Script("vpn_world") + " l2tp" + std::to_string(::getpid());
  std::string server = Shell(world + " up l2tp");
  server = server.substr(0, server.find('\n'));
  const LabFolder folder;
  folder.WriteProfile("kiosk", fmt::format("l2tp: {{server: {}, program: {}}}\n", server,
                                           InSource("build/lab/servers/usr/sbin/xl2tpd")));
  std::vector<pid_t> pppds;
  {
    LabAgent first(folder);
    ASSERT_TRUE(first.Says("dialing -> online"));
    pppds = folder.AwaitPppds(1);
    first.Kill();
  }
  LabAgent second(folder);
  ASSERT_TRUE(second.Says("kiosk: adopted: connected"));
  ASSERT_TRUE(second.Says("dialing -> online"));
  EXPECT_EQ(folder.AwaitPppds(1), pppds) << "another pppd has taken over";
  second.Signal(SIGTERM);
  second.Await();
  folder.AwaitPppds(0);
  Shell(world + " down");
  Covered("agent killed while an L2TP tunnel is up");
}

// --- Plugins answer what the peer waits for -----------------------------------------------------

TEST(LabAgents, ATerminalIsLoggedOnTo) {
  const LabFolder folder;
  const Modem modem(folder, {"1=connect"}, LoginThenPpp());
  folder.WriteProfile("kiosk", modem.Block("", "terminal: true"),
                      fmt::format("user: {}\npassword: {{file: {}/secret}}\n"
                                  "plugins: [{{use: terminal-login, with: {{steps: [{{expect: "
                                  "\"login:\", send: $USER}}]}}}}]\n",
                                  kUser, folder.path()));
  LabAgent agent(folder);
  ASSERT_TRUE(agent.Says("kiosk: interactive"));
  ASSERT_TRUE(agent.Says("-> online"));
  EXPECT_NE(agent.err().find("terminal-login"), std::string::npos) << agent.err();
  agent.Signal(SIGTERM);
  agent.Await();
  Covered("plugin: terminal-login");
}

// A server whose user has to change the password, and which then knows the new one only.
std::string PtyToChangingPeer(const std::string& log, const std::string& renewed) {
  const std::string peer = Script("peer");
  return fmt::format(
      "pty: [/bin/sh, -c, 'grep -q \"new password right\" {} && exec {} password={}; exec {} "
      "expired=yes log={}']\n",
      log, peer, renewed, peer, log);
}

TEST(LabAgents, AnExpiredPasswordIsRenewedAndUsedFromThenOn) {
  const LabFolder folder;
  const std::string log = folder / "peer.log";
  folder.Write("peer.log", "");
  folder.Write("new-password", "tango-42-kept\n");
  folder.WriteProfile("kiosk", PtyToChangingPeer(log, "tango-42-kept"),
                      fmt::format("user: {}\npassword: {{file: {}/secret}}\n"
                                  "plugins: [{{use: password-renewal, with: {{command: "
                                  "[/bin/cat, {}/new-password]}}, allow: {{run: [/bin/cat]}}}}]\n",
                                  kUser, folder.path(), folder.path()));
  LabAgent agent(folder);
  ASSERT_TRUE(agent.Says("kiosk: password_expired"));
  ASSERT_TRUE(agent.Says("kiosk: auth_change_password"));
  ASSERT_TRUE(agent.Says("-> online"));
  EXPECT_NE(TextOf(log).find("new password right"), std::string::npos) << TextOf(log);
  EXPECT_EQ(TextOf(folder / "secret"), kPassword) << "the profile's own file stays as it is";
  const std::size_t before = agent.err().size();
  ::kill(folder.AwaitPppds(1).front(), SIGKILL);
  ASSERT_TRUE(agent.Says("dialing -> online", before));
  EXPECT_EQ(agent.err().find("password_expired", before), std::string::npos) << agent.err();
  EXPECT_EQ(agent.err().find("tango-42"), std::string::npos) << agent.err();
  agent.Signal(SIGTERM);
  agent.Await();
  Covered("plugin: password-renewal, and the next dial with the new password");
}

TEST(LabAgents, ADialThatPausesWhenTheAgentIsKilledIsDialledAnew) {
  const LabFolder folder;
  folder.WriteProfile("kiosk", PtyToPeer({"auth=eap", "eap=gtc"}));
  {
    LabAgent first(folder);
    ASSERT_TRUE(first.Says("kiosk: invoke_eap_ui"));
    first.Kill();
  }
  LabAgent second(folder);
  ASSERT_TRUE(second.Says("kiosk: invoke_eap_ui"));
  folder.AwaitPppds(1);
  second.Signal(SIGTERM);
  second.Await();
  folder.AwaitPppds(0);
  Covered("agent killed in a pause");
}

TEST(LabAgents, APauseThatNobodyAnswersEndsAtItsDeadline) {
  const LabFolder folder;
  folder.WriteProfile("kiosk", PtyToPeer({"auth=eap", "eap=gtc"}),
                      fmt::format("user: {}\npassword: {{file: {}/secret}}\n"
                                  "paused: {{deadline: 5s}}\n",
                                  kUser, folder.path()));
  LabAgent agent(folder);
  ASSERT_TRUE(agent.Says("kiosk: invoke_eap_ui"));
  ASSERT_TRUE(agent.Says("nobody answered invoke_eap_ui within 5s"));
  ASSERT_TRUE(agent.Says("disconnected: user_disconnection"));
  folder.AwaitPppds(0);
  agent.Signal(SIGTERM);
  agent.Await();
  Covered("a pause past its deadline");
}

// Each server hangs up after seconds; the lines dial again and again.
TEST(LabAgents, TwoHundredReconnectsLeaveNothingBehind) {
  constexpr int kLines = 10;
  constexpr int kEach = 20;
  const LabFolder folder;
  for (int i = 0; i < kLines; ++i)
    folder.WriteProfile(fmt::format("kiosk-{}", i),
                        PtyTo("none", "maxconnect, \"1\"") + kWithoutScripts,
                        "retry: {stable_after: 1s, budgets: {line: 100}}\n");
  LabAgent agent(folder);
  const auto descriptors = [&] {
    const fs::path path = fmt::format("/proc/{}/fd", agent.pid());
    return std::distance(fs::directory_iterator(path), fs::directory_iterator());
  };
  const auto online = [&] { return CountOf(agent.err(), "dialing -> online"); };
  ASSERT_TRUE(agent.Says("dialing -> online"));
  const auto begin = std::chrono::steady_clock::now();
  std::size_t from = 0;
  const auto before = descriptors();
  while (online() < kLines * kEach && std::chrono::steady_clock::now() - begin < minutes(8)) {
    from = agent.err().size();
    ASSERT_TRUE(agent.Says("dialing -> online", from));
  }
  EXPECT_GE(online(), kLines * kEach);
  // A line has a socket, a pidfd and a log at most.
  EXPECT_LE(descriptors(), before + 3 * kLines);
  // Beside the one that dials there may be the one before, ending.
  EXPECT_LE(folder.Pppds().size(), static_cast<std::size_t>(2 * kLines));
  agent.Signal(SIGTERM);
  EXPECT_EQ(agent.Await().code, 0);
  folder.AwaitPppds(0);
  Covered(fmt::format("{} reconnects over {} lines without a leak", kLines * kEach, kLines));
}

}  // namespace
}  // namespace lineman::lab
