// What takes a handle: hanging up, watching, and whether there is one at all.
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "tests/windows/ras_sim/ras_double.h"

namespace lineman::ras_sim {
namespace {

constexpr DWORD kEverything = RASCN_Connection | RASCN_Disconnection | RASCN_BandwidthAdded |
                              RASCN_BandwidthRemoved | kNotifyDormantAndReconnection;

std::string NameOfHandle(HRASCONN handle) {
  return fmt::format("handle {:#x}", reinterpret_cast<std::uintptr_t>(handle));
}

}  // namespace

RasDouble::Door RasDouble::Enter(const char* function, InCallback callback) {
  Door door{loop_.Enter()};
  if (callback == InCallback::kForbidden && loop_.IsLoopThread())
    Blame(Rule::kAllowedInCallback, std::string(function) + " inside a callback");
  door.open = !settings_.service_missing;
  return door;
}

bool RasDouble::CheckSize(DWORD size, std::span<const DWORD> documented, const char* function) {
  if (IsSize(size, documented)) return true;
  Blame(Rule::kSize, fmt::format("{} is given dwSize {}", function, size));
  return false;
}

ConnectionPtr RasDouble::Find(HRASCONN handle) const {
  const auto found = std::ranges::find_if(
      connections_, [handle](const ConnectionPtr& of) { return of->handle == handle; });
  return found == connections_.end() ? nullptr : *found;
}

ConnectionPtr RasDouble::Use(HRASCONN handle, const char* function) {
  ConnectionPtr found = Find(handle);
  if (found == nullptr) {
    Blame(Rule::kKnownHandle, fmt::format("{} of {}", function, NameOfHandle(handle)));
  } else if (found->hung_up) {
    Blame(Rule::kNotAfterHangUp, fmt::format("{} of '{}'", function, found->dial.params.entry));
    found = nullptr;
  }
  return found;
}

bool RasDouble::IsKnown(RasConnection& connection) const {
  const bool known = connection.hung_up ? loop_.Now() < connection.gone + settings_.handle_lingers
                                        : !(connection.lost && settings_.lost_handle_is_invalid);
  if (!known) connection.known_as_gone = true;
  return known;
}

std::vector<ConnectionPtr> RasDouble::Connected() const {
  std::vector<ConnectionPtr> connected;
  for (const ConnectionPtr& each : connections_) {
    if (each->up && each->told_end && !each->hung_up) connected.push_back(each);
  }
  return connected;
}

std::string RasDouble::device() const {
  const std::vector<simulator::DevicePlan>& devices = simulator_->world().devices;
  return devices.empty() ? std::string() : devices.front().name;
}

DWORD RasDouble::HangUp(HRASCONN handle) {
  Door door = Enter("RasHangUp", InCallback::kAllowed);
  if (!door.open) return kRasManCannotInitialize;
  const ConnectionPtr found = Find(handle);
  if (found == nullptr) {
    Blame(Rule::kKnownHandle, "RasHangUp of " + NameOfHandle(handle));
    return kInvalidHandle;
  }
  // Some hang up until nothing is left: that is how they find out.
  if (found->hung_up) return IsKnown(*found) ? kNoConnection : kInvalidHandle;
  if (--found->references > 0) return 0;
  const bool was_up = found->up;
  const Duration takes = simulator_->world().timing.Paced(simulator_->world().timing.hang_up);
  found->hung_up = loop_.Now();
  found->gone = loop_.Now() + takes;
  found->paused = found->held = false;
  found->up = false;
  found->state = static_cast<std::uint32_t>(ConnectionState::kDisconnected);
  if (found->call != nullptr) found->call->HangUp();
  if (was_up) Signal(found->handle, RASCN_Disconnection);
  for (int i = 0; i < settings_.late_callbacks; ++i)
    letters_.push_back({found, found->state, 0, 0, true});
  loop_.CallAt(loop_.Now(), [] {});
  const Duration blocks = settings_.hang_up_takes;
  door.lock.unlock();
  std::this_thread::sleep_for(blocks);
  return 0;
}

DWORD RasDouble::InvokeEapUi(HRASCONN handle) {
  Door door = Enter("RasInvokeEapUI", InCallback::kForbidden);
  if (!door.open) return kRasManCannotInitialize;
  const ConnectionPtr found = Use(handle, "RasInvokeEapUI");
  if (found == nullptr) return kInvalidHandle;
  if (!found->paused || found->state != static_cast<std::uint32_t>(ConnectionState::kInvokeEapUi))
    return kInvalidParameter;
  found->eap_ui_shown = true;
  return 0;
}

DWORD RasDouble::Watch(HRASCONN handle, HANDLE event, DWORD flags) {
  Door door = Enter("RasConnectionNotification", InCallback::kForbidden);
  if (!door.open) return kRasManCannotInitialize;
  if (!settings_.notifies) return kInvalidFunctionForEntry;
  if (flags == 0 || (flags & ~kEverything) != 0) return kInvalidParameter;
  if (handle != INVALID_HANDLE_VALUE && Use(handle, "RasConnectionNotification") == nullptr)
    return kInvalidHandle;
  // The caller may close its event while it is watched.
  HANDLE own = nullptr;
  if (!DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &own, 0, FALSE,
                       DUPLICATE_SAME_ACCESS))
    return kInvalidParameter;
  watchers_.push_back({handle, std::shared_ptr<void>(own, &CloseHandle), flags});
  return 0;
}

}  // namespace lineman::ras_sim
