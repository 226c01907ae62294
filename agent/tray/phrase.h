// What the tray says: English sentences with places for what goes into them. A face translates the
// sentence and writes moments as its user does; nothing in this room knows a language but English.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "base/zone.h"

namespace lineman {

// Marks a text for translation: Qt's lupdate collects these. The context is always "tray".
#define TRAY_TEXT(context, text) (text)
// The same for a text with %n, whose plural depends on the number.
#define TRAY_COUNT(context, text) (text)

// A sentence, "waiting until %1".
struct Phrase {
  // A text goes in as it is, a moment as a clock on the wall shows it.
  using Part = std::variant<std::string, WallTime>;

  Phrase() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a sentence without places is one as well.
  Phrase(const char* sentence, std::vector<Part> for_places = {})
      : text(sentence), parts(std::move(for_places)) {}

  bool IsEmpty() const { return text.empty(); }

  std::string text;         // English, with %1, %2 for the parts and %n for the number
  std::vector<Part> parts;  // what the agent said in its own words, names, moments
  int number = -1;          // for %n; -1: there is none

  friend bool operator==(const Phrase&, const Phrase&) = default;
};

Phrase NumberPhrase(const char* sentence, int number);

// In English. Moments are in the zone, without seconds, with their date on another day than `now`.
std::string Plain(const Phrase& phrase, const Zone& zone, WallTime now);

}  // namespace lineman
