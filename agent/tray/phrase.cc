#include "tray/phrase.h"

#include <fmt/format.h>

#include <utility>

namespace lineman {
namespace {

std::string ClockOf(WallTime at, const Zone& zone, WallTime now) {
  const std::string text = FormatWall(at, zone);
  const std::string minutes = text.substr(0, text.rfind(':'));
  const std::size_t day = text.find(' ');
  const bool today = FormatWall(now, zone).substr(0, day) == text.substr(0, day);
  return today ? minutes.substr(day + 1) : minutes;
}

std::string TextOf(const Phrase::Part& part, const Zone& zone, WallTime now) {
  if (const auto* at = std::get_if<WallTime>(&part)) return ClockOf(*at, zone, now);
  return std::get<std::string>(part);
}

// "%n line(s)" as English counts.
std::string WithPlural(std::string text, int number) {
  const std::size_t at = text.find("(s)");
  if (at == std::string::npos) return text;
  if (number == 1) {
    text.erase(at, 3);
  } else {
    text.erase(at + 2, 1).erase(at, 1);
  }
  return text;
}

}  // namespace

Phrase NumberPhrase(const char* sentence, int number) {
  Phrase phrase(sentence);
  phrase.number = number;
  return phrase;
}

std::string Plain(const Phrase& phrase, const Zone& zone, WallTime now) {
  const std::string pattern =
      phrase.number < 0 ? phrase.text : WithPlural(phrase.text, phrase.number);
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char next = i + 1 < pattern.size() ? pattern[i + 1] : '\0';
    const auto place = static_cast<std::size_t>(next - '1');
    if (pattern[i] == '%' && next == 'n') {
      text += fmt::to_string(phrase.number);
    } else if (pattern[i] == '%' && next >= '1' && place < phrase.parts.size()) {
      text += TextOf(phrase.parts[place], zone, now);
    } else {
      text += pattern[i];
      continue;
    }
    ++i;
  }
  return text;
}

}  // namespace lineman
