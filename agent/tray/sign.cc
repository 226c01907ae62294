#include "tray/sign.h"

#include <algorithm>
#include <array>
#include <utility>

namespace lineman {
namespace {

constexpr std::array<std::pair<std::string_view, Sign>, 8> kStates = {{
    {"idle", Sign::kRest},
    {"online", Sign::kOnline},
    {"hanging_up", Sign::kHangingUp},
    {"dialing", Sign::kDialing},
    {"holdoff", Sign::kWaiting},
    {"doubtful", Sign::kDoubtful},
    {"paused", Sign::kAnswer},
    {"open_circuit", Sign::kOffice},
}};

}  // namespace

Sign SignOf(std::string_view line_state) {
  const auto* const found = std::find_if(kStates.begin(), kStates.end(),
                                         [&](const auto& row) { return row.first == line_state; });
  return found == kStates.end() ? Sign::kUnknown : found->second;
}

SignColour ColourOf(Sign sign) {
  switch (sign) {
    case Sign::kOnline:
      return {0x1F, 0x94, 0x52};
    case Sign::kHangingUp:
    case Sign::kDialing:
      return {0x2E, 0x7F, 0xD9};
    case Sign::kWaiting:
    case Sign::kDoubtful:
      return {0xBF, 0x74, 0x00};
    case Sign::kAnswer:
      return {0x95, 0x60, 0xD6};
    case Sign::kOffice:
    case Sign::kCannotDial:
      return {0xDC, 0x3D, 0x3D};
    case Sign::kRest:
    case Sign::kUnknown:
    case Sign::kAway:
      break;
  }
  return {0x80, 0x80, 0x80};
}

Phrase NameOf(Sign sign) {
  switch (sign) {
    case Sign::kRest:
      return TRAY_TEXT("tray", "at rest");
    case Sign::kOnline:
      return TRAY_TEXT("tray", "online");
    case Sign::kHangingUp:
      return TRAY_TEXT("tray", "hanging up");
    case Sign::kDialing:
      return TRAY_TEXT("tray", "dialling");
    case Sign::kWaiting:
      return TRAY_TEXT("tray", "waiting");
    case Sign::kUnknown:
      return TRAY_TEXT("tray", "not known");
    case Sign::kDoubtful:
      return TRAY_TEXT("tray", "connected, but nothing gets through");
    case Sign::kAnswer:
      return TRAY_TEXT("tray", "waiting for an answer");
    case Sign::kOffice:
      return TRAY_TEXT("tray", "needs the office");
    case Sign::kCannotDial:
      return TRAY_TEXT("tray", "cannot dial");
    case Sign::kAway:
      return TRAY_TEXT("tray", "lineman is not running");
  }
  return {};
}

}  // namespace lineman
