// The exports that dial, hang up and watch: they take structures apart, RasDouble does the rest.
#include <cstring>
#include <string>

#include "tests/windows/ras_sim/ras_double.h"
#include "tests/windows/ras_sim/text.h"

using lineman::ras_sim::ConnectionPtr;
using lineman::ras_sim::DialCall;
using lineman::ras_sim::DialParams;
using lineman::ras_sim::kExtensionsSizes;
using lineman::ras_sim::kInvalidHandle;
using lineman::ras_sim::kInvalidParameter;
using lineman::ras_sim::kInvalidSize;
using lineman::ras_sim::Put;
using lineman::ras_sim::RasDouble;
using lineman::ras_sim::Rule;
using lineman::ras_sim::TextAt;
using lineman::ras_sim::TextIn;

namespace {

constexpr auto kAllowed = RasDouble::InCallback::kAllowed;
constexpr auto kForbidden = RasDouble::InCallback::kForbidden;

DialParams ParamsOf(const RASDIALPARAMSW& raw) {
  DialParams params;
  params.entry = TextIn(raw.szEntryName);
  params.number = TextIn(raw.szPhoneNumber);
  params.callback_number = TextIn(raw.szCallbackNumber);
  params.user = TextIn(raw.szUserName);
  params.password = TextIn(raw.szPassword);
  params.domain = TextIn(raw.szDomain);
  params.subentry = raw.dwSubEntry;
  params.callback_id = raw.dwCallbackId;
  return params;
}

void TakeExtensions(const RASDIALEXTENSIONS& raw, DialCall& dial) {
  dial.options = raw.dwfOptions;
  if (raw.RasEapInfo.pbEapInfo == nullptr) return;
  dial.eap_info.assign(reinterpret_cast<const char*>(raw.RasEapInfo.pbEapInfo),
                       raw.RasEapInfo.dwSizeofEapInfo);
}

// 0, or what RasDial fails with before it looks at anything else.
DWORD CheckArguments(const RASDIALEXTENSIONS* extensions, const RASDIALPARAMSW* params,
                     DWORD notifier_type, const void* notifier, const HRASCONN* handle) {
  RasDouble& ras = RasDouble::Get();
  const RasDouble::Door door = ras.Enter("RasDial", kAllowed);
  if (params == nullptr || handle == nullptr) {
    ras.Blame(Rule::kReserved, "RasDial without RASDIALPARAMS, or without a place for the handle");
    return kInvalidParameter;
  }
  if (!ras.CheckSize(params->dwSize, lineman::ras_sim::kDialParamsSizes, "RasDial"))
    return kInvalidSize;
  if (extensions != nullptr && !ras.CheckSize(extensions->dwSize, kExtensionsSizes, "RasDial"))
    return kInvalidSize;
  if (extensions != nullptr && (extensions->reserved != 0 || extensions->reserved1 != 0))
    ras.Blame(Rule::kReserved, "RASDIALEXTENSIONS.reserved is not zero");
  // Windows also takes a window; the double does not.
  return notifier != nullptr && notifier_type > 2 ? kInvalidParameter : 0;
}

}  // namespace

extern "C" {

DWORD WINAPI RasDialW(LPRASDIALEXTENSIONS extensions, LPCWSTR phonebook, LPRASDIALPARAMSW params,
                      DWORD notifier_type, LPVOID notifier, LPHRASCONN handle) {
  if (const DWORD error = CheckArguments(extensions, params, notifier_type, notifier, handle))
    return error;
  DialCall dial;
  dial.phonebook = TextAt(phonebook);
  dial.params = ParamsOf(*params);
  if (extensions != nullptr) TakeExtensions(*extensions, dial);
  dial.notifier = {notifier == nullptr ? 0 : notifier_type, notifier};
  HRASCONN of = *handle;
  const DWORD error = RasDouble::Get().Dial(dial, of);
  *handle = of;
  return error;
}

DWORD WINAPI RasHangUpW(HRASCONN handle) { return RasDouble::Get().HangUp(handle); }

DWORD WINAPI RasInvokeEapUI(HRASCONN handle, DWORD /*subentry*/, LPRASDIALEXTENSIONS /*extensions*/,
                            HWND /*window*/) {
  return RasDouble::Get().InvokeEapUi(handle);
}

DWORD WINAPI RasConnectionNotificationW(HRASCONN handle, HANDLE event, DWORD flags) {
  return RasDouble::Get().Watch(handle, event, flags);
}

DWORD WINAPI RasGetConnectStatusW(HRASCONN handle, LPRASCONNSTATUSW status) {
  RasDouble& ras = RasDouble::Get();
  const RasDouble::Door door = ras.Enter("RasGetConnectStatus", kAllowed);
  if (!door.open) return lineman::ras_sim::kRasManCannotInitialize;
  if (status == nullptr) return kInvalidParameter;
  if (!ras.CheckSize(status->dwSize, lineman::ras_sim::kStatusSizes, "RasGetConnectStatus"))
    return kInvalidSize;
  const ConnectionPtr found = ras.Find(handle);
  if (found == nullptr) ras.Blame(Rule::kKnownHandle, "RasGetConnectStatus");
  if (found == nullptr || !ras.IsKnown(*found)) return kInvalidHandle;
  const DWORD size = status->dwSize;
  std::memset(status, 0, size);
  status->dwSize = size;
  status->rasconnstate = static_cast<RASCONNSTATE>(found->state);
  status->dwError = found->error;
  Put(status->szDeviceType, "modem");
  Put(status->szDeviceName, ras.device());
  Put(status->szPhoneNumber, found->number);
  return 0;
}

DWORD WINAPI RasGetConnectionStatistics(HRASCONN handle, RAS_STATS* statistics) {
  RasDouble& ras = RasDouble::Get();
  const RasDouble::Door door = ras.Enter("RasGetConnectionStatistics", kForbidden);
  if (!door.open) return lineman::ras_sim::kRasManCannotInitialize;
  if (statistics == nullptr) return kInvalidParameter;
  if (!ras.CheckSize(statistics->dwSize, lineman::ras_sim::kStatisticsSizes,
                     "RasGetConnectionStatistics"))
    return kInvalidSize;
  const ConnectionPtr found = ras.Use(handle, "RasGetConnectionStatistics");
  if (found == nullptr || found->call == nullptr) return kInvalidHandle;
  const lineman::ConnectionStatistics counted = found->call->Statistics();
  *statistics = {};
  statistics->dwSize = sizeof *statistics;
  // As in Windows, what does not fit into 32 bits begins again at zero.
  statistics->dwBytesXmited = static_cast<DWORD>(counted.bytes_sent);
  statistics->dwBytesRcved = static_cast<DWORD>(counted.bytes_received);
  statistics->dwConnectDuration = static_cast<DWORD>(counted.connected_for.count());
  return 0;
}

DWORD WINAPI RasGetProjectionInfoW(HRASCONN handle, RASPROJECTION projection, LPVOID buffer,
                                   LPDWORD size) {
  RasDouble& ras = RasDouble::Get();
  const RasDouble::Door door = ras.Enter("RasGetProjectionInfo", kForbidden);
  if (!door.open) return lineman::ras_sim::kRasManCannotInitialize;
  if (size == nullptr) return kInvalidParameter;
  const ConnectionPtr found = ras.Use(handle, "RasGetProjectionInfo");
  if (found == nullptr) return kInvalidHandle;
  if (found->address.empty()) return lineman::ras_sim::kProjectionNotComplete;
  if (projection != RASP_PppIp) return lineman::ras_sim::kProtocolNotConfigured;
  const DWORD given = *size;
  *size = sizeof(RASPPPIPW);
  if (buffer == nullptr || given < *size) return lineman::ras_sim::kBufferTooSmall;
  auto* const ip = static_cast<RASPPPIPW*>(buffer);
  if (!ras.CheckSize(ip->dwSize, lineman::ras_sim::kProjectionSizes, "RasGetProjectionInfo"))
    return kInvalidSize;
  *ip = {};
  ip->dwSize = sizeof *ip;
  Put(ip->szIpAddress, found->address);
  Put(ip->szServerIpAddress, "10.64.0.1");
  return 0;
}

}  // extern "C"
