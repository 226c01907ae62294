#include "engines/pppd/command_line.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include "engines/pppd/words.h"

namespace lineman::pppd {
namespace {

using Words = std::vector<std::string>;

void Append(Words& words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
}

// "mtu 1400" as two words. Nothing that needs quotes is among pppd's options that pass.
Words Split(const std::string& text) {
  std::istringstream stream(text);
  Words words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

Words SerialWords(const SerialOptions& serial, const Words& helper) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kFlows = {
      {{"hardware", "crtscts"}, {"software", "xonxoff"}, {"none", "nocrtscts"}}};
  const auto flow = std::ranges::find(kFlows, serial.flow,
                                      [](const auto& row) { return std::string(row.first); });
  return {serial.device,
          serial.speed,
          std::string(flow == kFlows.end() ? "crtscts" : flow->second),
          serial.modem_lines ? "modem" : "local",
          "lock",
          "connect",
          ForShell(helper)};
}

Words PppoeWords(const PppoeOptions& pppoe) {
  Words words = {"plugin", "pppoe.so"};
  if (!pppoe.service.empty()) Append(words, {"pppoe-service", pppoe.service});
  if (!pppoe.concentrator.empty()) Append(words, {"pppoe-ac", pppoe.concentrator});
  words.push_back("nic-" + pppoe.interface);
  return words;
}

}  // namespace

// A modem takes digits, letters and marks of its own.
std::string ForModem(std::string number) {
  std::erase_if(number,
                [](char c) { return std::string_view(" ()/.").find(c) != std::string::npos; });
  return number;
}

std::string ForShell(const Words& words) {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += ' ';
    line += '\'';
    for (const char c : word) {
      if (c == '\'') {
        line += "'\\''";
      } else {
        line += c;
      }
    }
    line += '\'';
  }
  return line;
}

// One attempt each, with all redialling left to the agent. Its children are not waited for: the
// agent ends them with the process group.
Words PppdCommand(const PppdOptions& options, const Paths& paths, const std::string& call,
                  const std::string& profile, Callback callback) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(options.echo_every).count();
  Words words = {options.program, "nodetach", "nopersist",     "maxfail", "1",
                 "logfd",         "2",        "child-timeout", "1"};
  Append(words, {"plugin", paths.plugin, "lineman-socket", paths.socket, "lineman-call", call});
  Append(words,
         {"noauth", "noipdefault", "ipcp-accept-local", "ipcp-accept-remote", "ipparam", profile});
  // pppd's own time for the log-on goes on in pauses, of which one may last an hour; the agent has
  // a shorter one for peers that do not answer.
  Append(words, {"chap-timeout", "36000", "eap-timeout", "36000"});
  if (options.ask_at_notices) Append(words, {"lineman-notices", "ask"});
  // Which number it is to be the server is told when it asks.
  if (callback == Callback::kAsked && options.transport == Transport::kSerial)
    Append(words, {"callback", "0"});
  Append(words, {"lcp-echo-interval", std::to_string(seconds), "lcp-echo-failure",
                 std::to_string(seconds == 0 ? 0 : options.echo_failures)});
  words.emplace_back(options.default_route ? "defaultroute" : "nodefaultroute");
  if (options.default_route && !options.metric.empty())
    Append(words, {"defaultroute-metric", options.metric});
  if (options.use_peer_dns) words.emplace_back("usepeerdns");
  for (const std::string& more : options.more) Append(words, Split(more));
  switch (options.transport) {
    case Transport::kSerial:
      Append(words,
             SerialWords(options.serial, {paths.helper, "--socket", paths.socket, "--call", call}));
      break;
    case Transport::kPppoe:
      Append(words, PppoeWords(options.pppoe));
      break;
    case Transport::kPty:
      Append(words, {"pty", "exec " + ForShell(options.pty)});
      break;
    case Transport::kPptp:
      Append(words,
             {"pty", "exec " + ForShell({options.tunnel.program, options.tunnel.server,
                                         "--nolaunchpppd", "--nohostroute", "--loglevel", "1"})});
      break;
    case Transport::kL2tp:
      break;  // xl2tpd starts it
  }
  return words;
}

// Options and their values are words alike to pppd's reader of files.
std::string PppdOptionsFile(const Words& command) {
  std::string file;
  for (auto word = command.begin() + 1; word < command.end(); ++word) {
    if (*word == "nodetach") continue;
    file += '"';
    for (const char c : *word) {
      if (c == '"' || c == '\\') file += '\\';
      file += c;
    }
    file += "\"\n";
  }
  return file;
}

// Port 0: any; two tunnels of this machine may go to one server.
std::string L2tpConfiguration(const TunnelOptions& tunnel, const std::string& options) {
  return "[global]\nport = 0\naccess control = no\n\n[lac lineman]\nlns = " + tunnel.server +
         "\npppoptfile = " + options + "\nautodial = yes\nredial = no\nlength bit = yes\n";
}

std::vector<std::string> HelperScript(const SerialOptions& serial, const std::string& number,
                                      Callback callback) {
  std::vector<std::string> lines;
  for (const std::string& init : serial.init) lines.push_back(JoinWords({"init", init}));
  const bool is_called = callback == Callback::kTaken;
  if (is_called) {
    lines.emplace_back("answer");
  } else if (!number.empty()) {
    lines.push_back(JoinWords({"dial", serial.dial + ForModem(number)}));
  }
  if (serial.terminal && !is_called) lines.emplace_back("terminal");
  const Duration patience = is_called ? serial.callback_within : serial.patience;
  lines.push_back(JoinWords({"patience", std::to_string(patience.count())}));
  lines.emplace_back("go");
  return lines;
}

}  // namespace lineman::pppd
