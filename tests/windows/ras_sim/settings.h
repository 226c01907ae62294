// How the double misbehaves: everything that a Windows machine may do and a world cannot say.
//
// Set by name with RasSimSet; README.md lists the names. Plain data.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace lineman::ras_sim {

// A state that comes after another one, though no world has it.
struct ExtraState {
  std::uint32_t state = 0;
  std::uint32_t after = 0;
  std::uint32_t error = 0;
};

struct Settings {
  bool service_missing = false;   // RasMan does not run: every function fails
  int early_callbacks = 0;        // before RasDial returns
  int late_callbacks = 0;         // after RasHangUp has returned
  std::vector<ExtraState> extra;  // in this order
  std::uint32_t dial_fails = 0;   // what RasDial returns
  bool failed_dial_has_handle = false;
  Duration hang_up_takes{0};            // RasHangUp blocks
  Duration handle_lingers{0};           // RasGetConnectStatus knows it for so much longer
  bool lost_handle_is_invalid = false;  // … of a lost connection not at all
  bool notifies = true;                 // RasConnectionNotification can be had
  bool notifies_once = false;           // … and signals an event once only
  bool signals = true;                  // … or never
  bool pauses_with_error = false;       // a pause for credentials says 691 or 648 in dwError
  bool entries_writable = true;         // RasSetEntryProperties works
};

// False when there is no such setting, or it has no such value.
bool Set(Settings& settings, std::string_view name, std::string_view value);

}  // namespace lineman::ras_sim
