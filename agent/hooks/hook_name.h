// The hooks there are: one for each connection state, one for each group, and before_dial.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "model/occasion.h"

namespace lineman {

// An index into the hooks in running order: the 32 states as AllStates gives them, then running,
// paused, terminal, before_dial.
using HookIndex = int;
inline constexpr int kHookCount = 36;

std::string_view NameOfHook(HookIndex hook);
std::optional<HookIndex> FindHook(std::string_view name);

// Which hook an occasion is for, and the group's hook that runs in a plugin without it (equal to
// the first for before_dial). A state without a name has only its group's.
struct HooksFor {
  HookIndex own;
  HookIndex group;
};
HooksFor HooksOf(const Occasion& occasion);
HooksFor HooksOf(ConnectionState state);

}  // namespace lineman
