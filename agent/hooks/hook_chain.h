// The place of hooks in the pipeline: after policy has judged, before limits clamp.
//
// A chain looks at an occasion and the decision policy proposes, and may overrule it with a verdict
// of its own. It never blocks: a chain that needs time says so and its outcome comes back as the
// event HooksFinished with the same ticket.
#pragma once

#include <cstdint>
#include <optional>

#include "model/decision.h"
#include "model/event.h"
#include "model/occasion.h"

namespace lineman {

class HookChain {
 public:
  virtual ~HookChain() = default;

  // Starts the hooks for one occasion of one line. The outcome when it is there at once, nothing
  // when it will follow as HooksFinished{ticket}.
  virtual std::optional<HooksFinished> Start(LineId line, std::uint64_t ticket,
                                             const Occasion& occasion,
                                             const Decision& proposed) = 0;
  // The line has left the state the hooks were for: their outcome is no longer wanted.
  virtual void Cancel(LineId line, std::uint64_t ticket) = 0;
};

// No plugins: the policy's decision stands.
class NoHooks final : public HookChain {
 public:
  std::optional<HooksFinished> Start(LineId line, std::uint64_t ticket, const Occasion& occasion,
                                     const Decision& proposed) override;
  void Cancel(LineId line, std::uint64_t ticket) override;
};

}  // namespace lineman
