// Real sessions against real servers: what is told of them, and how they end.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "tests/lab/lab.h"

namespace lineman::lab {
namespace {

constexpr const char* kToldOverPty =
    "open_port port_opened connect_device device_connected all_devices_connected authenticate "
    "auth_notify auth_ack authenticated auth_project projected connected";

void Covered(const std::string& what) { std::cout << "covered: " << what << std::endl; }

// The server's pppd of a session over a pty: the only child of the client's.
pid_t ServerOf(const Dialled& dialled) {
  for (const pid_t child : ChildrenOf(dialled.pppd())) return child;
  return -1;
}

// --- Over a pty ---------------------------------------------------------------------------------

class Sessions : public testing::TestWithParam<const char*> {};

TEST_P(Sessions, ComesUpAndHangsUp) {
  Dialler dialler;
  Dialled dialled(dialler, PtyTo(GetParam()));
  if (!dialled.AwaitUp()) return;
  EXPECT_EQ(dialled.told(), kToldOverPty);
  EXPECT_TRUE(dialled.addresses().starts_with("ppp")) << dialled.addresses();
  const std::string interface = dialled.connection().Status().interface;
  EXPECT_TRUE(std::filesystem::exists("/sys/class/net/" + interface)) << interface;
  EXPECT_GT(dialled.connection().Statistics().bytes_received, 0U);
  dialled.connection().HangUp();
  EXPECT_EQ(dialled.AwaitEnd(), "user_disconnection");
  EXPECT_EQ(dialled.pppd(), -1);
  // Its name may be another's by now, its address is not.
  const std::string local = dialled.addresses().substr(interface.size() + 1);
  EXPECT_EQ(Shell("ip -o address").find("inet " + local.substr(0, local.find(' ') + 1)),
            std::string::npos);
  EXPECT_TRUE(std::filesystem::is_empty(dialler.folder() / "pppd") ||
              Shell("ls " + dialler.folder().path() + "/pppd") == "socket\n");
  Covered(std::string("session over a pty: ") + GetParam());
}

TEST_P(Sessions, AWrongPasswordIsOneRefusalWithItsNumber) {
  Dialler dialler;
  Dialled dialled(dialler, PtyTo(GetParam()), kUser, "not this one");
  EXPECT_EQ(dialled.AwaitEnd(), "authentication_failure");
  EXPECT_TRUE(dialled.told().ends_with(
      "auth_notify auth_notify:authentication_failure disconnected:authentication_failure"))
      << dialled.told();
  Covered(std::string("refused: ") + GetParam());
}

INSTANTIATE_TEST_SUITE_P(Server, Sessions, testing::Values("pap", "chap", "mschapv2"),
                         [](const auto& test) { return std::string(test.param); });

TEST(Pty, RouteAndNameServersAreSetAndGoWithTheLink) {
  Dialler dialler;
  Dialled dialled(dialler, PtyTo("chap") + "route: {default: true, metric: 321}\ndns: peer\n");
  if (!dialled.AwaitUp()) return;
  const std::string interface = dialled.connection().Status().interface;
  const std::string route = "default dev " + interface + " scope link metric 321";
  EXPECT_NE(Shell("ip route").find(route), std::string::npos) << Shell("ip route");
  EXPECT_NE(Shell("cat /etc/ppp/resolv.conf").find("nameserver 192.0.2.53"), std::string::npos);
  EXPECT_NE(dialled.addresses().find("DNS 192.0.2.53"), std::string::npos) << dialled.addresses();
  dialled.connection().HangUp();
  dialled.AwaitEnd();
  EXPECT_EQ(Shell("ip route").find("metric 321"), std::string::npos);
  Covered("route and dns");
}

TEST(Pty, AServerThatSaysGoodbyeHasHungUp) {
  Dialler dialler;
  Dialled dialled(dialler, PtyTo("chap"));
  if (!dialled.AwaitUp()) return;
  ::kill(ServerOf(dialled), SIGTERM);
  EXPECT_EQ(dialled.AwaitEnd(), "remote_disconnection") << dialled.detail();
  Covered("peer terminated");
}

TEST(Pty, AServerThatIsKilledIsALostCarrier) {
  Dialler dialler;
  Dialled dialled(dialler, PtyTo("chap"));
  if (!dialled.AwaitUp()) return;
  ::kill(ServerOf(dialled), SIGKILL);
  EXPECT_EQ(dialled.AwaitEnd(), "link_failure") << dialled.detail();
  Covered("peer killed, carrier lost");
}

TEST(Pty, AServerThatStopsAnsweringIsADeadLink) {
  Dialler dialler;
  Dialled dialled(dialler, PtyTo("chap"));
  if (!dialled.AwaitUp()) return;
  const pid_t server = ServerOf(dialled);
  ::kill(server, SIGSTOP);
  EXPECT_EQ(dialled.AwaitEnd(), "link_failure");
  EXPECT_EQ(dialled.detail(), "the other end answers no echo requests");
  // pppd has told it to end, which it does as soon as it may run again.
  ::kill(server, SIGCONT);
  EXPECT_TRUE(dialler.RunUntil([&] { return ::kill(server, 0) != 0; }, kPatience));
  Covered("peer stopped, echo timeout");
}

TEST(Pty, AKilledPppdIsALostLinkAndLeavesNothing) {
  Dialler dialler;
  Dialled dialled(dialler, PtyTo("chap"));
  if (!dialled.AwaitUp()) return;
  const pid_t server = ServerOf(dialled);
  ::kill(dialled.pppd(), SIGKILL);
  EXPECT_EQ(dialled.AwaitEnd(), "link_failure");
  EXPECT_EQ(dialled.detail(), "pppd was killed by signal 9");
  EXPECT_TRUE(dialler.RunUntil([&] { return ::kill(server, 0) != 0; }, kPatience));
  Covered("pppd killed");
}

TEST(Pty, SomebodyElsesSignalIsNotLinemansHangUp) {
  Dialler dialler;
  Dialled dialled(dialler, PtyTo("chap"));
  if (!dialled.AwaitUp()) return;
  ::kill(dialled.pppd(), SIGTERM);
  const std::string error = dialled.AwaitEnd();
  EXPECT_NE(error, "user_disconnection");
  EXPECT_TRUE(error == "disconnection" || error == "link_failure") << error;
  Covered("pppd told to end by somebody else");
}

TEST(Pty, IdleAndSessionTimeAreToldApart) {
  Dialler dialler;
  Dialled idle(dialler, PtyTo("chap") + "options: [idle 5]\n");
  Dialled limited(dialler, PtyTo("chap") + "options: [maxconnect 5]\n");
  EXPECT_EQ(idle.AwaitEnd(), "idle_timeout");
  EXPECT_EQ(limited.AwaitEnd(), "ppp_session_timeout");
  Covered("idle, session time");
}

TEST(Pty, SilenceAndGarbageEndTheAttempt) {
  Dialler dialler;
  const std::string fast = "options: [lcp-max-configure 3, lcp-restart 1]\n";
  Dialled silent(dialler, "pty: [/bin/sleep, \"100\"]\n" + fast);
  Dialled noisy(dialler, "pty: [/bin/sh, -c, \"tr -dc '[:print:]' </dev/urandom\"]\n" + fast);
  Dialled half(dialler, "pty: [/bin/sh, -c, \"printf '~\\\\377}#\\\\300!'; sleep 100\"]\n" + fast);
  Dialled prompts(dialler,
                  "pty: [/bin/sh, -c, \"while sleep 0.1; do echo login:; done\"]\n" + fast);
  EXPECT_EQ(silent.AwaitEnd(), "ppp_no_response");
  EXPECT_EQ(noisy.AwaitEnd(), "ppp_no_response");
  EXPECT_EQ(half.AwaitEnd(), "ppp_no_response");
  EXPECT_EQ(prompts.AwaitEnd(), "ppp_no_response");
  Covered("silence, garbage, half a packet, endless prompts");
}

// --- What cannot start --------------------------------------------------------------------------

TEST(Hopeless, EachIsAnErrorThatNamesTheCure) {
  struct Case {
    std::string block;
    const char* error;
    const char* says;
  };
  Dialler dialler;
  const TemporaryFolder folder;
  folder.Write("no_device", "");
  for (const Case& hopeless : {
           Case{PtyTo("chap") + "program: /usr/sbin/no-pppd\n", "rasman_cannot_initialize",
                "package ppp"},
           Case{PtyTo("chap") + "options: [dance]\n", "wrong_info_specified", "dance"},
           Case{"serial: {device: /dev/ttyNONE0}\n", "device_does_not_exist", "/dev/ttyNONE0"},
           Case{"pppoe: {interface: nowhere0}\n", "broadband_no_nic", "nowhere0"},
       }) {
    Dialled dialled(dialler, hopeless.block);
    EXPECT_EQ(dialled.AwaitEnd(), hopeless.error) << hopeless.block << dialled.detail();
    EXPECT_NE(dialled.detail().find(hopeless.says), std::string::npos) << dialled.detail();
    Covered(std::string("cannot start: ") + hopeless.error);
  }
}

TEST(Hopeless, ADeviceThatAnotherProgramHolds) {
  Dialler dialler;
  const Modem modem(dialler.folder(), {"1=silent"});
  Dialled first(dialler, modem.Block("", "patience: 5m"), kUser, kPassword, "1");
  ASSERT_TRUE(dialler.RunUntil(
      [&] { return first.told().find("connect_device") != std::string::npos || first.IsOver(); },
      kPatience));
  Dialled second(dialler, modem.Block(), kUser, kPassword, "1");
  EXPECT_EQ(second.AwaitEnd(), "port_not_available") << second.detail();
  first.connection().HangUp();
  EXPECT_EQ(first.AwaitEnd(), "user_disconnection");
  Covered("busy device");
}

TEST(Hopeless, APluginOfAnotherPppdNamesTheCure) {
  Dialler dialler;
  const std::string wrong = dialler.folder() / "lineman-pppd.so";
  const std::string plugin =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() / "lineman-pppd.so";
  std::string bytes = TextOf(plugin);
  const std::string version = Shell("pppd --version | sed 's/.* //'").substr(0, 5);
  for (std::size_t at = bytes.find(version); at != std::string::npos;
       at = bytes.find(version, at + 1))
    bytes.replace(at, 5, "9.9.9");
  std::ofstream(wrong) << bytes;
  const std::string said = Shell("pppd nodetach plugin " + wrong + " pty /bin/cat");
  EXPECT_NE(said.find("is for pppd version 9.9.9"), std::string::npos) << said;
  Covered("plugin of another version");
}

// --- With a modem -------------------------------------------------------------------------------

TEST(ModemLine, DialsAndComesUp) {
  Dialler dialler;
  const Modem modem(dialler.folder(), {"5550100=connect"});
  Dialled dialled(dialler, modem.Block(), kUser, kPassword, "555-0100");
  if (!dialled.AwaitUp()) return;
  EXPECT_EQ(dialled.told(), kToldOverPty);
  dialled.connection().HangUp();
  EXPECT_EQ(dialled.AwaitEnd(), "user_disconnection");
  Dialled again(dialler, modem.Block(), kUser, kPassword, "555-0100");
  EXPECT_TRUE(again.AwaitUp());
  Covered("modem: connect, twice");
}

TEST(ModemLine, EachAnswerIsItsOwnError) {
  Dialler dialler;
  const Modem modem(dialler.folder(),
                    {"1=busy", "2=no-answer", "3=no-carrier", "4=no-dialtone", "5=voice",
                     "6=silent", "7=delayed", "8=blacklisted", "9=garbage"});
  struct Case {
    const char* number;
    const char* error;
  };
  for (const Case& call : {Case{"1", "line_busy"}, Case{"2", "no_answer"}, Case{"3", "no_carrier"},
                           Case{"4", "no_dialtone"}, Case{"5", "voice_answer"},
                           Case{"6", "no_answer"}, Case{"9", "no_answer"}}) {
    Dialled dialled(dialler, modem.Block(), kUser, kPassword, call.number);
    const std::string error = dialled.AwaitEnd();
    EXPECT_EQ(error, call.error) << call.number << ": " << dialled.detail();
    EXPECT_TRUE(dialled.told().ends_with("connect_device connect_device:" + error +
                                         " disconnected:" + error))
        << dialled.told();
    Covered("modem: " + error);
  }
  for (const char* number : {"7", "8"}) {
    Dialled dialled(dialler, modem.Block(), kUser, kPassword, number);
    dialled.AwaitEnd();
    EXPECT_NE(dialled.detail().find(*number == '7' ? "DELAYED" : "BLACKLISTED"), std::string::npos)
        << dialled.detail();
  }
  Covered("modem: delayed, blacklisted");
}

TEST(ModemLine, AHangUpWhileItDialsEndsAtOnce) {
  Dialler dialler;
  const Modem modem(dialler.folder(), {"1=silent"});
  Dialled dialled(dialler, modem.Block("", "patience: 5m"), kUser, kPassword, "1");
  ASSERT_TRUE(dialler.RunUntil(
      [&] { return dialled.told().ends_with("connect_device") || dialled.IsOver(); }, kPatience));
  dialled.connection().HangUp();
  EXPECT_EQ(dialled.AwaitEnd(kPatience), "user_disconnection");
}

TEST(ModemLine, ACallThatDropsIsALostLink) {
  Dialler dialler;
  const Modem modem(dialler.folder(), {"1=drop:30"});
  Dialled dialled(dialler, modem.Block("echo: {every: 2s, failures: 2}\n"), kUser, kPassword, "1");
  if (!dialled.AwaitUp()) return;
  const std::string error = dialled.AwaitEnd();
  EXPECT_TRUE(error == "link_failure" || error == "remote_disconnection") << error;
  Covered("modem: drops the call");
}

// --- PPPoE --------------------------------------------------------------------------------------

// A server at the other end of a cable of its own.
class PppoeLine : public testing::Test {
 protected:
  PppoeLine() { said_ = World("up"); }
  ~PppoeLine() override { World("down"); }

  std::string World(const std::string& what) const {
    return Shell(Script("pppoe_world") + " " + name_ + " " + what);
  }
  std::string Block() const {
    return "pppoe: {interface: " + name_ + "}\necho: {every: 3s, failures: 2}\n";
  }

  const std::string name_ = fmt::format("poe{}", ::getpid());
  std::string said_;
};

TEST_F(PppoeLine, ComesUpAndHangsUp) {
  Dialler dialler;
  Dialled dialled(dialler, Block());
  if (!dialled.AwaitUp()) FAIL() << said_;
  EXPECT_EQ(dialled.told(), kToldOverPty);
  dialled.connection().HangUp();
  EXPECT_EQ(dialled.AwaitEnd(), "user_disconnection");
  Covered("PPPoE: up and down");
}

TEST_F(PppoeLine, AWrongPasswordIsARefusal) {
  Dialler dialler;
  Dialled dialled(dialler, Block(), kUser, "not this one");
  EXPECT_EQ(dialled.AwaitEnd(), "authentication_failure") << dialled.detail();
  Covered("PPPoE: refused");
}

TEST_F(PppoeLine, ACutCableIsALostLinkAndASilentOneATimeout) {
  Dialler dialler;
  Dialled dialled(dialler, Block());
  if (!dialled.AwaitUp()) FAIL() << said_;
  World("cut");
  EXPECT_EQ(dialled.AwaitEnd(), "link_failure") << dialled.detail();
  Covered("PPPoE: link cut");
  Dialled silent(dialler, Block());
  EXPECT_EQ(silent.AwaitEnd(), "broadband_timeout") << silent.detail();
  Covered("PPPoE: no server answers");
}

}  // namespace
}  // namespace lineman::lab
