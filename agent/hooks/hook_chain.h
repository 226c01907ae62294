// The place of hooks in the pipeline: after policy has judged, before limits clamp.
//
// A chain looks at an occasion and the decision policy proposes, and may overrule it with a verdict
// of its own. It never blocks: a hook that has to wait asks for something (a program, a pause, a
// secret) and goes on when the reply comes. A line has one chain at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/decision.h"
#include "model/event.h"
#include "model/facts.h"
#include "model/hook_request.h"
#include "model/occasion.h"
#include "model/record.h"

namespace lineman {

// What a chain came to.
struct HookOutcome {
  std::optional<Verdict> verdict;  // none: the policy's decision stands
  Source by;
  std::vector<Reason> reasons;
};

// What hooks want beside their verdict.
struct HookOutput {
  std::vector<HookRequest> requests;
  std::vector<Entry> entries;       // for the record
  std::vector<PluginFact> changes;  // of their stores: to be kept with whatever is decided
  bool running = false;             // a hook has not ended yet: Expire is due at the deadline
};

class HookChain {
 public:
  virtual ~HookChain() = default;

  // Starts the hooks for one occasion of one line, and ends those of the occasion before. The
  // outcome when it is there at once; nothing when it will come from Resume or Expire.
  virtual std::optional<HookOutcome> Start(LineId line, const Occasion& occasion,
                                           const Decision& proposed, HookOutput& output) = 0;
  // What a hook waited for is there. The chain's outcome when that settles it; hooks that only run
  // on as observers give none.
  virtual std::optional<HookOutcome> Resume(LineId line, const HookReply& reply,
                                            HookOutput& output) = 0;
  // The chain's deadline has come: what has not ended is ended now.
  virtual HookOutcome Expire(LineId line, HookOutput& output) = 0;
  // The line has left the state the hooks were for: their outcome is no longer wanted.
  virtual void Cancel(LineId line) = 0;
  // Whether the profile has a hook of that name, or one of its group that would run for it.
  virtual bool Has(const std::string& profile, std::string_view hook) const = 0;
  // What the stores of the plugins hold, as the agent's store remembers it.
  virtual void Restore(const std::map<PluginKey, std::string>& stores) = 0;
};

// No plugins: the policy's decision stands.
class NoHooks final : public HookChain {
 public:
  std::optional<HookOutcome> Start(LineId line, const Occasion& occasion, const Decision& proposed,
                                   HookOutput& output) override;
  std::optional<HookOutcome> Resume(LineId line, const HookReply& reply,
                                    HookOutput& output) override;
  HookOutcome Expire(LineId line, HookOutput& output) override;
  void Cancel(LineId line) override;
  bool Has(const std::string& profile, std::string_view hook) const override;
  void Restore(const std::map<PluginKey, std::string>& stores) override;
};

}  // namespace lineman
