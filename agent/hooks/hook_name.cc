#include "hooks/hook_name.h"

namespace lineman {
namespace {

constexpr int kStates = 32;
constexpr std::array<std::string_view, kHookCount - kStates> kOthers = {"running", "paused",
                                                                        "terminal", "before_dial"};
constexpr HookIndex kBeforeDial = kHookCount - 1;

}  // namespace

std::string_view NameOfHook(HookIndex hook) {
  if (hook >= kStates) return kOthers.at(static_cast<std::size_t>(hook - kStates));
  return AllStates()[static_cast<std::size_t>(hook)].name;
}

std::optional<HookIndex> FindHook(std::string_view name) {
  for (HookIndex hook = 0; hook < kHookCount; ++hook) {
    if (NameOfHook(hook) == name) return hook;
  }
  return std::nullopt;
}

HooksFor HooksOf(ConnectionState state) {
  const HookIndex group = kStates + static_cast<int>(GroupOf(state));
  for (HookIndex hook = 0; hook < kStates; ++hook) {
    if (AllStates()[static_cast<std::size_t>(hook)].state == state) return {hook, group};
  }
  return {group, group};
}

HooksFor HooksOf(const Occasion& occasion) {
  switch (occasion.occurrence) {
    case Occurrence::kBeforeDial:
      return {kBeforeDial, kBeforeDial};
    case Occurrence::kConnected:
      return HooksOf(ConnectionState::kConnected);
    case Occurrence::kDisconnected:
      return HooksOf(ConnectionState::kDisconnected);
    case Occurrence::kRunning:
    case Occurrence::kPaused:
      break;
  }
  return HooksOf(occasion.state);
}

}  // namespace lineman
