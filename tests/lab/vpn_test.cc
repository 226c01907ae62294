// VPNs by L2TP and PPTP, to real servers in network namespaces of their own.
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "tests/lab/lab.h"

namespace lineman::lab {
namespace {

constexpr const char* kToldOfVpn =
    "open_port port_opened connect_device device_connected all_devices_connected authenticate "
    "auth_notify auth_ack authenticated auth_project projected connected";

void Covered(const std::string& what) { std::cout << "covered: " << what << std::endl; }

std::string ProgramOf(const std::string& kind) {
  return InSource("build/lab/servers/usr/sbin/" + std::string(kind == "l2tp" ? "xl2tpd" : "pptp"));
}

class Vpn : public testing::TestWithParam<const char*> {
 protected:
  Vpn() {
    ::setenv("LD_LIBRARY_PATH", InSource("build/lab/servers/usr/lib/x86_64-linux-gnu").c_str(), 1);
    server_ = World(std::string("up ") + GetParam());
    server_ = server_.substr(0, server_.find('\n'));
  }
  ~Vpn() override { World("down"); }

  std::string World(const std::string& what) const {
    return Shell(Script("vpn_world") + " " + name_ + " " + what);
  }
  std::string Block(const std::string& server) const {
    return fmt::format("{}: {{server: {}, program: {}}}\necho: {{every: 3s, failures: 2}}\n",
                       GetParam(), server, ProgramOf(GetParam()));
  }

  const std::string name_ = fmt::format("vpn{}", ::getpid());
  std::string server_;
};

TEST_P(Vpn, ComesUpAndHangsUpAndComesUpAgain) {
  Dialler dialler;
  for (int i = 0; i < 2; ++i) {
    Dialled dialled(dialler, Block(server_));
    if (!dialled.AwaitUp()) FAIL() << server_;
    EXPECT_EQ(dialled.told(), kToldOfVpn);
    EXPECT_TRUE(dialled.addresses().starts_with("ppp")) << dialled.addresses();
    EXPECT_GT(dialled.connection().Statistics().bytes_received, 0U);
    dialled.connection().HangUp();
    EXPECT_EQ(dialled.AwaitEnd(), "user_disconnection");
    EXPECT_EQ(dialled.detail(), "") << "it was not forced";
  }
  EXPECT_EQ(Shell("ls " + dialler.folder().path() + "/pppd"), "socket\n");
  Covered(fmt::format("{}: up and down, twice", GetParam()));
}

TEST_P(Vpn, AWrongPasswordIsARefusal) {
  Dialler dialler;
  Dialled dialled(dialler, Block(server_), kUser, "not this one");
  EXPECT_EQ(dialled.AwaitEnd(), "authentication_failure") << dialled.detail();
  Covered(fmt::format("{}: refused", GetParam()));
}

TEST_P(Vpn, ACutCableIsALostTunnel) {
  Dialler dialler;
  Dialled dialled(dialler, Block(server_));
  if (!dialled.AwaitUp()) FAIL() << server_;
  World("cut");
  EXPECT_EQ(dialled.AwaitEnd(), "vpn_disconnect") << dialled.detail();
  Covered(fmt::format("{}: link cut", GetParam()));
}

TEST_P(Vpn, AServerThatDoesNotAnswerIsATimeout) {
  Dialler dialler;
  World("cut");
  Dialled dialled(dialler, Block(server_));
  EXPECT_EQ(dialled.AwaitEnd(), "vpn_timeout") << dialled.detail();
  EXPECT_TRUE(dialled.told().starts_with("open_port port_opened connect_device "))
      << dialled.told();
  Covered(fmt::format("{}: no server answers", GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Kinds, Vpn, testing::Values("l2tp", "pptp"),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace lineman::lab
