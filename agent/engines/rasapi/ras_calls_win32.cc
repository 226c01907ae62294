#include "engines/rasapi/ras_calls.h"

#include <windows.h>
// Behind windows.h, which it needs.
#include <ras.h>

#include <bit>
#include <vector>

#include "engines/rasapi/trouble.h"
#include "engines/rasapi/utf16.h"
#include "engines/rasapi/wide.h"

namespace lineman::rasapi {
namespace {

constexpr DWORD kStep = 50;              // milliseconds between two looks at a handle
constexpr ULONGLONG kDeadline = 10'000;  // … until it is given up
constexpr ULONGLONG kReference = 3'000;  // … until a connection that is up is hung up again
constexpr DWORD kInvalidSizeError = 632;
constexpr DWORD kBufferTooSmall = 603;
constexpr DWORD kNoConnection = 668;

// RASCONNSTATUSW as Windows 7 has it: both ends of the tunnel, and the sub-state of IKEv2.
#pragma pack(push, 4)
struct StatusSince7 {
  RASCONNSTATUSW base;
  BYTE ends[40];
  DWORD substate;
};
#pragma pack(pop)
static_assert(sizeof(RASCONNSTATUSW) == 564 && sizeof(StatusSince7) == 608);
constexpr DWORD kDormant = 1;
constexpr DWORD kReconnecting = 2;

HRASCONN ToRas(Handle handle) { return std::bit_cast<HRASCONN>(handle); }
RasError ToError(DWORD error) { return static_cast<RasError>(error); }

}  // namespace

// The version before knows no sub-states; which one it is the size says.
StatusReport AskStatus(const RasLibrary& library, Handle handle) {
  const auto get = library.Find<decltype(&RasGetConnectStatusW)>(RasFunction::kGetConnectStatus);
  StatusSince7 status{};
  StatusReport report;
  for (const std::size_t size : {sizeof(StatusSince7), sizeof(RASCONNSTATUSW)}) {
    status.base.dwSize = static_cast<DWORD>(size);
    report.call_error = ToError(get(ToRas(handle), &status.base));
    if (report.call_error != ToError(kInvalidSizeError)) break;
  }
  if (report.call_error != RasError::kNone) return report;
  report.state = static_cast<std::uint32_t>(status.base.rasconnstate);
  report.error = ToError(status.base.dwError);
  report.device = FromUtf16(status.base.szDeviceName);
  report.dormant = status.substate == kDormant || status.substate == kReconnecting;
  return report;
}

TrafficReport AskTraffic(const RasLibrary& library, Handle handle) {
  const auto get =
      library.Find<decltype(&RasGetConnectionStatistics)>(RasFunction::kGetConnectionStatistics);
  TrafficReport report;
  RAS_STATS counted{};
  counted.dwSize = sizeof(RAS_STATS);
  report.error = get == nullptr ? kNotThere : ToError(get(ToRas(handle), &counted));
  if (report.error != RasError::kNone) return report;
  report.bytes_sent = counted.dwBytesXmited;
  report.bytes_received = counted.dwBytesRcved;
  report.connected_for = Duration(counted.dwConnectDuration);
  return report;
}

AddressReport AskAddresses(const RasLibrary& library, Handle handle) {
  const auto get = library.Find<decltype(&RasGetProjectionInfoW)>(RasFunction::kGetProjectionInfo);
  RASPPPIPW ip{};
  DWORD size = ip.dwSize = sizeof(RASPPPIPW);
  if (get == nullptr || get(ToRas(handle), RASP_PppIp, &ip, &size) != 0 || ip.dwError != 0)
    return {};
  return {FromUtf16(ip.szIpAddress), FromUtf16(ip.szServerIpAddress)};
}

// How many there are is only known when they are asked for, so there may be more by then.
LiveReport AskConnections(const RasLibrary& library) {
  const auto list = library.Find<decltype(&RasEnumConnectionsW)>(RasFunction::kEnumConnections);
  std::vector<RASCONNW> connections(4);
  DWORD count = 0;
  DWORD error = kBufferTooSmall;
  for (int tries = 0; tries < 5 && error == kBufferTooSmall; ++tries) {
    auto size = static_cast<DWORD>(connections.size() * sizeof(RASCONNW));
    connections.front().dwSize = sizeof(RASCONNW);
    error = list(connections.data(), &size, &count);
    if (error == kBufferTooSmall) connections.resize(size / sizeof(RASCONNW) + 1);
  }
  LiveReport report;
  report.error = ToError(error);
  if (error != 0) return report;
  connections.resize(count);
  for (const RASCONNW& each : connections) {
    const auto handle = reinterpret_cast<Handle>(HRASCONN(each.hrasconn));
    report.connections.push_back(
        {handle, {FromUtf16(each.szPhonebook), FromUtf16(each.szEntryName)}});
  }
  return report;
}

HangUpReport HangUpUntilGone(const RasLibrary& library, Handle handle) {
  const auto hang_up = library.Find<decltype(&RasHangUpW)>(RasFunction::kHangUp);
  const ULONGLONG begun = GetTickCount64();
  ULONGLONG again = begun + kReference;
  HangUpReport report;
  const DWORD error = hang_up(ToRas(handle));
  report.error = ToError(error);
  while (true) {
    const StatusReport status = AskStatus(library, handle);
    report.gone = status.call_error == kInvalidHandle || error == kNoConnection;
    const ULONGLONG now = GetTickCount64();
    if (report.gone || now - begun >= kDeadline) return report;
    if (now >= again && status.state == RASCS_Connected) {
      hang_up(ToRas(handle));
      again = now + kReference;
    }
    Sleep(kStep);
  }
}

// Without a handle, so that it tells of those that others have made, too.
void NotifyOfEnds(const RasLibrary& library, void* event) {
  const auto notify =
      library.Find<decltype(&RasConnectionNotificationW)>(RasFunction::kConnectionNotification);
  const auto all = reinterpret_cast<HRASCONN>(INVALID_HANDLE_VALUE);
  if (notify != nullptr) notify(all, event, RASCN_Disconnection);
}

std::string TextOf(const RasLibrary& library, RasError error) {
  constexpr DWORD kLongest = 512;
  wchar_t text[kLongest] = {};
  const auto get = library.Find<decltype(&RasGetErrorStringW)>(RasFunction::kGetErrorString);
  const auto code = static_cast<DWORD>(error);
  if (library.trouble().empty() && get(code, text, kLongest) == 0) return FromUtf16(text);
  return WordsOf(code);
}

}  // namespace lineman::rasapi
