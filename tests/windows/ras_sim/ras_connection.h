// One connection of the double: what an HRASCONN stands for, from RasDial until after RasHangUp.
//
// Plain data; RasDouble changes it, with its lock held. A connection is kept until a world begins
// anew, so that a handle that is used too late is known for what it was.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "model/engine.h"
#include "tests/windows/ras_sim/windows_ras.h"

namespace lineman::ras_sim {

// What RAS gives instead of a saved password, and takes for it.
inline constexpr std::string_view kSavedPassword = "****************";

// RASDIALPARAMS
struct DialParams {
  std::string entry;
  std::string number;
  std::string callback_number;
  std::string user;
  std::string password;
  std::string domain;
  DWORD subentry = 0;
  ULONG_PTR callback_id = 0;
};

// lpvNotifier and dwNotifierType; without a function RasDial is synchronous.
struct Notifier {
  DWORD type = 0;
  void* function = nullptr;

  friend bool operator==(const Notifier&, const Notifier&) = default;
};

// One call of RasDial.
struct DialCall {
  std::string phonebook;
  DialParams params;
  DWORD options = 0;  // RDEOPT_…
  std::string eap_info;
  Notifier notifier;
};

// A thread that has called RasDial: whether it lives can be asked for as long as this exists.
class DiallingThread {
 public:
  DiallingThread()
      : id_(GetCurrentThreadId()), handle_(OpenThread(SYNCHRONIZE, FALSE, id_), &CloseHandle) {}

  bool IsCurrent() const { return id_ == GetCurrentThreadId(); }
  bool Lives() const { return WaitForSingleObject(handle_.get(), 0) == WAIT_TIMEOUT; }

 private:
  DWORD id_;
  std::shared_ptr<void> handle_;
};

struct RasConnection {
  HRASCONN handle = nullptr;
  DialCall dial;
  std::string number;     // that is dialled: the dial's own or the entry's
  bool by_caller = true;  // else somebody else has dialled: another program, or Windows' own redial
  DiallingThread thread;  // that made it
  std::unique_ptr<Connection> call;  // in the world

  // As RasGetConnectStatus has it. 32 bits: some states have no name.
  std::uint32_t state = 0;
  std::uint32_t error = 0;
  std::string address;  // of RASP_PppIp, once projected

  std::uint32_t last_running = 0;  // where the world is, whatever was told
  bool paused = false;
  bool held = false;  // in a pause of our own making: the world's notifications wait
  bool holds_dialogue = false;
  bool eap_ui_shown = false;
  std::string prompt;          // of the pause it is in
  std::size_t next_extra = 0;  // of the states that are put in
  int begun = 0;               // callbacks
  bool muted = false;          // there are no more callbacks
  bool told_end = false;       // connected, or failed: the dial is over
  bool failed = false;         // in the world, whatever was told
  bool up = false;             // likewise
  bool lost = false;           // it was up

  int references = 1;
  std::optional<Instant> hung_up;
  Instant gone{};              // when RasGetConnectStatus comes to say so
  bool known_as_gone = false;  // it has said so
  bool in_callback = false;    // one is under way
};

// A callback to come.
struct Letter {
  std::shared_ptr<RasConnection> to;
  std::uint32_t state = 0;
  std::uint32_t error = 0;
  int subentry = 0;
  bool late = false;     // on purpose, after the hang-up
  bool made_up = false;  // a state that the world knows nothing of
};

}  // namespace lineman::ras_sim
