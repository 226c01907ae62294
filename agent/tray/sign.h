// What an icon can mean.
#pragma once

#include <cstdint>
#include <string_view>

#include "tray/phrase.h"

namespace lineman {

// From the best to the worst, in the order of the agent's own worst line; each is a shape of its
// own. `kAway` is no line's: there is no agent to ask.
enum class Sign {
  kRest,        // not wanted now
  kOnline,      // connected
  kHangingUp,   // on its way down
  kDialing,     // on its way up
  kWaiting,     // until the next dial
  kUnknown,     // nobody was there to see
  kDoubtful,    // connected, but nothing gets through
  kAnswer,      // the server waits for a person
  kOffice,      // timed dials are spent; somebody has to do something
  kCannotDial,  // its engine is not there
  kAway,
};
inline constexpr int kSignCount = 11;

// Of a line's state by its name in the control protocol; kUnknown for those of newer agents.
Sign SignOf(std::string_view line_state);

// The colour of its icon. Each has a contrast of at least 3 to 1 to white and to the dark grey of
// panels, so that one icon serves light and dark ones.
struct SignColour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
};
SignColour ColourOf(Sign sign);

// "dialling", for legends and screen readers.
Phrase NameOf(Sign sign);

}  // namespace lineman
