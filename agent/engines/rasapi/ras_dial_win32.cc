#include "engines/rasapi/ras_dial.h"

#include <windows.h>
// Behind windows.h, which it needs.
#include <ras.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <utility>

#include "engines/rasapi/trouble.h"
#include "engines/rasapi/utf16.h"
#include "engines/rasapi/wide.h"

namespace lineman::rasapi {
namespace {

constexpr DWORD kRasDialFunc2 = 2;
constexpr DWORD kGoOn = 1;  // 0 would silence RAS for good
// From the end of a callback's work until RAS has surely got its thread back, in milliseconds.
constexpr DWORD kUntilReturned = 30;
// For a RasDial under way when it is hung up.
constexpr std::chrono::seconds kUntilDialled(2);
constexpr RasError kBufferInvalid = static_cast<RasError>(610);

// Whom callbacks are for.
struct Listener {
  std::mutex at_work;  // held while a callback is
  std::function<void(const Notice&)> told;
};

// RAS gives a callback nothing but a number, at any time, so this is the program's, not a host's,
// and is there until the very end.
class Listeners {
 public:
  static Listeners& OfProgram() {
    static auto* const listeners = new Listeners;
    return *listeners;
  }
  ULONG_PTR Add(const std::shared_ptr<Listener>& listener) {
    const std::lock_guard lock(mutex_);
    listeners_[++last_] = listener;
    return last_;
  }
  void Remove(ULONG_PTR number) {
    const std::lock_guard lock(mutex_);
    listeners_.erase(number);
  }
  std::shared_ptr<Listener> Find(ULONG_PTR number) {
    const std::lock_guard lock(mutex_);
    const auto found = listeners_.find(number);
    return found == listeners_.end() ? nullptr : found->second;
  }

 private:
  std::mutex mutex_;
  std::map<ULONG_PTR, std::shared_ptr<Listener>> listeners_;
  ULONG_PTR last_ = 0;
};

// RasDialFunc2. The state is a number here: there may be some that no enumeration has yet.
DWORD WINAPI OnChange(ULONG_PTR number, DWORD subentry, HRASCONN /*handle*/, UINT /*message*/,
                      DWORD state, DWORD error, DWORD extended_error) {
  const std::shared_ptr<Listener> listener = Listeners::OfProgram().Find(number);
  if (listener == nullptr) return kGoOn;
  const std::lock_guard lock(listener->at_work);
  listener->told({state, static_cast<RasError>(error), static_cast<int>(subentry), extended_error});
  return kGoOn;
}

// A password is in it, so whatever happens it is wiped.
struct WipedParams {
  WipedParams() = default;
  ~WipedParams() { SecureZeroMemory(&params, sizeof params); }
  WipedParams(const WipedParams&) = delete;
  WipedParams& operator=(const WipedParams&) = delete;

  RASDIALPARAMSW params{};
};

// The mark in place of a password that is saved with the entry: copied, never read.
void PutSavedPassword(const RasLibrary& library, const DialOrder& order, RASDIALPARAMSW& params) {
  const auto get = library.Find<decltype(&RasGetCredentialsW)>(RasFunction::kGetCredentials);
  if (get == nullptr) return;
  RASCREDENTIALSW saved{};
  saved.dwSize = sizeof(RASCREDENTIALSW);
  saved.dwMask = RASCM_Password;
  const std::wstring phonebook = ToWide(order.entry.phonebook);
  const DWORD error = get(phonebook.empty() ? nullptr : phonebook.c_str(),
                          ToWide(order.entry.name).c_str(), &saved);
  if (error == 0 && (saved.dwMask & RASCM_Password) != 0)
    std::copy(std::begin(saved.szPassword), std::end(saved.szPassword),
              std::begin(params.szPassword));
  SecureZeroMemory(&saved, sizeof saved);
}

bool Fill(const RasLibrary& library, const DialOrder& order, ULONG_PTR number,
          RASDIALPARAMSW& params) {
  params.dwSize = sizeof(RASDIALPARAMSW);
  params.dwCallbackId = number;
  const bool fits =
      PutUtf16(order.entry.name, params.szEntryName) &&
      PutUtf16(order.number, params.szPhoneNumber) &&
      PutUtf16(order.callback_number, params.szCallbackNumber) &&
      PutUtf16(order.user, params.szUserName) && PutUtf16(order.domain, params.szDomain) &&
      PutUtf16(order.password.IsSet() ? order.password.Reveal() : std::string(), params.szPassword);
  if (order.saved_password) PutSavedPassword(library, order, params);
  return fits;
}

}  // namespace

struct RasDialling::Inside {
  std::shared_ptr<Listener> listener = std::make_shared<Listener>();
  ULONG_PTR number = 0;
  std::atomic<HRASCONN> handle{nullptr};
  RASDIALEXTENSIONS extensions{};
  RASEAPUSERIDENTITYW* identity = nullptr;
  std::timed_mutex dialling;  // held while RasDial is
  std::atomic<bool> is_cancelled{false};
};

RasDialling::RasDialling(std::shared_ptr<const RasLibrary> library,
                         std::function<void(const Notice&)> told)
    : library_(std::move(library)), inside_(std::make_unique<Inside>()) {
  inside_->listener->told = std::move(told);
  inside_->number = Listeners::OfProgram().Add(inside_->listener);
  inside_->extensions.dwSize = sizeof(RASDIALEXTENSIONS);
}

RasDialling::~RasDialling() {
  Listeners::OfProgram().Remove(inside_->number);
  const auto free =
      library_->Find<decltype(&RasFreeEapUserIdentityW)>(RasFunction::kFreeEapUserIdentity);
  if (inside_->identity != nullptr && free != nullptr) free(inside_->identity);
}

IdentityReport RasDialling::AskIdentity(const Entry& entry) {
  const auto get =
      library_->Find<decltype(&RasGetEapUserIdentityW)>(RasFunction::kGetEapUserIdentity);
  if (get == nullptr) return {.error = kNotThere, .user = {}};
  const std::wstring phonebook = ToWide(entry.phonebook);
  RASEAPUSERIDENTITYW* identity = nullptr;
  const DWORD error = get(phonebook.empty() ? nullptr : phonebook.c_str(),
                          ToWide(entry.name).c_str(), RASEAPF_NonInteractive, nullptr, &identity);
  if (error != 0 || identity == nullptr) return {static_cast<RasError>(error), {}};
  inside_->identity = identity;
  inside_->extensions.RasEapInfo.dwSizeofEapInfo = identity->dwSizeofEapInfo;
  inside_->extensions.RasEapInfo.pbEapInfo = identity->pbEapInfo;
  return {RasError::kNone, FromUtf16(identity->szUserName)};
}

void RasDialling::Cancel() {
  inside_->is_cancelled = true;
  const std::unique_lock returned(inside_->dialling, kUntilDialled);
}

DialReturn RasDialling::Call(const DialOrder& order) {
  const std::lock_guard dialling(inside_->dialling);
  if (inside_->is_cancelled) return {RasError::kUserDisconnection, 0};
  inside_->extensions.dwfOptions =
      RDEOPT_PausedStates | (order.run_script ? DWORD{RDEOPT_UseCustomScripting} : 0U);
  WipedParams wiped;
  if (!Fill(*library_, order, inside_->number, wiped.params)) return {kBufferInvalid, 0};
  const std::wstring phonebook = ToWide(order.entry.phonebook);
  HRASCONN handle = inside_->handle;
  const auto dial = library_->Find<decltype(&RasDialW)>(RasFunction::kDial);
  const DWORD error =
      dial(&inside_->extensions, phonebook.empty() ? nullptr : phonebook.c_str(), &wiped.params,
           kRasDialFunc2, reinterpret_cast<LPVOID>(&OnChange), &handle);
  inside_->handle = handle;
  return {static_cast<RasError>(error), reinterpret_cast<Handle>(handle)};
}

DialReturn RasDialling::Dial(const DialOrder& order) { return Call(order); }

DialReturn RasDialling::Resume(const DialOrder& order) {
  { const std::lock_guard returned(inside_->listener->at_work); }
  Sleep(kUntilReturned);
  return Call(order);
}

RasError RasDialling::InvokeEapUi(int subentry) {
  const auto invoke = library_->Find<decltype(&RasInvokeEapUI)>(RasFunction::kInvokeEapUi);
  if (invoke == nullptr) return kNotThere;
  return static_cast<RasError>(
      invoke(inside_->handle, static_cast<DWORD>(subentry), &inside_->extensions, nullptr));
}

}  // namespace lineman::rasapi
