// What the plugin inside pppd and the connect helper tell the agent, as values.
//
// One message a line: words of words.h. The README of this folder has the table. The other way go
// `credentials USER PASSWORD` and `refused` to the plugin, a modem's script to the helper, and to
// both the answer to a pause.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "base/time.h"
#include "ras/connection_state.h"
#include "ras/ras_error.h"

namespace lineman::pppd {

// Of both the plugin and the helper; another one is of another lineman.
inline constexpr int kProtocolVersion = 1;

// pppd's phases, with its own numbers (pppd.h, the same in 2.4 and 2.5).
enum class Phase {
  kDead = 0,
  kInitialize,
  kSerialConnection,
  kDormant,
  kEstablish,
  kAuthenticate,
  kCallback,
  kNetwork,
  kRunning,
  kTerminate,
  kDisconnect,
  kHoldoff,
  kMaster,
};

// Protocols of PPP whose packets are reported (RFC 1661 and its kin).
enum class Protocol : std::uint16_t {
  kLcp = 0xC021,
  kPap = 0xC023,
  kCbcp = 0xC029,
  kChap = 0xC223,
  kEap = 0xC227,
};

// The plugin has reached the agent, for the first time or again after a restart of the agent.
struct PluginHello {
  int version = 0;
  std::string call;
  std::int64_t pid = 0;
  std::string pppd;  // its version, "2.4.9"
  Phase phase = Phase::kInitialize;
  int status = 0;  // pppd's exit status as it stands
};

// All that there is to say at once has been said; what follows happens now.
struct PluginReady {};

struct PhaseChanged {
  Phase phase = Phase::kDead;
  int status = 0;
};

// What carries the link is being opened (the device dialled, PPPoE discovered), is open, or failed.
struct ChannelChanged {
  enum class What { kBegins, kOpen, kFailed };
  What what = What::kBegins;
};

// A packet that matters; its text only where the peer explains itself.
struct Packet {
  bool sent = false;
  Protocol protocol = Protocol::kLcp;
  int code = 0;
  std::string text;
};

// pppd is about to agree on how to log on. Nothing goes on before `credentials` or `refused`.
struct CredentialsWanted {};
struct AuthenticationDone {};

// The peer waits for more, and the link waits with it.
struct PauseBegan {
  std::int64_t question = 0;                              // its number; an answer carries it
  ConnectionState state = ConnectionState::kInteractive;  // a paused one
  std::string text;                                       // the peer's words
};

// What the peer wants cannot be done, so pppd ends the link.
struct PluginGivesUp {
  std::string why;
};

struct LinkUp {
  std::string interface;
  std::string local;
  std::string remote;
  std::string dns;    // the servers the peer named, a space between; empty when none
  Duration since{0};  // how long it has been up
};
struct LinkDown {};
struct PluginExits {
  int status = 0;
};

struct HelperHello {
  int version = 0;
  std::string call;
  std::int64_t pid = 0;
};
struct ModemPort {};
struct ModemDial {
  std::string text;
};
struct ModemSaid {
  std::string text;
};
struct ModemConnected {
  std::string text;
};
struct ModemFailed {
  RasError error = RasError::kNone;
  std::string text;
};

using Message =
    std::variant<PluginHello, PluginReady, PhaseChanged, ChannelChanged, Packet, CredentialsWanted,
                 AuthenticationDone, PauseBegan, PluginGivesUp, LinkUp, LinkDown, PluginExits,
                 HelperHello, ModemPort, ModemDial, ModemSaid, ModemConnected, ModemFailed>;

// An error tells what is wrong with the line; it quotes none of it.
Result<Message> ParseMessage(std::string_view line);

}  // namespace lineman::pppd
