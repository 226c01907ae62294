// The `pppd:` block of a profile: its keys, and what is wrong with one beyond each key's own type.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "engines/pppd/ending.h"
#include "model/option_table.h"

namespace lineman::pppd {

struct SerialOptions {
  std::string device;
  std::string speed;        // bits a second; as pppd takes it
  std::string flow;         // hardware | software | none
  bool modem_lines = true;  // carrier detect and DTR are wired
  std::vector<std::string> init;
  std::string dial;             // goes before the number
  Duration patience{0};         // for the result of dialling
  bool terminal = false;        // the other end asks for text before PPP begins
  Duration callback_within{0};  // how long a server may take to call back
};

struct PppoeOptions {
  std::string interface;
  std::string service;
  std::string concentrator;
};

struct TunnelOptions {
  std::string server;   // a name or an address
  std::string program;  // pptp or xl2tpd
};

struct PppdOptions {
  std::string program;
  Transport transport = Transport::kPty;
  SerialOptions serial;
  PppoeOptions pppoe;
  TunnelOptions tunnel;
  std::vector<std::string> pty;
  bool default_route = false;
  std::string metric;  // empty: pppd's own
  bool use_peer_dns = false;
  Duration echo_every{0};
  int echo_failures = 0;
  bool ask_at_notices = false;    // EAP notices pause, too
  std::vector<std::string> more;  // each one option with its values: "mtu 1400"
};

// The keys, for the tables of profiles.
const OptionTable& PppdOptionTable();

// Reads a block that its table has checked; an error when no transport is named.
Result<PppdOptions> ReadPppdOptions(const YamlNode* block);

// What the table cannot see: that there is exactly one transport, and that `options` leaves alone
// what lineman sets itself. `place`: of the profile, for a block that is missing.
void CheckPppdOptions(const YamlNode* block, const Place& place, Findings& findings);

}  // namespace lineman::pppd
