#include "ras/connection_state.h"

#include <algorithm>
#include <array>

#include "ras/spelling.h"

namespace lineman {
namespace {

// RASCS_PAUSED and RASCS_DONE of ras.h.
constexpr std::uint32_t kPausedBit = 0x1000;
constexpr std::uint32_t kDoneBit = 0x2000;

constexpr std::string_view kUnknownPrefix = "state_";

using enum ConnectionState;

constexpr std::array<StateInfo, 32> kStates = {{
    {kOpenPort, "open_port", "RASCS_OpenPort", "the port is about to be opened"},
    {kPortOpened, "port_opened", "RASCS_PortOpened", "the port is open"},
    {kConnectDevice, "connect_device", "RASCS_ConnectDevice",
     "a device is about to be connected; comes once for each device on the way"},
    {kDeviceConnected, "device_connected", "RASCS_DeviceConnected",
     "that device is connected, for a modem: it heard the carrier"},
    {kAllDevicesConnected, "all_devices_connected", "RASCS_AllDevicesConnected",
     "the physical link to the server is up"},
    {kAuthenticate, "authenticate", "RASCS_Authenticate", "the log-on to the server begins"},
    {kAuthNotify, "auth_notify", "RASCS_AuthNotify",
     "something happened in the log-on; its error, if any, says why it failed"},
    {kAuthRetry, "auth_retry", "RASCS_AuthRetry",
     "the log-on is tried once more with other credentials"},
    {kAuthCallback, "auth_callback", "RASCS_AuthCallback",
     "the server wants a number to call back, as the account may set its own"},
    {kAuthChangePassword, "auth_change_password", "RASCS_AuthChangePassword",
     "the new password is on its way to the server"},
    {kAuthProject, "auth_project", "RASCS_AuthProject",
     "the network protocols are being negotiated (projection)"},
    {kAuthLinkSpeed, "auth_link_speed", "RASCS_AuthLinkSpeed",
     "the speed of the link is being measured; old servers only"},
    {kAuthAck, "auth_ack", "RASCS_AuthAck", "a request of the log-on is being acknowledged"},
    {kReAuthenticate, "re_authenticate", "RASCS_ReAuthenticate",
     "the log-on is repeated after the server has called back"},
    {kAuthenticated, "authenticated", "RASCS_Authenticated", "the log-on succeeded"},
    {kPrepareForCallback, "prepare_for_callback", "RASCS_PrepareForCallback",
     "the line is about to be dropped so that the server can call back"},
    {kWaitForModemReset, "wait_for_modem_reset", "RASCS_WaitForModemReset",
     "a moment of rest so that the modem can take the call"},
    {kWaitForCallback, "wait_for_callback", "RASCS_WaitForCallback",
     "the modem waits for the call from the server"},
    {kProjected, "projected", "RASCS_Projected",
     "the network protocols are negotiated; addresses can be asked for from here on"},
    {kStartAuthentication, "start_authentication", "RASCS_StartAuthentication",
     "the log-on begins; Windows 95 only"},
    {kCallbackComplete, "callback_complete", "RASCS_CallbackComplete",
     "the server has called back; Windows 95 only"},
    {kLogonNetwork, "logon_network", "RASCS_LogonNetwork",
     "the log-on to the network behind the server begins; Windows 95 only"},
    {kSubEntryConnected, "sub_entry_connected", "RASCS_SubEntryConnected",
     "one link of a multilink connection is up"},
    {kSubEntryDisconnected, "sub_entry_disconnected", "RASCS_SubEntryDisconnected",
     "one link of a multilink connection dropped during the dial"},
    {kApplySettings, "apply_settings", "RASCS_ApplySettings",
     "addresses and routes are being set; since Windows 7"},
    {kInteractive, "interactive", "RASCS_Interactive",
     "the server shows a prompt, and somebody or some script has to answer it"},
    {kRetryAuthentication, "retry_authentication", "RASCS_RetryAuthentication",
     "the credentials were refused, and others may be given"},
    {kCallbackSetByCaller, "callback_set_by_caller", "RASCS_CallbackSetByCaller",
     "the server asks which number it should call back"},
    {kPasswordExpired, "password_expired", "RASCS_PasswordExpired",
     "the password has expired, and a new one may be set"},
    {kInvokeEapUi, "invoke_eap_ui", "RASCS_InvokeEapUI",
     "an EAP method wants input that it can only ask for in a window"},
    {kConnected, "connected", "RASCS_Connected", "the connection is up"},
    {kDisconnected, "disconnected", "RASCS_Disconnected",
     "the connection is down: failed, hung up or lost"},
}};

const StateInfo* FindInfo(ConnectionState state) {
  const auto* const found =
      std::find_if(kStates.data(), kStates.data() + kStates.size(),
                   [state](const StateInfo& info) { return info.state == state; });
  return found == kStates.data() + kStates.size() ? nullptr : found;
}

}  // namespace

std::string_view NameOf(StateGroup group) {
  switch (group) {
    case StateGroup::kRunning:
      return "running";
    case StateGroup::kPaused:
      return "paused";
    case StateGroup::kTerminal:
      break;
  }
  return "terminal";
}

StateGroup GroupOf(ConnectionState state) {
  const auto value = static_cast<std::uint32_t>(state);
  if ((value & kPausedBit) != 0) return StateGroup::kPaused;
  if ((value & kDoneBit) != 0) return StateGroup::kTerminal;
  return StateGroup::kRunning;
}

bool IsKnown(ConnectionState state) { return FindInfo(state) != nullptr; }

std::string NameOf(ConnectionState state) {
  if (const StateInfo* const info = FindInfo(state)) return std::string(info->name);
  return std::string(kUnknownPrefix) + spelling::ToHex(static_cast<std::uint32_t>(state));
}

std::optional<ConnectionState> FindState(std::string_view name) {
  for (const StateInfo& info : kStates) {
    if (name == info.name || spelling::EqualsIgnoringCase(name, info.symbol)) return info.state;
  }
  // The prefix goes with hexadecimal only, so that each unknown state has one name.
  if (name.starts_with("state_0x")) name.remove_prefix(kUnknownPrefix.size());
  const std::optional<std::uint32_t> number = spelling::ParseNumber(name);
  if (!number) return std::nullopt;
  return static_cast<ConnectionState>(*number);
}

std::span<const StateInfo> AllStates() { return kStates; }

}  // namespace lineman
