// The states a dial walks through: Windows' RASCONNSTATE values, under the names that hooks, rules
// and stories use. Every engine speaks in them, also those that never saw Windows.
//
// Only three things about a state are facts to build on: its group, `connected` and
// `disconnected`. Microsoft warns against code that depends on the order or the occurrence of
// running states, and Windows 7 added one, so values that nobody has named yet are legal: they get
// a group by their bits and a spelling ("state_0x19") that reads back.
//
// Source: the RASCONNSTATE page of Microsoft's RAS documentation and ras.h of the Windows SDK.
// Everything here is pure and may be called from any thread; the views last as long as the program.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lineman {

// Who has to act next: RAS itself, whoever can answer what the server asks, or nobody any more.
enum class StateGroup { kRunning, kPaused, kTerminal };

std::string_view NameOf(StateGroup group);

// One RASCONNSTATE value. Any other 32-bit value is legal too, by static_cast.
enum class ConnectionState : std::uint32_t {
  // Running.
  kOpenPort = 0,
  kPortOpened = 1,
  kConnectDevice = 2,
  kDeviceConnected = 3,
  kAllDevicesConnected = 4,
  kAuthenticate = 5,
  kAuthNotify = 6,
  kAuthRetry = 7,
  kAuthCallback = 8,
  kAuthChangePassword = 9,
  kAuthProject = 10,
  kAuthLinkSpeed = 11,
  kAuthAck = 12,
  kReAuthenticate = 13,
  kAuthenticated = 14,
  kPrepareForCallback = 15,
  kWaitForModemReset = 16,
  kWaitForCallback = 17,
  kProjected = 18,
  kStartAuthentication = 19,  // 19 to 21: Windows 95 only
  kCallbackComplete = 20,
  kLogonNetwork = 21,
  kSubEntryConnected = 22,  // 22 and 23: multilink, the notification names the subentry
  kSubEntryDisconnected = 23,
  kApplySettings = 24,  // since Windows 7

  // Paused: RASCS_PAUSED is set, and the dial waits for an answer or a hang-up.
  kInteractive = 0x1000,
  kRetryAuthentication = 0x1001,
  kCallbackSetByCaller = 0x1002,
  kPasswordExpired = 0x1003,
  kInvokeEapUi = 0x1004,

  // Terminal: RASCS_DONE is set.
  kConnected = 0x2000,
  kDisconnected = 0x2001,
};

// By bit, so that it holds for values without a name. The paused bit is looked at first: a value
// that carries both bits still waits for somebody.
StateGroup GroupOf(ConnectionState state);

bool IsKnown(ConnectionState state);

// The hook's name, "open_port"; for a value without a name "state_0x19".
std::string NameOf(ConnectionState state);

// Reads a hook's name, the Windows symbol ("RASCS_OpenPort", in any case), "state_0x19", or a plain
// decimal or 0x number. A number that has a name gives that state: an old recording may spell as
// "state_0x18" what has been named since. nullopt for all else; a hook's name is never guessed at.
std::optional<ConnectionState> FindState(std::string_view name);

// What is known of one named state, for tables, messages and completion.
struct StateInfo {
  ConnectionState state;
  std::string_view name;    // the hook, "open_port"
  std::string_view symbol;  // as in ras.h, "RASCS_OpenPort"
  std::string_view about;   // one line on what it means, in our words, without a full stop
};

// All 32, ascending by value: 25 running, 5 paused, 2 terminal.
std::span<const StateInfo> AllStates();

}  // namespace lineman
