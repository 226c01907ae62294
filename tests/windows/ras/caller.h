// A small caller of RAS, written against Microsoft's documentation: each test of the double's
// checks changes the one thing that it does wrong.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "tests/windows/ras/double.h"
#include "tests/windows/ras_sim/windows_ras.h"

namespace lineman::ras_test {

// Whether the condition comes to hold within some seconds; it is asked again and again.
bool Soon(const std::function<bool()>& condition);

// One callback.
struct Told {
  ULONG_PTR callback_id = 0;
  DWORD subentry = 0;
  HRASCONN handle = nullptr;
  UINT message = 0;
  DWORD state = 0;
  DWORD error = 0;
};

class Caller {
 public:
  // One dial of an entry, as kiosk with the right password and RDEOPT_PausedStates.
  Caller(const Double& ras, const std::string& entry);
  ~Caller();
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  DWORD Dial() { return Dial(2, Notifier()); }
  // With another notifier than a good caller's.
  DWORD Dial(DWORD type, void* notifier);
  DWORD Resume() { return Dial(); }
  DWORD HangUp() { return hang_up(handle); }
  // As Microsoft says: until the handle is gone.
  void HangUpAndWait();
  DWORD Status(RASCONNSTATUSW& status);
  // The state that RAS says it is in.
  DWORD State();

  // Whether a callback with that state, and any error or none, has come within some seconds.
  bool Hears(DWORD state);
  bool IsUp() { return Hears(RASCS_Connected); }
  std::vector<Told> told();
  bool Failed() { return !told().empty() && told().back().error != 0; }
  // The callback of this caller, for RasDialFunc2.
  static void* Notifier();

  // Inside each callback, after it has been kept.
  std::function<void(const Told&)> inside;
  DWORD answers = 1;  // what the callback returns

  RASDIALPARAMSW params = {};
  RASDIALEXTENSIONS extensions = {};
  HRASCONN handle = nullptr;

  const decltype(&RasDialW) dial;
  const decltype(&RasHangUpW) hang_up;
  const decltype(&RasGetConnectStatusW) get_status;

 private:
  static DWORD WINAPI Called(ULONG_PTR id, DWORD subentry, HRASCONN handle, UINT message,
                             RASCONNSTATE state, DWORD error, DWORD extended);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Told> told_;
};

}  // namespace lineman::ras_test
