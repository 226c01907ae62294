#include "model/occasion.h"

#include <array>

namespace lineman {

std::string_view NameOf(Occurrence occurrence) {
  static constexpr std::array<std::string_view, 5> kNames = {"before_dial", "running", "paused",
                                                             "connected", "disconnected"};
  return kNames.at(static_cast<std::size_t>(occurrence));
}

std::string_view NameOf(Ending ending) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "peer",           "not_wanted", "operator", "daily",  "dial_deadline",
      "pause_deadline", "health",     "policy",   "plugin", "rule"};
  return kNames.at(static_cast<std::size_t>(ending));
}

Cause CauseOf(const Occasion& occasion) {
  switch (occasion.ending) {
    case Ending::kNotWanted:
    case Ending::kOperator:
    case Ending::kDaily:
      return Cause::kUser;
    case Ending::kPlugin:
    case Ending::kRule:
      // 631 is only the engine's echo of our own hang-up: nobody else is to blame.
      if (occasion.error == RasError::kUserDisconnection) return Cause::kLine;
      break;
    default:
      break;
  }
  const Cause cause = occasion.error == RasError::kNone ? Cause::kLine : CauseOf(occasion.error);
  // A link that was lost before it proved itself is the line's fault, unless the machine sleeps.
  const bool lost_early = occasion.was_connected && !occasion.proven;
  return lost_early && cause != Cause::kSuspend ? Cause::kLine : cause;
}

}  // namespace lineman
