// One hook of one plugin at work on one occasion.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/env.h"
#include "hooks/hook_chain.h"
#include "hooks/plugin_set.h"

struct lua_State;

namespace lineman {

// What the hooks of one line know and want: one for each chain.
struct HookMatter {
  const Env& env;
  const Occasion* occasion;  // the caller's, or the chain's own once it has outlived the caller
  const Decision* proposed;
  // `call:matches` reads its conditions as policy reads a rule's `when`.
  const std::function<Result<bool>(const YamlNode& when, const Occasion&, const Zone&)>& matches;
  HookOutput* output = nullptr;  // of the call that is under way
};

struct HookRun {
  HookRun(const PluginBinding& of, HooksFor for_hooks, HookMatter& about)
      : binding(of), hooks(for_hooks), matter(&about) {}

  const PluginBinding& binding;
  HooksFor hooks;
  HookMatter* matter;

  lua_State* coroutine = nullptr;
  bool ended = false;
  bool failed = false;
  std::uint64_t serial = 0;          // tells verdicts of one run from those of all others
  std::optional<Verdict> built;      // by call:redial{…} and the like, not returned yet
  std::optional<Verdict> verdict;    // returned
  std::string store_before;          // as kept; empty: never written
  std::optional<std::string> store;  // what it is to be kept as, when it changed
  std::optional<HookRequest> asks;   // of a hook that waits
  bool secret_output = false;        // what a program prints is a secret
  HookJob job = 0;                   // whose reply it waits for
  const HookReply* reply = nullptr;  // while it is being resumed with it
  std::uint64_t draws = 0;           // of math.random
  struct CallBox* call = nullptr;    // the `call` of the script, while both live

  bool MayWait() const { return matter->occasion->occurrence != Occurrence::kRunning; }
  std::string HookName() const;  // "disconnected", as the occasion has it
};

// The function a coroutine runs: calls the hook with its `call` and takes its verdict and store.
// Its only argument is the HookRun as a light userdata.
int RunHook(lua_State* lua);

}  // namespace lineman
