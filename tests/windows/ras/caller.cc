#include "tests/windows/ras/caller.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "tests/windows/ras_sim/text.h"

namespace lineman::ras_test {
namespace {

constexpr std::chrono::seconds kPatience(30);

// Whom callbacks still may reach; locked while one does.
std::mutex running;
std::set<const Caller*> living;

}  // namespace

bool Soon(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition() && std::chrono::steady_clock::now() < end) Sleep(1);
  return condition();
}

Caller::Caller(const Double& ras, const std::string& entry)
    : dial(ras.Get<decltype(RasDialW)>("RasDialW")),
      hang_up(ras.Get<decltype(RasHangUpW)>("RasHangUpW")),
      get_status(ras.Get<decltype(RasGetConnectStatusW)>("RasGetConnectStatusW")) {
  const std::lock_guard lock(running);
  living.insert(this);
  params.dwSize = sizeof params;
  ras_sim::Put(params.szEntryName, entry);
  ras_sim::Put(params.szUserName, "kiosk");
  ras_sim::Put(params.szPassword, "secret");
  params.dwCallbackId = reinterpret_cast<ULONG_PTR>(this);
  extensions.dwSize = sizeof extensions;
  extensions.dwfOptions = RDEOPT_PausedStates;
}

Caller::~Caller() {
  if (handle != nullptr) hang_up(handle);
  const std::lock_guard lock(running);
  living.erase(this);
}

DWORD Caller::Dial(DWORD type, void* notifier) {
  return dial(&extensions, nullptr, &params, type, notifier, &handle);
}

void* Caller::Notifier() { return reinterpret_cast<void*>(&Caller::Called); }

void Caller::HangUpAndWait() {
  HangUp();
  RASCONNSTATUSW status = {};
  EXPECT_TRUE(Soon([&] { return Status(status) == ras_sim::kInvalidHandle; }));
  handle = nullptr;
}

DWORD Caller::Status(RASCONNSTATUSW& status) {
  status.dwSize = sizeof status;
  return get_status(handle, &status);
}

DWORD Caller::State() {
  RASCONNSTATUSW status = {};
  EXPECT_EQ(Status(status), 0U);
  return static_cast<DWORD>(status.rasconnstate);
}

bool Caller::Hears(DWORD state) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kPatience,
                           [&] { return std::ranges::count(told_, state, &Told::state) > 0; });
}

std::vector<Told> Caller::told() {
  const std::unique_lock lock(mutex_);
  return told_;
}

DWORD WINAPI Caller::Called(ULONG_PTR id, DWORD subentry, HRASCONN handle, UINT message,
                            RASCONNSTATE state, DWORD error, DWORD /*extended*/) {
  auto* const self = reinterpret_cast<Caller*>(id);
  const std::lock_guard running_lock(running);
  if (!living.contains(self)) return 0;
  const Told told{id, subentry, handle, message, static_cast<DWORD>(state), error};
  if (self->inside) self->inside(told);
  const std::unique_lock lock(self->mutex_);
  self->told_.push_back(told);
  self->changed_.notify_all();
  return self->answers;
}

}  // namespace lineman::ras_test
