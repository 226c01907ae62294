// Why a call ended: everything that was seen of it, and the RAS error that fits best.
//
// pppd's exit code is the last to be believed. When a link ends inside one of pppd's timers (echo
// requests unanswered, LCP unanswered) pppd reads its closed port once more, takes that for a
// hang-up and exits with 16 (seen with 2.4.9 and 2.5.3). Its status when it tells its phase DEAD is
// still right, but a peer that says goodbye before it says why is not in it: that only the packets
// tell. So the order of trust is: what lineman asked for and saw itself, a refusal seen in a
// packet, what the modem said, the status at DEAD, the exit code, the signal.
#pragma once

#include <optional>
#include <string>

#include "engines/pppd/message.h"
#include "ras/ras_error.h"

namespace lineman::pppd {

// What carries PPP. Notes of calls have its number, so what is new comes last.
enum class Transport { kSerial, kPppoe, kPty, kPptp, kL2tp };
constexpr int kTransports = 5;
constexpr bool IsTunnel(Transport transport) {
  return transport == Transport::kPptp || transport == Transport::kL2tp;
}

// How a process ended; neither is known of one that another agent has started.
struct ProcessExit {
  std::optional<int> code = std::nullopt;
  std::optional<int> signal = std::nullopt;
};

struct Ending {
  RasError error = RasError::kNone;
  std::string detail;  // one line for people: what was seen, and the way out where there is one
};

struct Evidence {
  Transport transport = Transport::kSerial;
  bool hung_up = false;                // by lineman
  std::optional<Ending> failed;        // what the agent itself saw to be hopeless
  bool was_up = false;                 // it had been `connected`
  std::optional<std::string> refused;  // what the peer said when it refused the log-on
  std::optional<ModemFailed> modem;
  std::string modem_said;  // its latest words, for people
  bool channel_failed = false;
  bool heard_lcp = false;
  bool reached_log_on = false;
  bool reached_network = false;
  bool peer_rejected_protocol = false;
  std::optional<std::string> peer_said_goodbye;  // its reason, may be empty
  std::optional<int> status_when_dead;
  std::optional<int> status_at_exit;  // as the plugin was told, for processes not our own
  ProcessExit exit;
  std::string log;  // pppd's last lines
};

Ending Judge(const Evidence& seen);
// Of a tunnel through which no PPP has come.
Ending EndingOfTunnel(const Evidence& seen);

// The RAS error in a refusal's words, "E=648 R=0 C=… V=3 M=…" (RFC 2759); 691 without one.
RasError ErrorOfRefusal(const std::string& words);

// What it says to people ("M="); all of it where it has no such part.
std::string MessageOfRefusal(const std::string& words);

}  // namespace lineman::pppd
