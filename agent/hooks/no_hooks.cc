#include "hooks/hook_chain.h"

namespace lineman {

std::optional<HookOutcome> NoHooks::Start(LineId /*line*/, const Occasion& /*occasion*/,
                                          const Decision& /*proposed*/, HookOutput& /*output*/) {
  return HookOutcome{};
}

std::optional<HookOutcome> NoHooks::Resume(LineId /*line*/, const HookReply& /*reply*/,
                                           HookOutput& /*output*/) {
  return std::nullopt;
}

HookOutcome NoHooks::Expire(LineId /*line*/, HookOutput& /*output*/) { return {}; }

void NoHooks::Cancel(LineId /*line*/) {}

bool NoHooks::Has(const std::string& /*profile*/, std::string_view /*hook*/) const { return false; }

void NoHooks::Restore(const std::map<PluginKey, std::string>& /*stores*/) {}

}  // namespace lineman
