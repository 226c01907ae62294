#include "engines/pppd/ending.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string_view>

#include "text/findings.h"

namespace lineman::pppd {
namespace {

constexpr RasError Code(std::uint32_t code) { return static_cast<RasError>(code); }

// The ones without a name of their own in ras_error.h.
constexpr RasError kWrongInfo = Code(604);
constexpr RasError kNoSuchDevice = Code(608);
constexpr RasError kFromDevice = Code(651);
constexpr RasError kPortOrDevice = Code(692);
constexpr RasError kCannotInitialize = Code(711);
constexpr RasError kNoProtocols = Code(720);
constexpr RasError kNoResponse = Code(721);
constexpr RasError kNotConverging = Code(732);
constexpr RasError kLcpTerminated = Code(734);
constexpr RasError kLoopback = Code(737);
constexpr RasError kNoRemoteEncryption = Code(742);
constexpr RasError kServerNotAuthenticated = Code(778);
constexpr RasError kNoBroadbandAdapter = Code(814);
constexpr RasError kVpnGreBlocked = Code(806);
constexpr RasError kVpnDisconnect = Code(807);
constexpr RasError kVpnTimeout = Code(809);
constexpr RasError kBroadbandTimeout = Code(815);
constexpr RasError kPeerRefusedAuth = Code(919);

// pppd's exit statuses (pppd(8), EXIT STATUS; the same in 2.4.9 and 2.5).
enum Status {
  kOk = 0,
  kFatal = 1,
  kOption = 2,
  kNotRoot = 3,
  kNoKernel = 4,
  kUserRequest = 5,
  kLock = 6,
  kOpen = 7,
  kConnect = 8,
  kPty = 9,
  kNegotiation = 10,
  kPeerAuth = 11,
  kIdle = 12,
  kConnectTime = 13,
  kCallback = 14,
  kPeerDead = 15,
  kHangup = 16,
  kLooped = 17,
  kInit = 18,
  kAuthToPeer = 19,
  kTraffic = 20,
};

bool Says(const Evidence& seen, std::string_view words) {
  return seen.log.find(words) != std::string::npos;
}

std::string LastLine(const std::string& log) {
  std::size_t end = log.find_last_not_of("\r\n ");
  if (end == std::string::npos) return {};
  const std::size_t begin = log.find_last_of('\n', end);
  return log.substr(begin == std::string::npos ? 0 : begin + 1,
                    end - (begin == std::string::npos ? 0 : begin + 1) + 1);
}

// The first line with these words in it; empty when there is none.
std::string LineWith(const std::string& log, std::string_view words) {
  const std::size_t at = log.find(words);
  if (at == std::string::npos) return {};
  const std::size_t begin = at == 0 ? std::string::npos : log.rfind('\n', at - 1);
  return LastLine(
      log.substr(0, log.find('\n', at)).substr(begin == std::string::npos ? 0 : begin + 1));
}

std::string With(std::string meaning, const std::string& line) {
  return line.empty() ? meaning : fmt::format("{}: {}", meaning, line);
}

// What pppd wrote last, after what it means.
std::string WithLog(std::string meaning, const Evidence& seen) {
  return With(std::move(meaning), LastLine(seen.log));
}

// pppd takes a device that is not there for an option it does not know. Its usage follows.
Ending OfOptions(const Evidence& seen) {
  if (Says(seen, "is for pppd version")) {
    return {kCannotInitialize,
            With("lineman's plugin was built for another pppd; install the lineman that belongs to "
                 "this pppd",
                 LineWith(seen.log, "is for pppd version"))};
  }
  if (Says(seen, "lineman-pppd.so: "))
    return {kCannotInitialize,
            With("pppd cannot load lineman's plugin", LineWith(seen.log, "lineman-pppd.so: "))};
  const std::string line = LineWith(seen.log, "pppd: ");
  if (seen.transport == Transport::kPppoe && line.find("'nic-") != std::string::npos)
    return {kNoBroadbandAdapter, With("this machine has no such interface; see "
                                      "`pppd.pppoe.interface`",
                                      line)};
  if (seen.transport == Transport::kSerial && line.find("'/") != std::string::npos)
    return {kNoSuchDevice, With("this machine has no such device; see `pppd.serial.device`", line)};
  return {kWrongInfo, With("pppd refuses an option; see `pppd.options`", line)};
}

Ending OfOpening(const Evidence& seen) {
  if (Says(seen, "busy")) return {RasError::kPortNotAvailable, WithLog("the device is busy", seen)};
  if (Says(seen, "Permission denied"))
    return {RasError::kPortNotAvailable, WithLog("the device may not be opened", seen)};
  if (Says(seen, "Input/output error"))
    return {kPortOrDevice, WithLog("the device does not work", seen)};
  return {kNoSuchDevice, WithLog("the device cannot be opened; see `pppd.serial.device`", seen)};
}

Ending OfConnecting(const Evidence& seen) {
  if (seen.transport == Transport::kPppoe)
    return {kBroadbandTimeout, WithLog("no PPPoE server answered", seen)};
  return {kFromDevice, seen.modem_said.empty()
                           ? WithLog("the connect helper failed", seen)
                           : fmt::format("the modem said {}", Shown(seen.modem_said))};
}

// Of a link that never came up: how far it got.
Ending OfNegotiation(const Evidence& seen) {
  if (Says(seen, "MPPE required"))
    return {kNoRemoteEncryption, WithLog("the server offers no encryption", seen)};
  if (!seen.heard_lcp && IsTunnel(seen.transport)) return EndingOfTunnel(seen);
  if (!seen.heard_lcp) return {kNoResponse, "the other end never spoke PPP"};
  if (seen.peer_said_goodbye &&
      seen.peer_said_goodbye->find("refused to authenticate") != std::string::npos)
    return {kPeerRefusedAuth,
            "the other end wants a log-on that this end did not offer; see `user` and `password`"};
  if (seen.peer_said_goodbye)
    return {
        kLcpTerminated,
        fmt::format("the other end ended it{}",
                    seen.peer_said_goodbye->empty() ? "" : ": " + Shown(*seen.peer_said_goodbye))};
  if (seen.reached_network) return {kNoProtocols, "no agreement on addresses"};
  return {kNotConverging, "no agreement on how to speak PPP"};
}

Ending OfHangUp(const Evidence& seen) {
  const std::string& words = seen.peer_said_goodbye.value_or("");
  const std::string reason = words.empty() ? "" : ": " + Shown(words);
  if (seen.was_up && seen.peer_said_goodbye)
    return {RasError::kRemoteDisconnection, "the other end hung up" + reason};
  if (seen.was_up && IsTunnel(seen.transport)) return {kVpnDisconnect, "the tunnel has ended"};
  if (seen.was_up) return {RasError::kLinkFailure, "the carrier was lost"};
  if (seen.peer_said_goodbye) return OfNegotiation(seen);
  if (seen.transport == Transport::kPty && !seen.heard_lcp)
    return {RasError::kDeviceNotReady, With("the command of `pppd.pty` ended before any PPP came",
                                            LineWith(seen.log, "exec: "))};
  if (!seen.heard_lcp && IsTunnel(seen.transport)) return EndingOfTunnel(seen);
  if (seen.reached_log_on) return {RasError::kPortDisconnected, "it broke off during the log-on"};
  return {RasError::kDisconnection, "it broke off before PPP had begun"};
}

Ending OfLogOn(const Evidence& seen) {
  if (seen.peer_rejected_protocol)
    return {kPeerRefusedAuth, WithLog("the two ends agree on no way to log on", seen)};
  return {RasError::kPppTimeout, WithLog("the log-on was not answered", seen)};
}

Ending OfStatus(int status, const Evidence& seen) {
  switch (status) {
    case kOk:
      return OfHangUp(seen);
    case kOption:
      return OfOptions(seen);
    case kNotRoot:
      return {kCannotInitialize, WithLog("pppd wants to be run by root", seen)};
    case kNoKernel:
      return {kCannotInitialize,
              WithLog("this kernel has no PPP; try `modprobe ppp_generic`, or install Debian's own "
                      "kernel (the cloud kernel has none)",
                      seen)};
    case kUserRequest:
      return {RasError::kDisconnection, "somebody else told pppd to end"};
    case kLock:
      return {RasError::kPortNotAvailable, WithLog("another program holds the device", seen)};
    case kOpen:
      return OfOpening(seen);
    case kConnect:
      return OfConnecting(seen);
    case kPty:
      return {RasError::kDeviceNotReady, WithLog("the command of `pppd.pty` cannot be run", seen)};
    case kNegotiation:
      return OfNegotiation(seen);
    case kPeerAuth:
      return {kServerNotAuthenticated, WithLog("the server did not prove who it is", seen)};
    case kIdle:
      return {RasError::kIdleTimeout, "pppd's idle time is over"};
    case kConnectTime:
    case kTraffic:
      return {RasError::kPppSessionTimeout, "pppd's limit of the session is reached"};
    case kCallback:
      return {RasError::kDisconnection, "the server wants to call back, and nothing can take it"};
    case kPeerDead:
      return {IsTunnel(seen.transport) ? kVpnDisconnect : RasError::kLinkFailure,
              "the other end answers no echo requests"};
    case kHangup:
      return OfHangUp(seen);
    case kLooped:
      return {kLoopback, "the line is looped back: this end hears itself"};
    case kInit:
      return {RasError::kDeviceNotReady, WithLog("the device could not be set up", seen)};
    case kAuthToPeer:
      return OfLogOn(seen);
    default:
      return {RasError::kUnknown, WithLog(fmt::format("pppd ended with status {}", status), seen)};
  }
}

}  // namespace

RasError ErrorOfRefusal(const std::string& words) {
  constexpr std::array<std::uint32_t, 6> kKnown = {646, 647, 648, 649, 691, 709};
  const std::size_t at = words.find("E=");
  if (at == std::string::npos) return RasError::kAuthenticationFailure;
  std::uint32_t code = 0;
  std::from_chars(words.data() + at + 2, words.data() + words.size(), code);
  for (const std::uint32_t known : kKnown) {
    if (known == code) return Code(code);
  }
  return RasError::kAuthenticationFailure;
}

std::string MessageOfRefusal(const std::string& words) {
  const std::size_t at = words.starts_with("E=") ? words.find("M=") : std::string::npos;
  return at == std::string::npos ? words : words.substr(at + 2);
}

// PPTP has a control connection of its own; with that there, it is GRE that does not get through.
Ending EndingOfTunnel(const Evidence& seen) {
  constexpr std::string_view kControl = "Client connection established";  // pptp(8) says
  if (seen.transport == Transport::kPptp && Says(seen, kControl)) {
    return {kVpnGreBlocked,
            "the server answers, but nothing comes through the tunnel: something on the way "
            "blocks GRE (protocol 47)"};
  }
  // Of a pppd that xl2tpd has started nothing else tells that it could not begin.
  if (Says(seen, "is for pppd version") || Says(seen, "lineman-pppd.so: ") || Says(seen, "pppd: "))
    return OfOptions(seen);
  return {kVpnTimeout, WithLog("the server does not answer", seen)};
}

Ending Judge(const Evidence& seen) {
  if (seen.hung_up) return {RasError::kUserDisconnection, {}};
  if (seen.failed) return *seen.failed;
  if (seen.refused) {
    return {ErrorOfRefusal(*seen.refused),
            seen.refused->empty() ? "the other end refused the log-on" : Shown(*seen.refused)};
  }
  if (seen.modem) return {seen.modem->error, seen.modem->text};
  if (seen.status_when_dead.value_or(kOk) != kOk) return OfStatus(*seen.status_when_dead, seen);
  // Of L2TP it is xl2tpd's, which says nothing.
  if (seen.exit.code && seen.transport != Transport::kL2tp) return OfStatus(*seen.exit.code, seen);
  if (seen.status_at_exit) return OfStatus(*seen.status_at_exit, seen);
  if (seen.transport == Transport::kL2tp && !seen.was_up && !seen.heard_lcp)
    return EndingOfTunnel(seen);
  if (seen.channel_failed) return OfConnecting(seen);
  const std::string killed = seen.exit.signal
                                 ? fmt::format("pppd was killed by signal {}", *seen.exit.signal)
                                 : "pppd was killed";
  return {seen.was_up ? RasError::kLinkFailure : RasError::kDisconnection, killed};
}

}  // namespace lineman::pppd
