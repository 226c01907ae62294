#include "engines/pppd/pppd_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

namespace lineman::pppd {
namespace {

using Type = OptionType;

// In the order of Transport.
constexpr std::array<std::string_view, kTransports> kTransportNames = {"serial", "pppoe", "pty",
                                                                       "pptp", "l2tp"};

// An option of pppd's that lineman sets, and what to do instead.
struct Owned {
  std::string_view option;
  std::string_view instead;
};

constexpr std::string_view kByTransport = "the transport sets it";
constexpr std::string_view kByLineman = "lineman dials again by its own rules";
constexpr std::string_view kByLogOn = "it belongs into `user` and `password`";

constexpr std::array kOwned = {
    Owned{"plugin", "its transport loads what it needs"},
    Owned{"connect", "use `pppd.serial.init` and `pppd.serial.dial`"},
    Owned{"pty", "use `pppd.pty`"},
    Owned{"socket", kByTransport},
    Owned{"notty", kByTransport},
    Owned{"user", kByLogOn},
    Owned{"name", kByLogOn},
    Owned{"password", kByLogOn},
    Owned{"show-password", "passwords are shown nowhere"},
    Owned{"+ua", kByLogOn},
    Owned{"record", "it would write passwords into a file"},
    Owned{"callback", "it is set where a plugin or `paused` answers `callback_set_by_caller`"},
    Owned{"call", "name the options here"},
    Owned{"file", "name the options here"},
    Owned{"ipparam", "it is the profile's name"},
    Owned{"child-timeout", "lineman ends what is left"},
    Owned{"persist", kByLineman},
    Owned{"nopersist", kByLineman},
    Owned{"maxfail", kByLineman},
    Owned{"holdoff", "use `retry.holdoff`"},
    Owned{"demand", "use `online`"},
    Owned{"detach", "lineman watches over pppd"},
    Owned{"nodetach", "lineman watches over pppd"},
    Owned{"updetach", "lineman watches over pppd"},
    Owned{"logfd", "lineman reads what pppd writes"},
    Owned{"logfile", "lineman reads what pppd writes"},
    Owned{"nolog", "lineman reads what pppd writes"},
    Owned{"dryrun", "it would never dial"},
    Owned{"defaultroute", "use `pppd.route.default`"},
    Owned{"nodefaultroute", "use `pppd.route.default`"},
    Owned{"defaultroute-metric", "use `pppd.route.metric`"},
    Owned{"usepeerdns", "use `pppd.dns`"},
    Owned{"lcp-echo-interval", "use `pppd.echo.every`"},
    Owned{"lcp-echo-failure", "use `pppd.echo.failures`"},
    Owned{"auth", "lineman dials out; it logs nobody on"},
    Owned{"noauth", "lineman dials out; it logs nobody on"},
    Owned{"lineman-socket", "it is lineman's own"},
    Owned{"lineman-call", "it is lineman's own"},
    Owned{"lineman-notices", "use `pppd.notices`"},
};

std::vector<std::string_view> TransportsOf(const YamlNode* block) {
  std::vector<std::string_view> named;
  for (const std::string_view transport : kTransportNames) {
    if (block != nullptr && block->Find(transport) != nullptr) named.push_back(transport);
  }
  return named;
}

void CheckOption(const YamlNode& option, Findings& findings) {
  const std::string_view text = option.scalar;
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  if (word.empty()) return findings.Error(option.place, "an option of pppd is missing here");
  if (word.front() == '/' || word.find(':') != std::string_view::npos) {
    return findings.Error(option.place,
                          fmt::format("{} names a device or addresses; give addresses with pppd's "
                                      "ipcp options, a device with `pppd.serial`",
                                      Shown(text)));
  }
  // Any of its words: one item may hold several options.
  std::istringstream words{std::string(text)};
  for (std::string each; words >> each;) {
    const auto owned = std::ranges::find(kOwned, each, &Owned::option);
    if (owned == kOwned.end()) continue;
    return findings.Error(option.place, fmt::format("pppd's option {} is lineman's to set: {}",
                                                    each, owned->instead));
  }
}

// It stands in a file of xl2tpd's, and among pptp's arguments.
void CheckTunnel(const YamlNode* block, Findings& findings) {
  constexpr std::string_view kMarks = ".-:_";
  for (const std::string_view transport : {"pptp", "l2tp"}) {
    const YamlNode* tunnel = block == nullptr ? nullptr : block->Find(transport);
    const YamlNode* server = tunnel == nullptr ? nullptr : tunnel->Find("server");
    if (server == nullptr || !server->IsScalar()) continue;
    const auto is_good = [&](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             kMarks.find(c) != std::string_view::npos;
    };
    if (server->scalar.starts_with('-') || !std::ranges::all_of(server->scalar, is_good))
      findings.Error(server->place, fmt::format("{} is no name or address", Shown(server->scalar)));
  }
}

SerialOptions ReadSerial(const OptionReader& serial) {
  SerialOptions options;
  options.device = serial.Text("device");
  options.speed = serial.Text("speed");
  options.flow = serial.Text("flow");
  options.modem_lines = serial.Flag("modem_lines");
  options.init = serial.Texts("init");
  options.dial = serial.Text("dial");
  options.patience = serial.Span("patience");
  options.terminal = serial.Flag("terminal");
  options.callback_within = serial.Span("callback_within");
  return options;
}

}  // namespace

const OptionTable& PppdOptionTable() {
  static const OptionTable kTable(
      "pppd",
      {
          {.path = "serial", .type = Type::kNested, .help = "Dial with a modem at a serial port."},
          {.path = "serial.device",
           .help = "The port; a name below /dev/serial/by-id stays when others are plugged in.",
           .required = true},
          {.path = "serial.speed",
           .type = Type::kInteger,
           .default_value = "115200",
           .help = "Between computer and modem, in bits a second.",
           .least = "300",
           .most = "4000000"},
          {.path = "serial.flow",
           .type = Type::kChoice,
           .default_value = "hardware",
           .help = "How the modem stops the computer: by RTS/CTS, by XON/XOFF, or not at all.",
           .choices = "hardware|software|none"},
          {.path = "serial.modem_lines",
           .type = Type::kFlag,
           .default_value = "true",
           .help = "Carrier detect and DTR are wired; false for cables without them."},
          {.path = "serial.init[]", .help = "Commands before dialling, each to be answered OK."},
          {.path = "serial.dial",
           .default_value = "ATDT",
           .help = "What goes before the number. Without a number nothing is dialled."},
          {.path = "serial.patience",
           .type = Type::kDuration,
           .default_value = "60s",
           .help = "How long the modem may take for its answer to the dialling.",
           .least = "1s",
           .most = "10m"},
          {.path = "serial.terminal",
           .type = Type::kFlag,
           .default_value = "false",
           .help = "The other end asks for text before PPP begins; its prompts come as "
                   "`interactive`."},
          {.path = "serial.callback_within",
           .type = Type::kDuration,
           .default_value = "90s",
           .help = "How long a server that calls back may take until the modem rings.",
           .least = "5s",
           .most = "30m"},
          {.path = "pppoe", .type = Type::kNested, .help = "Dial through an Ethernet interface."},
          {.path = "pppoe.interface", .help = "The interface, e.g. eth1.", .required = true},
          {.path = "pppoe.service", .help = "The service to ask for; any without it."},
          {.path = "pppoe.concentrator", .help = "The access concentrator; any without it."},
          {.path = "pty[]",
           .help = "A program, with its arguments, that carries PPP on its standard input and "
                   "output."},
          {.path = "pptp", .type = Type::kNested, .help = "Dial a VPN by PPTP, with pptp-linux."},
          {.path = "pptp.server", .help = "Its name or address.", .required = true},
          {.path = "pptp.program", .default_value = "/usr/sbin/pptp", .help = "pptp itself."},
          {.path = "l2tp", .type = Type::kNested, .help = "Dial a VPN by L2TP, with xl2tpd."},
          {.path = "l2tp.server", .help = "Its name or address.", .required = true},
          {.path = "l2tp.program", .default_value = "/usr/sbin/xl2tpd", .help = "xl2tpd itself."},
          {.path = "route.default",
           .type = Type::kFlag,
           .default_value = "false",
           .help = "The line becomes the machine's default route while it is up."},
          {.path = "route.metric",
           .type = Type::kInteger,
           .help = "Of that route: of two, the lower one is used.",
           .least = "0",
           .most = "1000000"},
          {.path = "dns",
           .type = Type::kChoice,
           .default_value = "ignore",
           .help = "`peer`: the machine asks the name servers that the other end tells.",
           .choices = "peer|ignore"},
          {.path = "echo.every",
           .type = Type::kDuration,
           .default_value = "10s",
           .help = "How often the other end is asked whether it is there; 0s: never.",
           .least = "0s",
           .most = "1h"},
          {.path = "echo.failures",
           .type = Type::kInteger,
           .default_value = "3",
           .help = "How many unanswered requests mean that the link is dead.",
           .least = "1",
           .most = "100"},
          {.path = "notices",
           .type = Type::kChoice,
           .default_value = "acknowledge",
           .help = "What an EAP server announces: `acknowledge` it, or `ask` as "
                   "`invoke_eap_ui`.",
           .choices = "acknowledge|ask"},
          {.path = "options[]",
           .help = "More options of pppd's, one an item with its value: `mtu 1400`."},
          {.path = "program", .default_value = "/usr/sbin/pppd", .help = "pppd itself."},
      });
  return kTable;
}

Result<PppdOptions> ReadPppdOptions(const YamlNode* block) {
  const OptionReader reader(PppdOptionTable(), block);
  const auto named = TransportsOf(block);
  if (named.size() != 1) return Fail("the profile's `pppd:` names no transport");
  PppdOptions options;
  options.program = reader.Text("program");
  options.transport = static_cast<Transport>(std::ranges::find(kTransportNames, named.front()) -
                                             kTransportNames.begin());
  switch (options.transport) {
    case Transport::kSerial:
      options.serial = ReadSerial(reader.Below("serial"));
      break;
    case Transport::kPppoe:
      options.pppoe = {reader.Text("pppoe.interface"), reader.Text("pppoe.service"),
                       reader.Text("pppoe.concentrator")};
      break;
    case Transport::kPty:
      options.pty = reader.Texts("pty");
      break;
    case Transport::kPptp:
      options.tunnel = {reader.Text("pptp.server"), reader.Text("pptp.program")};
      break;
    case Transport::kL2tp:
      options.tunnel = {reader.Text("l2tp.server"), reader.Text("l2tp.program")};
      break;
  }
  options.default_route = reader.Flag("route.default");
  options.metric = reader.Text("route.metric");
  options.use_peer_dns = reader.Text("dns") == "peer";
  options.echo_every = reader.Span("echo.every");
  options.echo_failures = static_cast<int>(reader.Integer("echo.failures"));
  options.ask_at_notices = reader.Text("notices") == "ask";
  options.more = reader.Texts("options");
  return options;
}

void CheckPppdOptions(const YamlNode* block, const Place& place, Findings& findings) {
  const auto named = TransportsOf(block);
  if (named.empty()) {
    findings.Error(block == nullptr ? place : block->place,
                   "the engine pppd needs to know how to reach the other end: `pppd:` with one of "
                   "`serial`, `pppoe`, `pty`, `pptp` and `l2tp`");
  }
  if (named.size() > 1) {
    findings.Error(block->place, fmt::format("one transport is enough: `{}` or `{}`, not both",
                                             named[0], named[1]));
  }
  const YamlNode* pty = block == nullptr ? nullptr : block->Find("pty");
  if (pty != nullptr && pty->IsSequence() && !pty->items.empty() &&
      !pty->items.front()->scalar.starts_with('/')) {
    findings.Error(pty->items.front()->place, "a program is run by its absolute path");
  }
  CheckTunnel(block, findings);
  const YamlNode* more = block == nullptr ? nullptr : block->Find("options");
  if (more == nullptr) return;
  for (const YamlPtr& option : more->items) {
    if (option->IsScalar()) CheckOption(*option, findings);
  }
}

}  // namespace lineman::pppd
