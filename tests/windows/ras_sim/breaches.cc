#include "tests/windows/ras_sim/breaches.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace lineman::ras_sim {

std::string_view TextOf(Rule rule) {
  static constexpr std::array<std::string_view, 20> kTexts = {
      "dwSize is that of a documented version",
      "no RasDial inside a callback",
      "inside a callback only what is allowed there",
      "handles are those that RAS gave",
      "no second dial of an entry before it was hung up",
      "no redial before the handle is gone",
      "only what is paused is resumed",
      "a resume has the dial's notifier",
      "a resume says RDEOPT_PausedStates",
      "a resume changes nothing but the answer",
      "no blank credentials on a resume",
      "\"*\" only on a first dial with RDEOPT_PausedStates",
      "RasInvokeEapUI before the resume",
      "the thread that dials lives until the dial is over",
      "one thread makes all dials",
      "no use of a handle after its RasHangUp",
      "every handle is hung up, once for each RasDial",
      "Windows' own redial is off while another redials",
      "an EAP entry gets its identity, and that is freed",
      "what is reserved is zero, what must be there is there"};
  return kTexts.at(static_cast<std::size_t>(rule) - 1);
}

void Breaches::Add(Rule rule, const std::string& what) {
  lines_.push_back(fmt::format("rule {} ({}): {}", static_cast<int>(rule), TextOf(rule), what));
  const char* const path = std::getenv("LINEMAN_RAS_BREACHES");
  if (path == nullptr || *path == '\0') return;
  if (std::FILE* const file = std::fopen(path, "ab")) {
    std::fputs((lines_.back() + "\n").c_str(), file);
    std::fclose(file);
  }
}

std::string Breaches::ToString() const {
  std::string text;
  for (const std::string& line : lines_) text += line + "\n";
  return text;
}

}  // namespace lineman::ras_sim
