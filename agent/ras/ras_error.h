// Why a dial failed or a connection ended: the error codes of Windows RAS, each with a name for
// rules, a sentence for people, and a cause for policy.
//
// A code is a DWORD. 600 and up are RAS's own, all of them in the table; below that lie Win32
// errors, above it HRESULTs and codes of EAP methods, which RAS hands through as they are. So any
// 32-bit value is legal: one without a name is spelled as a number, and that number reads back.
//
// Source: raserror.h (600 to 875) and mprerror.h (900 to 956) of the Windows SDK, and Microsoft's
// page "Routing and Remote Access Error Codes". The causes and the texts are our own.
// Everything here is pure and may be called from any thread; the views last as long as the program.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lineman {

// The class of an error: whom or what it blames. Budgets, defaults and most rules go by it.
enum class Cause {
  kLine,         // the line or carrier: busy, silent, dropped; another number may help
  kServer,       // the far end answered badly, hung up, or not at all
  kCredentials,  // user name or password refused; the same secret again may lock the account
  kAccount,      // the account may not dial in: disabled, expired, outside its hours or limits
  kConfig,       // the two ends are set up so that it can never work until somebody changes that
  kSecurity,     // one end could not prove who it is; the wrong server may have answered
  kDevice,       // the modem, adapter or card reader is missing or failing
  kLocal,        // this machine: a service is down, or another program holds the port
  kHuman,        // only a person could have answered what was asked
  kUser,         // somebody or a policy wanted it: hung up, logged off, idle
  kSuspend,      // the machine went to sleep
  kInternal,     // a call RAS did not like, or obsolete machinery inside it
};

inline constexpr int kCauseCount = 12;

std::string_view NameOf(Cause cause);                   // "line"
std::optional<Cause> FindCause(std::string_view name);  // exactly that spelling
std::span<const Cause> AllCauses();                     // in the order of the enumeration

// A RAS error code. Enumerators are the ones our own code speaks of; all others by static_cast.
enum class RasError : std::uint32_t {
  kNone = 0,

  // The port and the device.
  kPortDisconnected = 619,
  kPortNotAvailable = 633,
  kDeviceNotReady = 666,
  kDialAlreadyInProgress = 756,

  // The call.
  kLineBusy = 676,
  kVoiceAnswer = 677,
  kNoAnswer = 678,
  kNoCarrier = 679,
  kNoDialtone = 680,
  kBadCallbackNumber = 704,

  // The log-on.
  kRestrictedLogonHours = 646,
  kAcctDisabled = 647,
  kPasswdExpired = 648,
  kNoDialinPermission = 649,
  kAuthenticationFailure = 691,
  kInteractiveMode = 703,
  kAcctExpired = 708,
  kChangingPassword = 709,

  // The end of a dial or connection.
  kDisconnection = 628,
  kRemoteDisconnection = 629,
  kUserDisconnection = 631,
  kUnknown = 635,
  kRequestTimeout = 638,
  kPppTimeout = 718,
  kPppRemoteTerminated = 719,
  kIdleTimeout = 828,
  kLinkFailure = 829,
  kHibernation = 832,
  kSystemSuspended = 833,
  kPppSessionTimeout = 932,
};

// What is known of one code.
struct RasErrorInfo {
  std::uint32_t code;
  std::string_view symbol;  // as in the headers, "ERROR_LINE_BUSY"
  std::string_view name;    // the symbol without ERROR_ or WARNING_, lower case: "line_busy"
  Cause cause;
  std::string_view text;  // "the number is busy": lower case, no full stop, at most 100 characters
};

// All 332, ascending by code; no two share a name.
std::span<const RasErrorInfo> AllRasErrors();

// nullptr for kNone and for codes that are not RAS's own.
const RasErrorInfo* FindInfo(RasError error);

// Reads a name or a symbol ("line_busy", "ERROR_LINE_BUSY", in any case), or any 32-bit number,
// decimal or 0x. "none" and 0 are not errors and give nullopt, as does everything else.
std::optional<RasError> ParseRasError(std::string_view text);

// "line_busy"; "none" for kNone. Without a name: decimal below 0x10000, where Win32 errors lie,
// and eight hexadecimal digits above, as HRESULTs are looked up: "0x800704c9".
std::string NameOf(RasError error);

// "the number is busy"; "no error"; "unknown error 0x800704c9".
std::string TextOf(RasError error);

// A code without a name counts as kLocal, like 635 (ERROR_UNKNOWN): tried again, within a budget.
// kNone has no cause; it gives kLocal as well, and nobody should ask.
Cause CauseOf(RasError error);

// The account may not log on at this hour, but will again: no reason ever to stop.
bool IsLogonHours(RasError error);

// For logs and people: "line_busy (676): the number is busy"; without a name only the text.
std::string DescribeError(RasError error);

}  // namespace lineman
