#include "engines/pppd/pppd_options.h"

#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "engines/pppd/command_line.h"

namespace lineman::pppd {
namespace {

// The block of a profile, as check sees it.
struct Block {
  explicit Block(const std::string& text) {
    root = ParseYamlMapping(text, "kiosk.yaml", findings);
    if (root == nullptr) return;
    PppdOptionTable().Check(*root, findings);
    CheckPppdOptions(root.get(), root->place, findings);
  }

  std::string Command() const {
    const Result<PppdOptions> options = ReadPppdOptions(root.get());
    if (!options) return options.error().message;
    const Paths paths{"/lib/lineman-pppd.so", "/lib/lineman-connect", "/run/s"};
    return fmt::format("{}", fmt::join(PppdCommand(*options, paths, "7", "office"), " "));
  }

  Findings findings;
  YamlPtr root;
};

testing::AssertionResult Has(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no '" << part << "' in:\n" << text;
}

TEST(PppdOptions, AModemIsDialledThroughTheHelper) {
  const Block block(
      "serial: {device: /dev/ttyS0, speed: 57600, flow: software, init: [ATZ, \"AT&F1\"]}\n"
      "route: {default: true, metric: 200}\ndns: peer\n");
  EXPECT_FALSE(block.findings.HasErrors()) << block.findings.ToString();
  const std::string command = block.Command();
  EXPECT_TRUE(Has(command, "/usr/sbin/pppd nodetach nopersist maxfail 1"));
  EXPECT_TRUE(Has(command, "plugin /lib/lineman-pppd.so lineman-socket /run/s lineman-call 7"));
  EXPECT_TRUE(Has(command, "defaultroute defaultroute-metric 200 usepeerdns"));
  EXPECT_TRUE(Has(command,
                  "/dev/ttyS0 57600 xonxoff modem lock connect '/lib/lineman-connect' "
                  "'--socket' '/run/s' '--call' '7'"));
  const auto script = HelperScript(ReadPppdOptions(block.root.get())->serial, "+49 30 (555) 0100");
  EXPECT_EQ(fmt::format("{}", fmt::join(script, ";")),
            "init ATZ;init AT&F1;dial ATDT+49305550100;patience 60000;go");
}

TEST(PppdOptions, ACallbackIsAskedForOnlyWhereTheServerCanRing) {
  const Block serial("serial: {device: /dev/ttyS0, terminal: true, callback_within: 30s}\n");
  const Result<PppdOptions> options = ReadPppdOptions(serial.root.get());
  const Paths paths = {"/lib/lineman-pppd.so", "/lib/lineman-connect", "/run/s"};
  const auto words = [&](const PppdOptions& read, Callback callback) {
    return fmt::format("{}", fmt::join(PppdCommand(read, paths, "7", "office", callback), " "));
  };
  EXPECT_TRUE(Has(words(*options, Callback::kAsked), "callback 0"));
  EXPECT_FALSE(Has(words(*options, Callback::kNone), "callback 0"));
  EXPECT_FALSE(Has(words(*options, Callback::kTaken), "callback 0"));
  const Block pty("pty: [/bin/cat]\n");
  EXPECT_FALSE(Has(words(*ReadPppdOptions(pty.root.get()), Callback::kAsked), "callback 0"));
  const auto script = [&](Callback callback) {
    return fmt::format("{}", fmt::join(HelperScript(options->serial, "100", callback), ";"));
  };
  EXPECT_EQ(script(Callback::kAsked), "dial ATDT100;terminal;patience 60000;go");
  EXPECT_EQ(script(Callback::kTaken), "answer;patience 30000;go");
}

TEST(PppdOptions, ATunnelIsToAServer) {
  const Block pptp("pptp: {server: vpn.example.org}\n");
  EXPECT_FALSE(pptp.findings.HasErrors()) << pptp.findings.ToString();
  EXPECT_TRUE(Has(pptp.Command(),
                  "pty exec '/usr/sbin/pptp' 'vpn.example.org' '--nolaunchpppd' '--nohostroute'"));
  EXPECT_EQ(PppdOptionsFile({"/usr/sbin/pppd", "nodetach", "linkname", "a \"b\" \\\\ c"}),
            "\"linkname\"\n\"a \\\"b\\\" \\\\\\\\ c\"\n");
  for (const char* server : {"-x", "a b", "a\\nlns = b", "a;b"}) {
    const Block wrong("l2tp: {server: \"" + std::string(server) + "\"}\n");
    EXPECT_TRUE(wrong.findings.HasErrors()) << server;
  }
}

TEST(PppdOptions, WithoutANumberNothingIsDialled) {
  const Block block("serial: {device: /dev/ttyS0}\n");
  EXPECT_EQ(HelperScript(ReadPppdOptions(block.root.get())->serial, "").front(), "patience 60000");
}

TEST(PppdOptions, PppoeNamesItsInterfaceLast) {
  const Block block("pppoe: {interface: eth1, service: isp}\necho: {every: 0s}\n");
  EXPECT_FALSE(block.findings.HasErrors()) << block.findings.ToString();
  EXPECT_TRUE(Has(block.Command(), "plugin pppoe.so pppoe-service isp nic-eth1"));
  EXPECT_TRUE(Has(block.Command(), "lcp-echo-interval 0 lcp-echo-failure 0 nodefaultroute"));
}

TEST(PppdOptions, AProgramsWordsReachItAsTheyAre) {
  const Block block("pty: [/usr/bin/ssh, \"it's here\", \"$HOME\"]\noptions: [noccp, mtu 1400]\n");
  EXPECT_FALSE(block.findings.HasErrors()) << block.findings.ToString();
  EXPECT_TRUE(
      Has(block.Command(), "noccp mtu 1400 pty exec '/usr/bin/ssh' 'it'\\''s here' '$HOME'"));
}

TEST(PppdOptions, WhatCannotWorkIsFoundByCheck) {
  struct Case {
    const char* text;
    const char* says;
  };
  for (const Case& wrong : {
           Case{"dns: peer", "one of `serial`, `pppoe`, `pty`, `pptp` and `l2tp`"},
           Case{"pty: [/bin/cat]\npppoe: {interface: eth1}", "one transport is enough"},
           Case{"pty: [cat]", "absolute path"},
           Case{"serial: {speed: 9600}", "device"},
           Case{"pppoe: {interface: eth1}\noptions: [persist]", "lineman dials again by its own"},
           Case{"pppoe: {interface: eth1}\noptions: [\"password secret\"]",
                "belongs into `user` and `password`"},
           Case{"pppoe: {interface: eth1}\noptions: [mtu 1400 persist]", "lineman dials again"},
           Case{"pppoe: {interface: eth1}\noptions: [record bytes]", "passwords into a file"},
           Case{"pppoe: {interface: eth1}\noptions: [/dev/ttyS0]", "names a device"},
           Case{"pppoe: {interface: eth1}\noptions: [\"10.0.0.1:\"]", "addresses"},
           Case{"serial: {device: /dev/ttyS0, flow: rts}", "hardware"},
       }) {
    const Block block(wrong.text);
    EXPECT_TRUE(block.findings.HasErrors()) << wrong.text;
    EXPECT_TRUE(Has(block.findings.ToString(), wrong.says));
  }
}

TEST(PppdOptions, ASecretAmongTheOptionsIsNotShown) {
  const Block block("pppoe: {interface: eth1}\noptions: [\"password secret\"]");
  EXPECT_EQ(block.findings.ToString().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace lineman::pppd
