// Phrases as the tray on Windows says them: in English, by this machine's clock.
#pragma once

#include <chrono>
#include <string>

#include "tray/phrase.h"

namespace lineman {

inline std::string Words(const Phrase& phrase) {
  static const Zone kZone = Zone::OfThisMachine();
  return Plain(phrase, kZone,
               std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()));
}

}  // namespace lineman
