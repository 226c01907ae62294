#include "hooks/hook_chain.h"

namespace lineman {

std::optional<HooksFinished> NoHooks::Start(LineId /*line*/, std::uint64_t ticket,
                                            const Occasion& /*occasion*/,
                                            const Decision& /*proposed*/) {
  HooksFinished outcome;
  outcome.ticket = ticket;
  return outcome;
}

void NoHooks::Cancel(LineId /*line*/, std::uint64_t /*ticket*/) {}

}  // namespace lineman
