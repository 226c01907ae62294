#include "app/worst_line.h"

#include <fmt/format.h>

#include <optional>

#include "base/first_line.h"
#include "control/decision_words.h"

namespace lineman {
namespace {

// From the best to the worst.
int Badness(const Slot& slot) {
  if (!slot.started) return 8;
  switch (slot.line.state()) {
    case LineState::kIdle:
      return 0;
    case LineState::kOnline:
      return 1;
    case LineState::kHangingUp:
      return 2;
    case LineState::kDialing:
      return 3;
    case LineState::kHoldoff:
      return 4;
    case LineState::kDoubtful:
      return 5;
    case LineState::kPaused:
      return 6;
    case LineState::kOpenCircuit:
      return 7;
  }
  return 0;
}

// When a timer of the line is due, as its clock on the wall will show it.
std::optional<std::string> ClockAt(const Slot& slot, TimerKind timer, Instant now, WallTime wall) {
  const std::optional<Instant> due = slot.line.timers().DueAt(timer);
  if (!due) return std::nullopt;
  const std::string text = ShortTime(wall + (*due - now), wall, slot.profile->zone);
  return text.substr(0, text.rfind(':'));  // without seconds
}

std::string OpenCircuitInWords(const Slot& slot, Instant now, WallTime wall) {
  const auto& circuit = slot.line.facts().circuit;
  const auto next = ClockAt(slot, TimerKind::kCircuitProbe, now, wall);
  return fmt::format("needs the office ({}), {}", circuit ? circuit->why : "no more tries",
                     next ? "tries again at " + *next : "does not try by itself");
}

std::string InWords(const Slot& slot, Instant now, WallTime wall) {
  if (!slot.started) return fmt::format("cannot dial, there is no engine {}", slot.profile->engine);
  switch (slot.line.state()) {
    case LineState::kIdle:
      return "at rest";
    case LineState::kOnline:
      return "online";
    case LineState::kHangingUp:
      return "hanging up";
    case LineState::kDialing:
      return "dialling " + slot.line.attempt()->number;
    case LineState::kHoldoff: {
      const auto next = ClockAt(slot, TimerKind::kRetry, now, wall);
      return next ? "waiting until " + *next : "waiting";
    }
    case LineState::kDoubtful:
      return "connected, but nothing gets through";
    case LineState::kPaused:
      return fmt::format("waiting for an answer ({})", NameOf(slot.line.attempt()->state));
    case LineState::kOpenCircuit:
      return OpenCircuitInWords(slot, now, wall);
  }
  return {};
}

}  // namespace

std::string StatusInWords(const Pipeline& pipeline, Instant now, WallTime wall) {
  const Slot* worst = nullptr;
  int lines = 0;
  int online = 0;
  for (LineId line = 0; line < pipeline.size(); ++line) {
    const Slot& slot = pipeline.slot(line);
    if (slot.leaving) continue;
    ++lines;
    online += slot.line.state() == LineState::kOnline ? 1 : 0;
    if (worst == nullptr || Badness(slot) > Badness(*worst)) worst = &slot;
  }
  if (lines == 0) return "no lines";
  if (online == lines) return fmt::format("{} {} online", lines, lines == 1 ? "line" : "lines");
  std::string words = fmt::format("{}: {}", worst->profile->name, InWords(*worst, now, wall));
  if (lines > 1) words += fmt::format("; {} of {} lines online", online, lines);
  return FirstLine(words);
}

}  // namespace lineman
